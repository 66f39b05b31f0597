import { useTranslation } from 'react-i18next';
import type { Question } from '../../../main/model/conversation.ts';
import { Card } from '../../components/card.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { ScreenFrame } from '../../components/screen-frame.tsx';
import { PlannedStepText } from '../../components/work/planned-step.tsx';
import { STEP_ICON } from '../../components/work/step-icon.ts';
import { SafetySentence } from '../../i18n/safety-sentence.tsx';
import { ask, useAsking, useTechnician } from '../../store/wizard.ts';
import { DifferenceNotice } from './difference-notice.tsx';
import { GivenCard } from './given-card.tsx';

interface ApprovePlanProps {
  id: string;
  approval: Extract<Question, { kind: 'approve' }>;
}

/** Exactly what will be done and nothing else, with the digest that a yes stands for. */
export function ApprovePlan({ id, approval: { plan, digest } }: ApprovePlanProps) {
  const { t } = useTranslation('approve');
  const technician = useTechnician();
  const answering = useAsking('answer');
  const printed = (
    <p className="mono work-digest" translate="no">
      {digest}
    </p>
  );
  return (
    <ScreenFrame
      title={t('title')}
      lead={<p>{t('lead', { count: plan.steps.length })}</p>}
      secondary={[
        {
          label: t('refuse'),
          press: () => void ask('answer', { id, answer: 'no' }),
          icon: 'cross',
          busy: answering,
        },
      ]}
      primary={{ label: t('approve'), press: () => void ask('answer', { id, answer: 'yes' }), busy: answering }}
    >
      <DifferenceNotice plan={plan} digest={digest} />
      {plan.steps.map((step, index) => (
        <Card
          key={step.id}
          title={t('plan:step', { number: index + 1, step: t(`common:step.${step.id}`) })}
          icon={STEP_ICON[step.id]}
        >
          <PlannedStepText step={step} />
        </Card>
      ))}
      <GivenCard plan={plan} />
      <SafetySentence id="approveMeaning" />
      {technician ? (
        <Card title={t('digest.title')} icon="file">
          <p>{t('digest.lead')}</p>
          {printed}
        </Card>
      ) : (
        <Disclosure summary={t('digest.title')}>
          <p>{t('digest.leadLab')}</p>
          {printed}
        </Disclosure>
      )}
    </ScreenFrame>
  );
}
