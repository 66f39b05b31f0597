import { useTranslation } from 'react-i18next';
import { askQuietly } from '../store/wizard.ts';
import { SaveDialog } from './save-dialog.tsx';

/** Saves one file for support, without secrets in it. */
export function SupportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <SaveDialog
      title={t('common:support.title')}
      lead={t('common:support.lead')}
      onClose={onClose}
      save={async (folder) => {
        const answer = await askQuietly('saveSupportReport', { folder });
        return answer.ok ? { ok: true, path: answer.value.path } : answer;
      }}
    />
  );
}
