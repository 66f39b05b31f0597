import { useTranslation } from 'react-i18next';
import type { Problem } from '../../main/model/failure.ts';
import { Notice } from './notice.tsx';
import { Says } from './says.tsx';

/** What did not work, and what to do next. */
export function ProblemText({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  return (
    <Notice tone="danger" title={<Says text={problem.message} />}>
      {problem.next === '' ? null : (
        <p>
          <Says text={problem.next} />
        </p>
      )}
      <p className="muted small">{t('common:problem.code', { code: problem.code })}</p>
    </Notice>
  );
}
