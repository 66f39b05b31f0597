import { useTranslation } from 'react-i18next';
import type { ReceiptView } from '../../../main/ipc/wizard-snapshot.ts';

/** How somebody checks this receipt without us. */
export function VerifyCard({ receipt }: { receipt: ReceiptView }) {
  const { t } = useTranslation('receipt');
  return (
    <div className="stack">
      <p>{t('verify.what')}</p>
      <ol>
        <li>{t('verify.fingerprint')}</li>
        <li>{t('verify.enrol')}</li>
        <li>{t('verify.check')}</li>
      </ol>
      <p className="muted">{t('verify.limits')}</p>
      {receipt.content.practice ? <p>{t('verify.practice')}</p> : null}
    </div>
  );
}
