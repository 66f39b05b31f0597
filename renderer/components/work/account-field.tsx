import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, useContact, useTechnician, useWizard } from '../../store/wizard.ts';
import { Field } from '../field.tsx';
import { useLater } from './use-later.ts';

/** Name of the account the copy service is to use. It counts once the person pauses or leaves the field. */
export function AccountField({ missing }: { missing: boolean }) {
  const { t } = useTranslation('steps');
  const account = useWizard(({ decisions }) => decisions.choices.account);
  const technician = useTechnician();
  const contact = useContact();
  const [typed, setTyped] = useState(account ?? '');
  const { later, now } = useLater();
  const record = (text: string) => {
    const name = text.trim();
    if (name !== (account ?? '')) void ask('decide', { account: name === '' ? null : name });
  };
  return (
    <Field
      label={t('ucs-account.account')}
      hint={technician ? t('ucs-account.accountHint') : t('ucs-account.accountHintLab', { contact })}
      value={typed}
      onChange={(text) => {
        setTyped(text);
        later(() => record(text));
      }}
      onLeave={now}
      maxLength={256}
      required
      error={missing && typed.trim() === '' ? t('ucs-account.accountMissing') : undefined}
    />
  );
}
