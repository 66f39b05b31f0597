import { useTranslation } from 'react-i18next';
import type { ReceiptContent } from '../../../main/model/receipt.ts';
import { Facts } from '../../components/facts.tsx';
import { Says } from '../../components/says.tsx';
import { Section } from './receipt-section.tsx';

interface SignsSectionProps {
  findings: ReceiptContent['findings'];
  accepted: ReceiptContent['signsAccepted'];
}

/** Possible signs of a break-in, what could not be looked at, and who went on in spite of them. */
export function SignsSection({ findings, accepted }: SignsSectionProps) {
  const { t } = useTranslation('receipt');
  if (findings.length === 0) return null;
  return (
    <Section title={t('section.signs')}>
      <ul className="stack-tight">
        {findings.map(({ code, grade, says, why }) => (
          <li key={code}>
            <strong>{t(`grade.${grade}`)}</strong> <Says text={says} /> <Says text={why} />
          </li>
        ))}
      </ul>
      {accepted === null ? null : <p>{t('signsAccepted', { by: accepted.by, reason: accepted.reason })}</p>}
    </Section>
  );
}

/** The site pack that was used and what it says about this instrument, each value with its source. */
export function PackSection({ pack }: { pack: ReceiptContent['pack'] }) {
  const { t } = useTranslation('receipt');
  if (pack === null) return null;
  const { packId, counter, issuer, fingerprint, expiresAt } = pack.stamp;
  return (
    <Section title={t('section.pack')}>
      <Facts
        rows={[
          { term: t('pack.id'), value: t('pack.idAndCounter', { packId, counter }) },
          { term: t('pack.issuer'), value: issuer },
          { term: t('pack.expires'), value: expiresAt },
          { term: t('pack.key'), value: <span className="mono">{fingerprint}</span> },
          ...(pack.contact === null ? [] : [{ term: t('pack.contact'), value: pack.contact.value }]),
        ]}
      />
      <ul className="stack-tight">
        {pack.values.map(({ what, source }) => (
          <li key={`${what} ${source}`}>
            <Says text={what} /> <span className="muted">{t('pack.source', { source })}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
