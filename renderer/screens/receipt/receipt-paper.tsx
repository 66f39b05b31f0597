import { useTranslation } from 'react-i18next';
import type { ReceiptView } from '../../../main/ipc/wizard-snapshot.ts';
import { Says } from '../../components/says.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { PlannedStepText } from '../../components/work/planned-step.tsx';
import { StepRecordView } from '../../components/work/step-record.tsx';
import { VerdictLines } from '../../components/work/verdict-lines.tsx';
import { InstrumentFacts, OriginFacts, PersonFacts, SealFacts } from './receipt-facts.tsx';
import { Section } from './receipt-section.tsx';
import { PackSection, SignsSection } from './receipt-sections.tsx';

/** The receipt for people, from what was signed and nothing else; it prints as it stands here. */
export function ReceiptPaper({ receipt }: { receipt: ReceiptView }) {
  const { t } = useTranslation('receipt');
  const { content } = receipt;
  const { before, after, steps, notes, plan, error, exposure } = content;
  return (
    <article className="receipt-paper" data-practice={content.practice} aria-label={t('paper')}>
      {content.practice ? <p className="receipt-practice">{t('practice')}</p> : null}
      <header className="receipt-head">
        <div>
          <h2>{t('heading')}</h2>
          <p className="muted">{t(`kind.${content.kind}`)}</p>
        </div>
        <StateBadge state={content.overall} size="large" />
      </header>
      <p>{t(`result:means.${content.overall}`)}</p>
      <Section title={t('section.verdicts')}>
        <VerdictLines verdicts={content.verdicts} withEvidence={false} />
      </Section>
      {notes.length === 0 ? null : (
        <Section title={t('section.notes')}>
          <ul>
            {notes.map(({ code, text }) => (
              <li key={code + text}>
                <Says text={text} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {error === null ? null : (
        <Section title={t('section.error')}>
          <p>
            <Says text={error.message} /> <Says text={error.next} />
          </p>
          <p className="muted mono">{error.code}</p>
        </Section>
      )}
      <Section title={t('section.instrument')}>
        <InstrumentFacts content={content} />
      </Section>
      <Section title={t('section.beforeAfter')}>
        <ul className="receipt-looks">
          <li>
            <strong>{t('before')}</strong> <StateBadge state={before.overall} />
          </li>
          <li>
            <strong>{t('after')}</strong>{' '}
            {after === null ? <span className="muted">{t('noAfter')}</span> : <StateBadge state={after.overall} />}
          </li>
        </ul>
      </Section>
      <Section title={t('section.done')}>
        {steps.length === 0 ? (
          <p>{t('nothingDone')}</p>
        ) : (
          steps.map((record) => <StepRecordView key={record.id} record={record} unfolded />)
        )}
      </Section>
      {plan === null || plan.steps.length === 0 ? null : (
        <Section title={t('section.plan')}>
          {plan.steps.map((step) => (
            <div key={step.id} className="stack-tight">
              <h4>{t(`common:step.${step.id}`)}</h4>
              <PlannedStepText step={step} />
            </div>
          ))}
        </Section>
      )}
      <SignsSection findings={content.findings} accepted={content.signsAccepted} />
      {exposure.length === 0 ? null : (
        <Section title={t('section.exposure')}>
          <ul className="stack-tight">
            {exposure.map(({ code, says, advice }) => (
              <li key={code}>
                <Says text={says} /> <Says text={advice} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <PackSection pack={content.pack} />
      <Section title={t('section.who')}>
        <PersonFacts content={content} />
      </Section>
      <Section title={t('section.origin')}>
        <OriginFacts content={content} />
      </Section>
      <Section title={t('section.seal')}>
        <SealFacts receipt={receipt} />
      </Section>
    </article>
  );
}
