import { useTranslation } from 'react-i18next';
import type { WizardSnapshot } from '../../../main/ipc/wizard-snapshot.ts';
import { Card } from '../../components/card.tsx';
import { Picture } from '../../components/picture/picture.tsx';
import { ScreenFrame } from '../../components/screen-frame.tsx';
import { ask, useAsking, useTechnician, useWizard } from '../../store/wizard.ts';
import { AdviceCard } from './advice-card.tsx';
import { NotesCard } from './notes-card.tsx';
import { OverallCard } from './overall-card.tsx';
import { SignsCard } from './signs-card.tsx';
import { WeaknessCard } from './weakness-card.tsx';
import './verdict.css';

/** Whether this instrument is open to the two weaknesses, and why. */
export function VerdictScreen() {
  const { t } = useTranslation('verdict');
  const look = useWizard((snapshot) => snapshot.look);
  const steps = useWizard(stepsOfPlan);
  const technician = useTechnician();
  const busy = useAsking('goTo', 'stopWithReceipt');
  if (look === null)
    return (
      <ScreenFrame title={t('title')} lead={<p>{t('noLook')}</p>} back="look">
        {null}
      </ScreenFrame>
    );

  const { assessment, signs, exposure, picture } = look;
  const plan = { label: t('toPlan'), press: () => void ask('goTo', { screen: 'plan' }), busy };
  const receipt = {
    label: steps === 0 ? t('finish') : t('receipt'),
    press: () => void ask('stopWithReceipt', null),
    busy,
  };
  const brokenInto = signs.some(({ grade }) => grade === 'strong');
  // Whoever may not decide to go on in spite of a break-in is not led on.
  const stopHere = steps === 0 || (brokenInto && !technician);
  return (
    <ScreenFrame
      title={t('title')}
      back="instrument"
      primary={stopHere ? receipt : plan}
      secondary={[stopHere ? { ...plan, icon: 'list' } : { ...receipt, icon: 'file' }]}
    >
      <OverallCard assessment={assessment} brokenInto={brokenInto} />
      {brokenInto ? <SignsCard signs={signs} /> : null}
      <div className="grid-2">
        {assessment.verdicts.map((verdict) => (
          <WeaknessCard key={verdict.cve} verdict={verdict} />
        ))}
      </div>
      <Card title={t('picture')} icon="network">
        <Picture picture={picture} title={t('pictureAlt')} />
      </Card>
      {brokenInto ? null : <SignsCard signs={signs} />}
      <NotesCard notes={assessment.notes} />
      <AdviceCard exposure={exposure} />
    </ScreenFrame>
  );
}

/** Steps of the plan that follows from this look; null where none could be made. */
function stepsOfPlan({ prepared }: WizardSnapshot): number | null {
  return prepared === null ? null : prepared.plan.steps.length;
}
