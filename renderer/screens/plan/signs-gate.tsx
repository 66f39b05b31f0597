import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import { Says } from '../../components/says.tsx';
import { useLater } from '../../components/work/use-later.ts';
import { SafetySentence } from '../../i18n/safety-sentence.tsx';
import { ask, useContact, useTechnician, useWizard } from '../../store/wizard.ts';

/** Strong signs of a break-in: lab staff stop here and call; a technician can go on with a reason. */
export function SignsGate() {
  const { t } = useTranslation('plan');
  const technician = useTechnician();
  const contact = useContact();
  const vendor = useWizard(({ about }) => about.vendorContact);
  const look = useWizard((snapshot) => snapshot.look);
  const accepted = useWizard(({ decisions }) => decisions.acceptSigns);
  const [typed, setTyped] = useState(accepted ?? '');
  const { later, now } = useLater();
  const strong = (look?.signs ?? []).filter(({ grade }) => grade === 'strong');
  return (
    <div className="stack">
      <SafetySentence id="signsStop" />
      <ul>
        {strong.map(({ code, says }) => (
          <li key={code}>
            <Says text={says} />
          </li>
        ))}
      </ul>
      <Notice tone="info" icon="phone" title={t('signs.call')}>
        <p>{contact === vendor ? t('signs.callVendor', { vendor }) : t('signs.callWhom', { contact, vendor })}</p>
      </Notice>
      {technician ? (
        <Field
          label={t('signs.reason')}
          hint={t('signs.reasonHint')}
          value={typed}
          onChange={(text) => {
            setTyped(text);
            later(() => void ask('decide', { acceptSigns: text.trim() === '' ? null : text.trim() }));
          }}
          onLeave={now}
          multiline
          maxLength={1000}
        />
      ) : (
        <p>{t('signs.lab')}</p>
      )}
    </div>
  );
}
