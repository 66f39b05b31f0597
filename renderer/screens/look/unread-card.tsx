import { useTranslation } from 'react-i18next';
import type { Reading } from '../../../main/ipc/wizard-snapshot.ts';
import { Card } from '../../components/card.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { Says } from '../../components/says.tsx';

/** What could not be read, why, and what that means. */
export function UnreadCard({ unread }: { unread: readonly Reading[] }) {
  const { t } = useTranslation('look');
  const needsRights = unread.some(({ cause }) => cause === 'needs-elevation');
  return (
    <Card title={t('unread.title', { count: unread.length })} icon="question" tone="warn">
      <p>{needsRights ? t('unread.leadRights') : t('unread.lead')}</p>
      <ul className="look-unread">
        {unread.map(({ fact, cause, detail, source }) => (
          <li key={fact}>
            <p>
              {t('unread.item', {
                fact: t(`common:fact.${fact}`),
                cause: t(`cause.${cause ?? 'not-known'}`),
              })}
            </p>
            {detail === null ? null : (
              <Disclosure summary={t('unread.more', { fact: t(`common:fact.${fact}`) })}>
                <p>
                  <Says text={detail} />
                </p>
                {source === null ? null : <p className="muted small">{t('unread.source', { source })}</p>}
              </Disclosure>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
