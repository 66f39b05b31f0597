import { useTranslation } from 'react-i18next';
import type { Plan } from '../../../main/model/plan.ts';
import '../../components/work/work.css';
import { ScreenFrame } from '../../components/screen-frame.tsx';
import { ask, useAsking, useTechnician, useWizard } from '../../store/wizard.ts';
import { GatesCard } from './gates-card.tsx';
import { InstallerCard } from './installer-card.tsx';
import { LeftOutCard } from './left-out-card.tsx';
import './plan.css';
import { NetworksCard } from './networks-card.tsx';
import { ReasonCard } from './reason-card.tsx';
import { StateNow } from './state-now.tsx';
import { StepCard } from './step-card.tsx';
import { useMissing } from './use-missing.ts';

/** Which paths were chosen and why, what they change, what they need from the person; nothing is changed here. */
export function PlanScreen() {
  const { t } = useTranslation('plan');
  const prepared = useWizard((snapshot) => snapshot.prepared);
  const technician = useTechnician();
  const missing = useMissing();
  const going = useAsking('goTo', 'stopWithReceipt');
  const deciding = useAsking('decide');
  const stop = {
    label: t('stop'),
    press: () => void ask('stopWithReceipt', null),
    icon: 'file' as const,
    busy: going,
  };

  const kind = missing === 'signsLab' ? 'brokenInto' : kindOf(prepared?.plan ?? null);
  const steps = kind === 'brokenInto' ? [] : (prepared?.plan.steps ?? []);
  const goOn = {
    label: t('next'),
    press: () => void ask('goTo', { screen: 'elevate' }),
    busy: going || deciding,
    blocked: missing === null ? undefined : t(`missing.${missing}`),
  };
  // One frame for every kind of plan: a choice can turn one into another, and the focus must stay where it is.
  return (
    <ScreenFrame
      title={t(kind === 'nothing' || kind === 'allDeclined' ? 'titleNothing' : 'title')}
      lead={<p>{kind === 'brokenInto' ? t('missing.signsLab') : t(`lead.${kind}`, { count: steps.length })}</p>}
      back="verdict"
      secondary={kind === 'steps' || kind === 'without' ? [stop] : []}
      primary={
        kind === 'steps' ? goOn : kind === 'without' ? null : { label: stop.label, press: stop.press, busy: going }
      }
    >
      {prepared === null || (!prepared.gates.signs && !prepared.gates.changeControl) ? null : (
        <GatesCard gates={prepared.gates} />
      )}
      {prepared === null || steps.length > 0 ? null : <StateNow />}
      {steps.map((step, index) => (
        <StepCard key={step.id} step={step} number={index + 1} />
      ))}
      {kind === 'brokenInto' ? null : (
        <>
          {kind === 'nothing' ? null : <NetworksCard />}
          <InstallerCard />
          <LeftOutCard leftOut={prepared?.plan.leftOut ?? []} />
        </>
      )}
      {technician && steps.length > 0 ? <ReasonCard /> : null}
    </ScreenFrame>
  );
}

/** What a plan holds; of an instrument that was perhaps broken into, lab staff see none of it: they stop, and call. */
function kindOf(plan: Plan | null): 'without' | 'steps' | 'allDeclined' | 'nothing' {
  if (plan === null) return 'without';
  if (plan.steps.length > 0) return 'steps';
  return plan.leftOut.length > 0 ? 'allDeclined' : 'nothing';
}
