import { useTranslation } from 'react-i18next';
import type { Verdict } from '../../../main/model/assessment.ts';
import { Card } from '../../components/card.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { EvidenceList } from '../../components/evidence-list.tsx';
import { Says } from '../../components/says.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { STATE_TONE } from '../../components/tone.ts';

/** One weakness: its state, why, and on demand what that rests on. */
export function WeaknessCard({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslation('verdict');
  const { cve, state, because, evidence } = verdict;
  return (
    <Card title={t(`weakness.${cve}.title`)} tone={STATE_TONE[state]}>
      <div className="row">
        <StateBadge state={state} />
        <span className="mono">{cve}</span>
      </div>
      <p>
        <Says text={because} />
      </p>
      <p className="muted">{t(`weakness.${cve}.means`)}</p>
      <Disclosure summary={t('evidence', { cve, count: evidence.length })}>
        <EvidenceList evidence={evidence} />
      </Disclosure>
    </Card>
  );
}
