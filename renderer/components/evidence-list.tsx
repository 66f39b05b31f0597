import { useTranslation } from 'react-i18next';
import type { Evidence } from '../../main/model/assessment.ts';
import { useDateTime } from '../i18n/format.ts';
import { Says } from './says.tsx';

/** What a statement rests on: each reading with what it said, where it was read and when. */
export function EvidenceList({ evidence }: { evidence: readonly Evidence[] }) {
  const { t } = useTranslation();
  const moment = useDateTime();
  if (evidence.length === 0) return <p className="muted">{t('common:evidence.none')}</p>;
  return (
    <ul className="evidence">
      {evidence.map((piece) => (
        <li key={`${piece.fact} ${piece.source} ${piece.says}`}>
          <p>
            <Says text={piece.says} />
          </p>
          <p className="muted small">
            {t('common:evidence.source', {
              fact: t(`common:fact.${piece.fact}`),
              source: piece.source,
              at: moment(piece.at),
            })}
          </p>
        </li>
      ))}
    </ul>
  );
}
