import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../components/card.tsx';
import { Field } from '../../components/field.tsx';
import { useLater } from '../../components/work/use-later.ts';
import { ask, useWizard } from '../../store/wizard.ts';

/** Why this is done, or why a path is left out: printed on the receipt. */
export function ReasonCard() {
  const { t } = useTranslation('plan');
  const reason = useWizard(({ decisions }) => decisions.reason);
  const [typed, setTyped] = useState(reason);
  const { later, now } = useLater();
  return (
    <Card title={t('reason.title')} icon="file">
      <Field
        label={t('reason.label')}
        hint={t('reason.hint')}
        value={typed}
        onChange={(text) => {
          setTyped(text);
          later(() => void ask('decide', { reason: text }));
        }}
        onLeave={now}
        multiline
        maxLength={1000}
      />
    </Card>
  );
}
