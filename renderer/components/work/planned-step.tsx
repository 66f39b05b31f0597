import { useTranslation } from 'react-i18next';
import type { PlannedStep as Planned } from '../../../main/model/plan.ts';
import { Disclosure } from '../disclosure.tsx';
import { Notice } from '../notice.tsx';
import { Says } from '../says.tsx';
import { ChangeTable } from './change-table.tsx';
import { StepFacts } from './step-facts.tsx';

interface PlannedStepTextProps {
  step: Planned;
  /** Whether the table of changes is unfolded on demand only. */
  folded?: boolean;
}

/** A planned step in words: why, when, what changes, what to know before. */
export function PlannedStepText({ step, folded = false }: PlannedStepTextProps) {
  const { t } = useTranslation('steps');
  return (
    <div className="stack">
      <StepFacts step={step} />
      <p>
        <strong>{t('because')}</strong> <Says text={step.because} />
      </p>
      {step.condition === null ? null : (
        <Notice tone="info" title={t('condition')}>
          <p>
            <Says text={step.condition.text} />
          </p>
        </Notice>
      )}
      {folded ? (
        <Disclosure summary={t('changes.exactly')}>
          <ChangeTable changes={step.changes} />
        </Disclosure>
      ) : (
        <ChangeTable changes={step.changes} />
      )}
      {step.warnings.length === 0 ? null : (
        <Notice tone={step.reversible ? 'info' : 'warn'} title={t('warnings')}>
          <ul>
            {step.warnings.map((warning) => (
              <li key={warning}>
                <Says text={warning} />
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
}
