import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../components/card.tsx';
import { Choice } from '../../components/choice.tsx';
import { Field } from '../../components/field.tsx';
import { Live } from '../../components/live.tsx';
import { Says } from '../../components/says.tsx';
import { say } from '../../i18n/engine-phrases.ts';
import { useWizard } from '../../store/wizard.ts';
import { matching } from './matching.ts';

interface PracticeCardProps {
  /** Id of the chosen practice instrument; null: none is chosen yet. */
  value: string | null;
  onChange: (id: string) => void;
}

/** The practice instruments, with a search over their words. */
export function PracticeCard({ value, onChange }: PracticeCardProps) {
  const { t } = useTranslation('welcome');
  const practice = useWizard(({ about }) => about.practice);
  const [wanted, setWanted] = useState('');
  const found = matching(practice, wanted, (text) => say(text).text);
  return (
    <Card title={t('practice.title')} icon="practice">
      <Field label={t('practice.search')} type="search" value={wanted} onChange={setWanted} />
      <Live>
        <p className="muted small">{t('practice.found', { count: found.length })}</p>
      </Live>
      {found.length === 0 ? null : (
        <Choice
          legend={t('practice.title')}
          hideLegend
          value={value}
          onChange={onChange}
          columns={2}
          options={found.map(({ id, title, summary }) => ({
            value: id,
            label: <Says text={title} />,
            detail: <Says text={summary} />,
          }))}
        />
      )}
    </Card>
  );
}
