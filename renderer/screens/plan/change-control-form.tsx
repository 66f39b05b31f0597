import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckField, Field } from '../../components/field.tsx';
import { useLater } from '../../components/work/use-later.ts';
import { SafetySentence } from '../../i18n/safety-sentence.tsx';
import { ask, useWizard } from '../../store/wizard.ts';

/** Reference, name and guide, without which an instrument for diagnostics is read only. They count once all three are given. */
export function ChangeControlForm() {
  const { t } = useTranslation('plan');
  const given = useWizard(({ decisions }) => decisions.choices.changeControl);
  const guide = useWizard(({ about }) => about.guide);
  const [reference, setReference] = useState(given?.reference ?? '');
  const [authorisedBy, setAuthorisedBy] = useState(given?.authorisedBy ?? '');
  const [guideRead, setGuideRead] = useState(given !== null);

  const { later, now } = useLater();

  /** Null while one of the three is missing: half a permission is none. */
  const record = (change: Partial<{ reference: string; authorisedBy: string; read: boolean }>) => {
    const whole = { reference, authorisedBy, read: guideRead, ...change };
    const given = whole.read && whole.reference.trim() !== '' && whole.authorisedBy.trim() !== '';
    later(
      () =>
        void ask('decide', {
          changeControl: given
            ? { reference: whole.reference.trim(), authorisedBy: whole.authorisedBy.trim(), guideRead: true }
            : null,
        }),
    );
  };

  return (
    <div className="stack">
      <SafetySentence id="diagnosticUse" />
      <p>
        {t('changeControl.guide')} <span className="plan-address">{guide}</span>
      </p>
      <div className="grid-2">
        <Field
          label={t('changeControl.reference')}
          hint={t('changeControl.referenceHint')}
          value={reference}
          onChange={(text) => {
            setReference(text);
            record({ reference: text });
          }}
          onLeave={now}
          maxLength={200}
          required
        />
        <Field
          label={t('changeControl.authorisedBy')}
          hint={t('changeControl.authorisedByHint')}
          value={authorisedBy}
          onChange={(text) => {
            setAuthorisedBy(text);
            record({ authorisedBy: text });
          }}
          onLeave={now}
          maxLength={200}
          required
        />
      </div>
      <CheckField
        label={t('changeControl.guideRead')}
        checked={guideRead}
        onChange={(checked) => {
          setGuideRead(checked);
          record({ read: checked });
          now();
        }}
      />
      <p className="muted">{t('changeControl.requalify')}</p>
    </div>
  );
}
