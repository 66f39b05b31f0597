import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../main/model/failure.ts';
import { Button } from './button.tsx';
import { ProblemText } from './problem-text.tsx';
import { SupportDialog } from './support-dialog.tsx';

interface ProblemBoxProps {
  problem: Problem;
  onDismiss?: () => void;
}

/** A problem with its next step and the report for support. */
export function ProblemBox({ problem, onDismiss }: ProblemBoxProps) {
  const { t } = useTranslation();
  const [saving, setSaving] = useState(false);
  return (
    <section className="problem stack" aria-label={t('common:problem.title')}>
      <div role="alert">
        <ProblemText problem={problem} />
      </div>
      <div className="row">
        <Button icon="save" onPress={() => setSaving(true)}>
          {t('common:support.save')}
        </Button>
        {onDismiss === undefined ? null : (
          <Button tone="quiet" icon="check" onPress={onDismiss}>
            {t('common:problem.dismiss')}
          </Button>
        )}
      </div>
      {saving ? <SupportDialog onClose={() => setSaving(false)} /> : null}
    </section>
  );
}
