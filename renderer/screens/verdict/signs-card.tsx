import { useTranslation } from 'react-i18next';
import type { SignFinding, SignGrade } from '../../../main/model/sign-finding.ts';
import { Card } from '../../components/card.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { EvidenceList } from '../../components/evidence-list.tsx';
import { Icon } from '../../components/icons.tsx';
import { Says } from '../../components/says.tsx';
import type { Tone } from '../../components/tone.ts';
import { SafetySentence } from '../../i18n/safety-sentence.tsx';
import { useContact } from '../../store/wizard.ts';

const TONE = { strong: 'danger', review: 'warn', note: 'neutral' } as const satisfies Record<SignGrade, Tone>;
const MARK = { strong: 'danger', review: 'warning', note: 'info' } as const;
const WORST_FIRST: readonly SignGrade[] = ['strong', 'review', 'note'];

/** Possible signs that somebody used the weakness. None found is said as such, never as "clean". */
export function SignsCard({ signs }: { signs: readonly SignFinding[] }) {
  const { t } = useTranslation('verdict');
  const contact = useContact();
  const worst = WORST_FIRST.find((grade) => signs.some((sign) => sign.grade === grade)) ?? 'note';
  const sorted = WORST_FIRST.flatMap((grade) => signs.filter((sign) => sign.grade === grade));
  const pressing = sorted.filter(({ grade }) => grade !== 'note');
  const notes = sorted.filter(({ grade }) => grade === 'note');
  return (
    <Card title={t(`signs.title.${worst}`)} icon={MARK[worst]} tone={TONE[worst]}>
      {worst === 'strong' ? (
        <>
          <SafetySentence id="signsStop" />
          <p>{t('signs.call', { contact })}</p>
        </>
      ) : (
        <p>{t(`signs.lead.${worst}`)}</p>
      )}
      {pressing.length === 0 ? null : <SignList signs={pressing} />}
      {notes.length === 0 ? null : (
        <Disclosure summary={t('signs.notes', { count: notes.length })}>
          <SignList signs={notes} />
        </Disclosure>
      )}
    </Card>
  );
}

function SignList({ signs }: { signs: readonly SignFinding[] }) {
  const { t } = useTranslation('verdict');
  return (
    <ul className="verdict-signs">
      {signs.map(({ code, grade, says, why, evidence }) => (
        <li key={`${code} ${says}`}>
          <p className="verdict-sign">
            <Icon name={MARK[grade]} size={1.25} />
            <span>
              <strong>{t(`signs.grade.${grade}`)}</strong> <Says text={says} />
            </span>
          </p>
          <p className="muted">
            <Says text={why} />
          </p>
          {evidence.length === 0 ? null : (
            <Disclosure summary={t('signs.evidence', { count: evidence.length })}>
              <EvidenceList evidence={evidence} />
            </Disclosure>
          )}
        </li>
      ))}
    </ul>
  );
}
