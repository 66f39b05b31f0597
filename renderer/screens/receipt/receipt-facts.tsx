import { useTranslation } from 'react-i18next';
import type { ReceiptView } from '../../../main/ipc/wizard-snapshot.ts';
import type { ReceiptContent } from '../../../main/model/receipt.ts';
import { Facts } from '../../components/facts.tsx';
import { Says } from '../../components/says.tsx';

interface ContentProps {
  content: ReceiptContent;
}

/** What the instrument is, as far as the run could tell. */
export function InstrumentFacts({ content: { instrument, listed } }: ContentProps) {
  const { t } = useTranslation('receipt');
  const { product, version, versions, mode, serial, ucsVersion, machineId, stated } = instrument;
  const unknown = <span className="muted">{t('unknown')}</span>;
  return (
    <Facts
      rows={[
        { term: t('instrument.product'), value: product ?? unknown },
        { term: t('instrument.version'), value: versions.length > 1 ? versions.join(', ') : (version ?? unknown) },
        { term: t('instrument.mode'), value: t(`instrument:modes.${mode}`) },
        { term: t('instrument.serial'), value: serial ?? unknown },
        { term: t('instrument.ucsVersion'), value: ucsVersion ?? unknown },
        {
          term: t('instrument.machineId'),
          value: machineId === null ? unknown : <span className="mono">{machineId}</span>,
        },
        { term: t('instrument.listed'), value: listed.length === 0 ? t('instrument.notListed') : listed.join(', ') },
        ...stated.map((sentence) => ({ term: t('instrument.stated'), value: <Says text={sentence} /> })),
      ]}
    />
  );
}

/** Who worked on it, who allowed it, and what was confirmed. */
export function PersonFacts({ content: { operator, changeControl, confirmations, approval } }: ContentProps) {
  const { t } = useTranslation('receipt');
  return (
    <Facts
      rows={[
        { term: t('who.name'), value: operator.name === '' ? t('unknown') : operator.name },
        { term: t('who.role'), value: t(`who.roles.${operator.role}`) },
        ...(operator.site === '' ? [] : [{ term: t('who.site'), value: operator.site }]),
        ...(operator.reason === '' ? [] : [{ term: t('who.reason'), value: operator.reason }]),
        ...(changeControl === null
          ? []
          : [
              { term: t('who.reference'), value: changeControl.reference },
              { term: t('who.authorisedBy'), value: changeControl.authorisedBy },
              { term: t('who.requalify'), value: t('who.requalifyText') },
            ]),
        { term: t('who.approval'), value: t(approval === null ? 'who.notApproved' : `who.approvals.${approval.kind}`) },
        { term: t('who.idle'), value: t(confirmations.idle ? 'yes' : 'no') },
        { term: t('who.backup'), value: t(confirmations.backup ? 'yes' : 'no') },
      ]}
    />
  );
}

/** With what, by whose clock and under which accounts it was made. */
export function OriginFacts({ content }: ContentProps) {
  const { t } = useTranslation('receipt');
  const { program, catalogue, clock, accounts, issuedAt, receiptId, runId, supersedes } = content;
  return (
    <Facts
      rows={[
        { term: t('origin.id'), value: <span className="mono">{receiptId}</span> },
        { term: t('origin.run'), value: <span className="mono">{runId}</span> },
        ...(supersedes === null
          ? []
          : [{ term: t('origin.supersedes'), value: <span className="mono">{supersedes}</span> }]),
        { term: t('origin.issuedAt'), value: <time dateTime={issuedAt}>{inUtc(issuedAt)}</time> },
        { term: t('origin.clock'), value: clock.warning === null ? clock.source : <Says text={clock.warning} /> },
        { term: t('origin.program'), value: program.version },
        { term: t('origin.catalogue'), value: t('common:catalogue.versionAndDate', catalogue) },
        { term: t('origin.helper'), value: accounts.helper },
        { term: t('origin.session'), value: accounts.operatorSession ?? t('unknown') },
      ]}
    />
  );
}

/** What the signature stands on: digests and the fingerprint of the key. */
export function SealFacts({ receipt: { content, fingerprint } }: { receipt: ReceiptView }) {
  const { t } = useTranslation('receipt');
  const { plan, planDigest, before, after, journal, program } = content;
  const digest = (value: string) => <span className="mono">{value}</span>;
  return (
    <Facts
      rows={[
        { term: t('seal.fingerprint'), value: digest(fingerprint) },
        ...(plan === null || planDigest === null ? [] : [{ term: t('seal.plan'), value: digest(planDigest) }]),
        { term: t('seal.before'), value: digest(before.observationDigest) },
        ...(after === null ? [] : [{ term: t('seal.after'), value: digest(after.observationDigest) }]),
        { term: t('seal.journal', { count: journal.entries }), value: digest(journal.head) },
        { term: t('seal.program'), value: digest(program.digest) },
      ]}
    />
  );
}

/** Written the same everywhere, so that two readers of one receipt speak of the same moment. */
function inUtc(iso: string): string {
  return `${iso.slice(0, 19).replace('T', ' ')} UTC`;
}
