import { useTranslation } from 'react-i18next';
import { Card } from '../../components/card.tsx';
import { Choice } from '../../components/choice.tsx';
import { Notice } from '../../components/notice.tsx';
import { Says } from '../../components/says.tsx';
import { useWizard } from '../../store/wizard.ts';

export interface MachineDraft {
  /** Null: nothing is chosen yet. */
  kind: 'this-machine' | 'practice' | null;
  /** Id of the practice instrument; null: none is chosen yet. */
  practice: string | null;
}

interface MachineCardProps {
  draft: MachineDraft;
  onChange: (draft: MachineDraft) => void;
}

/** This instrument, or practice: one of the two is always chosen openly. */
export function MachineCard({ draft, onChange }: MachineCardProps) {
  const { t } = useTranslation('welcome');
  const { thisMachine, trace } = useWizard(({ about }) => about);
  return (
    <Card title={t('machine.title')} icon="instrument">
      <Choice
        legend={t('machine.title')}
        hideLegend
        value={draft.kind}
        onChange={(kind) => onChange({ ...draft, kind })}
        options={[
          {
            value: 'this-machine',
            label: t('machine.this'),
            detail:
              thisMachine !== null
                ? t('machine.thisNotPossible')
                : trace !== null
                  ? t('machine.thisFound')
                  : t('machine.thisNoTrace'),
            icon: 'instrument',
            disabled: thisMachine !== null,
          },
          { value: 'practice', label: t('machine.practice'), detail: t('machine.practiceDetail'), icon: 'practice' },
        ]}
      />
      {thisMachine === null ? null : (
        <Notice tone="warn" title={<Says text={thisMachine.message} />}>
          <p>
            <Says text={thisMachine.next} />
          </p>
        </Notice>
      )}
      {thisMachine === null && trace !== null && draft.kind !== 'practice' ? (
        <p className="muted small">
          <Says text={trace} />
        </p>
      ) : null}
    </Card>
  );
}
