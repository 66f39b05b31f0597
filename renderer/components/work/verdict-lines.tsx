import { useTranslation } from 'react-i18next';
import type { Verdict } from '../../../main/model/assessment.ts';
import { Disclosure } from '../disclosure.tsx';
import { EvidenceList } from '../evidence-list.tsx';
import { Says } from '../says.tsx';
import { StateBadge } from '../state-badge.tsx';

interface VerdictLinesProps {
  verdicts: readonly Verdict[];
  /** Whether the readings behind them can be unfolded. */
  withEvidence: boolean;
}

/** Each weakness with its state and why. */
export function VerdictLines({ verdicts, withEvidence }: VerdictLinesProps) {
  const { t } = useTranslation('steps');
  return (
    <ul className="work-verdicts">
      {verdicts.map(({ cve, state, because, evidence }) => (
        <li key={cve}>
          <div className="row">
            <StateBadge state={state} />
            <strong>{t(`weakness.${cve}`)}</strong>
            <span className="muted mono">{cve}</span>
          </div>
          <p>
            <Says text={because} />
          </p>
          {withEvidence ? (
            <Disclosure summary={t('evidence', { count: evidence.length })}>
              <EvidenceList evidence={evidence} />
            </Disclosure>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
