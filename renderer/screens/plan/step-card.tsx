import { useTranslation } from 'react-i18next';
import type { PlannedStep } from '../../../main/model/plan.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { CheckField } from '../../components/field.tsx';
import { PlannedStepText } from '../../components/work/planned-step.tsx';
import { STEP_ICON } from '../../components/work/step-icon.ts';
import { ask, useAsking, useContact, useTechnician, useWizard } from '../../store/wizard.ts';
import { STEP_PANELS } from '../step-panels.ts';

/** One path of the plan; the person can leave it out. */
export function StepCard({ step, number }: { step: PlannedStep; number: number }) {
  const { t } = useTranslation('plan');
  const technician = useTechnician();
  const contact = useContact();
  const declined = useWizard(({ decisions }) => decisions.choices.decline);
  const confirmed = useWizard(({ decisions }) => decisions.confirmBackup);
  const deciding = useAsking('decide');
  const Panel = STEP_PANELS[step.id];
  return (
    <Card
      title={t('step', { number, step: t(`common:step.${step.id}`) })}
      icon={STEP_ICON[step.id]}
      actions={
        <Button icon="minus" busy={deciding} onPress={() => void ask('decide', { decline: [...declined, step.id] })}>
          {t('decline')}
        </Button>
      }
    >
      <Panel step={step} where="plan" />
      <PlannedStepText step={step} folded={!technician} />
      {step.mode === 'guided' && !technician ? <p className="muted">{t('guidedLab', { contact })}</p> : null}
      {step.reversible ? null : (
        <CheckField
          label={t('backup')}
          hint={t('backupHint')}
          checked={confirmed}
          onChange={(checked) => void ask('decide', { confirmBackup: checked })}
        />
      )}
    </Card>
  );
}
