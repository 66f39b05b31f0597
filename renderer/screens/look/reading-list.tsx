import { useTranslation } from 'react-i18next';
import type { Reading } from '../../../main/ipc/wizard-snapshot.ts';
import { Card } from '../../components/card.tsx';
import { Icon } from '../../components/icons.tsx';
import { useTechnician } from '../../store/wizard.ts';
import { FACTS } from './facts.ts';

const MARK = { waiting: 'dot', reading: 'clock', read: 'check', unavailable: 'question' } as const;

/** Every fact with how far its reading is; technicians see where it is read. */
export function ReadingList({ readings }: { readings: readonly Reading[] }) {
  const { t } = useTranslation('look');
  const technician = useTechnician();
  const byFact = new Map(readings.map((reading) => [reading.fact, reading]));
  return (
    <Card title={t('list')} icon="list">
      <ul className="look-list">
        {FACTS.map((fact) => {
          const reading = byFact.get(fact);
          const state = reading?.state ?? 'waiting';
          return (
            <li key={fact} data-state={state}>
              <Icon name={MARK[state]} size={1.25} />
              <div>
                <p>{t('item', { fact: t(`common:fact.${fact}`), state: t(`state.${state}`) })}</p>
                {technician && reading?.source ? <p className="muted small">{reading.source}</p> : null}
              </div>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
