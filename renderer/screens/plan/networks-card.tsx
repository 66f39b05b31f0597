import { useTranslation } from 'react-i18next';
import { Card } from '../../components/card.tsx';
import { CheckField } from '../../components/field.tsx';
import { ask, useContact, useTechnician, useWizard } from '../../store/wizard.ts';

/** Networks that may belong to the instrument itself: whoever knows can leave them open, before anything is approved. */
export function NetworksCard() {
  const { t } = useTranslation('plan');
  const networks = useWizard(({ look }) => look?.doubtfulNetworks);
  const stated = useWizard(({ decisions }) => decisions.choices.insideNetworks);
  const technician = useTechnician();
  const contact = useContact();
  if (networks === undefined || networks.length === 0) return null;

  const leaveOpen = (name: string, open: boolean) =>
    void ask('decide', { insideNetworks: open ? [...stated, name] : stated.filter((each) => each !== name) });
  return (
    <Card title={t('networks.title')} icon="question">
      <p>{t('networks.lead')}</p>
      {technician ? null : <p>{t('networks.leadLab', { contact })}</p>}
      {networks.map(({ name, addresses }) => (
        <CheckField
          key={name}
          label={t('networks.inside', { name })}
          hint={t('networks.hint', { addresses: addresses.join(', ') })}
          checked={stated.includes(name)}
          onChange={(open) => leaveOpen(name, open)}
        />
      ))}
    </Card>
  );
}
