import { useTranslation } from 'react-i18next';
import '../../components/work/work.css';
import { ScreenFrame } from '../../components/screen-frame.tsx';
import { ask, useAsking, useTechnician, useWizard } from '../../store/wizard.ts';
import { GatesCard } from './gates-card.tsx';
import { InstallerCard } from './installer-card.tsx';
import { LeftOutCard } from './left-out-card.tsx';
import './plan.css';
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

  if (prepared === null) {
    return (
      <ScreenFrame title={t('title')} lead={<p>{t('leadWithout')}</p>} back="verdict" secondary={[stop]}>
        <InstallerCard />
      </ScreenFrame>
    );
  }
  const { steps, leftOut } = prepared.plan;
  if (steps.length === 0) {
    return (
      <ScreenFrame
        title={t('titleNothing')}
        lead={<p>{leftOut.length === 0 ? t('leadNothing') : t('leadAllDeclined')}</p>}
        back="verdict"
        primary={{ label: t('stop'), press: stop.press, busy: going }}
      >
        <StateNow />
        <LeftOutCard leftOut={leftOut} />
        {prepared.gates.signs ? <GatesCard gates={prepared.gates} /> : null}
        <InstallerCard />
      </ScreenFrame>
    );
  }
  return (
    <ScreenFrame
      title={t('title')}
      lead={<p>{t('lead', { count: steps.length })}</p>}
      back="verdict"
      secondary={[stop]}
      primary={{
        label: t('next'),
        press: () => void ask('goTo', { screen: 'elevate' }),
        busy: going || deciding,
        blocked: missing === null ? undefined : t(`missing.${missing}`),
      }}
    >
      {prepared.gates.signs || prepared.gates.changeControl ? <GatesCard gates={prepared.gates} /> : null}
      {steps.map((step, index) => (
        <StepCard key={step.id} step={step} number={index + 1} />
      ))}
      <InstallerCard />
      <LeftOutCard leftOut={leftOut} />
      {technician ? <ReasonCard /> : null}
    </ScreenFrame>
  );
}
