import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../components/card.tsx';
import { Field } from '../../components/field.tsx';
import { Preferences } from '../../components/preferences.tsx';
import { ask, useWizard } from '../../store/wizard.ts';

/** Language, colours, and whom lab staff call. */
export function SettingsCard() {
  const { t } = useTranslation('welcome');
  const saved = useWizard(({ settings }) => settings.contact);
  const vendor = useWizard(({ about }) => about.vendorContact);
  const [contact, setContact] = useState(saved);
  return (
    <Card title={t('settings.title')} icon="settings">
      <Preferences />
      <Field
        label={t('settings.contact')}
        hint={t('settings.contactHint', { vendor })}
        value={contact}
        onChange={setContact}
        onLeave={() => void ask('saveSettings', { contact: contact.trim() })}
        maxLength={300}
      />
    </Card>
  );
}
