import { useTranslation } from 'react-i18next';
import { useContact, useTechnician, useWizard } from '../store/wizard.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Facts } from './facts.tsx';
import { SHORTCUTS } from './shortcut-keys.ts';

interface HelpDialogProps {
  onClose: () => void;
  onSupport: () => void;
}

/** Whom to call, which keys work, which program this is. */
export function HelpDialog({ onClose, onSupport }: HelpDialogProps) {
  const { t } = useTranslation();
  const about = useWizard((snapshot) => snapshot.about);
  const contact = useContact();
  const technician = useTechnician();
  return (
    <Dialog
      title={t('common:help.title')}
      onClose={onClose}
      actions={
        <Button icon="save" onPress={onSupport}>
          {t('common:support.save')}
        </Button>
      }
    >
      <p>{t('common:help.lead')}</p>
      <Facts
        rows={[
          { term: t('common:help.contact'), value: contact },
          { term: t('common:help.vendor'), value: about.vendorContact },
          { term: t('common:help.guide'), value: about.guide },
          { term: t('common:help.program'), value: about.programVersion },
          {
            term: t('common:help.catalogue'),
            value: t('common:catalogue.versionAndDate', {
              version: about.catalogue.version,
              date: about.catalogue.date,
            }),
          },
        ]}
      />
      <h3>{t('common:help.keys')}</h3>
      <Facts
        rows={SHORTCUTS.filter((shortcut) => technician || shortcut === 'help').map((shortcut) => ({
          term: t(`common:shortcut.${shortcut}.does`),
          value: <kbd>{t(`common:shortcut.${shortcut}.keys`)}</kbd>,
        }))}
      />
      <p className="muted small">{t('common:help.keysEverywhere')}</p>
    </Dialog>
  );
}
