import { useTranslation } from 'react-i18next';
import { Dialog } from './dialog.tsx';
import { Preferences } from './preferences.tsx';

/** Language and colours, from any screen. */
export function PreferencesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('common:preferences.title')} onClose={onClose}>
      <Preferences />
    </Dialog>
  );
}
