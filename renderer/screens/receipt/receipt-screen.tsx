import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import '../../components/work/work.css';
import { Card } from '../../components/card.tsx';
import { Notice } from '../../components/notice.tsx';
import { SaveDialog } from '../../components/save-dialog.tsx';
import { ScreenFrame } from '../../components/screen-frame.tsx';
import { ask, askQuietly, useAsking, useTechnician, useWizard } from '../../store/wizard.ts';
import { ReceiptPaper } from './receipt-paper.tsx';
import './receipt.css';
import { VerifyCard } from './verify-card.tsx';

/** The receipt as it was signed, and where it goes from here. */
export function ReceiptScreen() {
  const { t } = useTranslation('receipt');
  const receipt = useWizard((snapshot) => snapshot.receipt);
  const technician = useTechnician();
  const moving = useAsking('nextInstrument');
  const [saving, setSaving] = useState<'receipt' | 'pdf' | null>(null);
  if (receipt === null) {
    return (
      <ScreenFrame title={t('title')} back="result">
        <p>{t('none')}</p>
      </ScreenFrame>
    );
  }
  const saved = receipt.saved.length > 0;
  const next = { label: t('nextInstrument'), press: () => void ask('nextInstrument', null), busy: moving };
  const save = { label: t('save'), press: () => setSaving('receipt') };
  return (
    <ScreenFrame
      title={t('title')}
      lead={<p>{saved ? t('leadSaved') : t('lead')}</p>}
      back="result"
      secondary={[
        { ...(saved ? save : next), icon: saved ? 'save' : 'forward' },
        { label: t('pdf'), press: () => setSaving('pdf'), icon: 'file' },
        { label: t('print'), press: () => window.print(), icon: 'print' },
      ]}
      primary={saved ? next : save}
    >
      <div className="receipt-screen-only stack">
        {saved ? (
          <Notice tone="ok" title={t('saved')}>
            <ul>
              {receipt.saved.map((path) => (
                <li key={path}>{path}</li>
              ))}
            </ul>
          </Notice>
        ) : (
          <Notice tone="info">
            <p>{technician ? t('kept', { path: receipt.kept }) : t('keptLab')}</p>
          </Notice>
        )}
      </div>
      <ReceiptPaper receipt={receipt} />
      <div className="receipt-screen-only">
        <Card title={t('verify.title')} icon="shield">
          <VerifyCard receipt={receipt} />
        </Card>
      </div>
      {saving === null ? null : (
        <SaveDialog
          title={t(saving === 'receipt' ? 'saveTitle' : 'pdfTitle')}
          lead={t(saving === 'receipt' ? 'saveLead' : 'pdfLead')}
          onClose={() => setSaving(null)}
          save={async (folder) => {
            const answer = await askQuietly(saving === 'receipt' ? 'saveReceipt' : 'saveReceiptPdf', { folder });
            return answer.ok ? { ok: true, path: answer.value.path } : answer;
          }}
        />
      )}
    </ScreenFrame>
  );
}
