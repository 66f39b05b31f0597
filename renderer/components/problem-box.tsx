import { useTranslation } from 'react-i18next';
import type { Problem } from '../../main/model/failure.ts';
import { Button } from './button.tsx';
import { ProblemText } from './problem-text.tsx';
import { SupportButton } from './support-button.tsx';

interface ProblemBoxProps {
  problem: Problem;
  onDismiss?: () => void;
}

/** A problem with its next step and the report for support. */
export function ProblemBox({ problem, onDismiss }: ProblemBoxProps) {
  const { t } = useTranslation();
  return (
    <section className="problem stack" aria-label={t('common:problem.title')}>
      <div role="alert">
        <ProblemText problem={problem} />
      </div>
      <div className="row">
        <SupportButton />
        {onDismiss === undefined ? null : (
          <Button tone="quiet" icon="check" onPress={onDismiss}>
            {t('common:problem.dismiss')}
          </Button>
        )}
      </div>
    </section>
  );
}
