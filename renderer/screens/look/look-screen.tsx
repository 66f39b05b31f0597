import { useTranslation } from 'react-i18next';
import { Card } from '../../components/card.tsx';
import { Live } from '../../components/live.tsx';
import { ScreenFrame } from '../../components/screen-frame.tsx';
import { ask, useAsking, useWizard } from '../../store/wizard.ts';
import { FACTS } from './facts.ts';
import { ReadingList } from './reading-list.tsx';
import { UnreadCard } from './unread-card.tsx';
import './look.css';

/** What the program reads, while it reads it; afterwards what could not be read, and why. */
export function LookScreen() {
  const { t } = useTranslation('look');
  const readings = useWizard((snapshot) => snapshot.readings);
  const look = useWizard((snapshot) => snapshot.look);
  const problem = useWizard((snapshot) => snapshot.problem);
  const going = useAsking('goTo', 'look');

  const answered = readings.filter(({ state }) => state !== 'reading');
  const unread = readings.filter(({ state }) => state === 'unavailable');
  const done = look !== null;
  const failed = !done && problem !== null;
  const again = () => void ask('look', null);

  return (
    <ScreenFrame
      title={done ? t('titleDone') : t('title')}
      lead={<p>{t('lead')}</p>}
      back="welcome"
      secondary={done ? [{ label: t('again'), press: again, icon: 'restart', busy: going }] : []}
      primary={
        failed
          ? { label: t('again'), press: again, busy: going }
          : {
              label: t('next'),
              press: () => void ask('goTo', { screen: 'instrument' }),
              busy: going,
              blocked: done ? undefined : t('wait'),
            }
      }
    >
      <Card>
        <Live>
          <p className="look-sum">
            {done
              ? unread.length === 0
                ? t('allRead', { total: answered.length })
                : t('done', { count: answered.length - unread.length, total: answered.length })
              : failed
                ? t('failed')
                : t('reading')}
          </p>
        </Live>
        <div className="look-progress">
          <progress value={answered.length} max={FACTS.length} aria-label={t('progress')} />
          <p className="muted" aria-hidden="true">
            {t('count', { number: answered.length, total: FACTS.length })}
          </p>
        </div>
      </Card>
      {unread.length === 0 ? null : <UnreadCard unread={unread} />}
      <ReadingList readings={readings} />
    </ScreenFrame>
  );
}
