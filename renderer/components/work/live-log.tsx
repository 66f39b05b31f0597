import { useTranslation } from 'react-i18next';
import type { LogLine } from '../../../main/ipc/wizard-snapshot.ts';
import { Disclosure } from '../disclosure.tsx';
import { Says } from '../says.tsx';

/** Everything that was said while the work went on, newest last. */
export function LiveLog({ lines }: { lines: readonly LogLine[] }) {
  const { t, i18n } = useTranslation('run');
  if (lines.length === 0) return null;
  const time = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'medium' });
  return (
    <Disclosure summary={t('log', { count: lines.length })}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls has to be reached with the keyboard */}
      <ol className="work-log" tabIndex={0} aria-label={t('logLabel')}>
        {lines.map(({ at, progress }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
          <li key={`${at} ${index}`}>
            <time className="muted mono" dateTime={at}>
              {time.format(new Date(at))}
            </time>
            <Says text={progress.says} />
          </li>
        ))}
      </ol>
    </Disclosure>
  );
}
