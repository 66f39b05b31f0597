import { useTranslation } from 'react-i18next';
import { Card } from '../../components/card.tsx';
import { Choice } from '../../components/choice.tsx';
import { Field } from '../../components/field.tsx';
import { ask, useWizard } from '../../store/wizard.ts';

export interface PersonDraft {
  name: string;
  site: string;
}

interface PersonCardProps {
  draft: PersonDraft;
  onChange: (draft: PersonDraft) => void;
}

/** Who works on the instrument: it decides how much is shown, and is printed on the receipt. */
export function PersonCard({ draft, onChange }: PersonCardProps) {
  const { t } = useTranslation('welcome');
  const role = useWizard(({ settings }) => settings.role);
  const keep = () => void ask('saveSettings', { name: draft.name.trim(), site: draft.site.trim() });
  return (
    <Card title={t('person.title')} icon="user">
      <Choice
        legend={t('person.role')}
        value={role}
        onChange={(value) => void ask('saveSettings', { role: value })}
        options={[
          { value: 'lab', label: t('person.lab'), detail: t('person.labDetail'), icon: 'user' },
          {
            value: 'technician',
            label: t('person.technician'),
            detail: t('person.technicianDetail'),
            icon: 'technician',
          },
        ]}
      />
      <Field
        label={t('person.name')}
        hint={t('person.nameHint')}
        value={draft.name}
        onChange={(name) => onChange({ ...draft, name })}
        onLeave={keep}
        autoComplete="name"
        maxLength={200}
        required
      />
      <Field
        label={t('person.site')}
        hint={t('person.siteHint')}
        value={draft.site}
        onChange={(site) => onChange({ ...draft, site })}
        onLeave={keep}
        autoComplete="organization"
        maxLength={200}
      />
    </Card>
  );
}
