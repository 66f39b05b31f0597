import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Stated } from '../../../main/model/choices.ts';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { Field, SelectField } from '../../components/field.tsx';
import { ask, useAsking, useContact, useTechnician, useWizard } from '../../store/wizard.ts';
import { Recorded } from './recorded.tsx';

/** What a person says the instrument is. It is recorded as a statement and never counts as what the machine showed. */
export function StatementForm() {
  const { t } = useTranslation('instrument');
  const products = useWizard(({ about }) => about.products);
  const stated = useWizard(({ decisions }) => decisions.choices.stated);
  const technician = useTechnician();
  const contact = useContact();
  const deciding = useAsking('decide');
  const [product, setProduct] = useState(stated.product ?? '');
  const [version, setVersion] = useState(stated.version ?? '');
  const [mode, setMode] = useState<'RUO' | 'Dx' | 'not-stated'>(stated.mode ?? 'not-stated');
  const [recorded, setRecorded] = useState(false);

  const wanted: Stated = {
    product: product === '' ? null : product,
    version: version.trim() === '' ? null : version.trim(),
    mode: mode === 'not-stated' ? null : mode,
    ucsUnit: stated.ucsUnit,
  };
  const nothing: Stated = { product: null, version: null, mode: null, ucsUnit: stated.ucsUnit };
  const said = !same(stated, nothing);
  const state = async (statement: Stated) => {
    setRecorded(false);
    const { ok } = await ask('decide', { stated: statement });
    setRecorded(ok);
    if (ok && same(statement, nothing)) {
      setProduct('');
      setVersion('');
      setMode('not-stated');
    }
  };

  return (
    <div className="stack instrument-statement">
      <p>{technician ? t('statement.lead') : t('statement.leadLab', { contact })}</p>
      <div className="grid-2">
        <SelectField
          label={t('statement.product')}
          hint={t('statement.productHint')}
          value={product}
          onChange={setProduct}
          options={[
            { value: '', label: t('statement.notStated') },
            ...products.map(({ key, name }) => ({ value: key, label: name, lang: 'en' })),
          ]}
        />
        <Field
          label={t('statement.version')}
          hint={t('statement.versionHint')}
          value={version}
          onChange={setVersion}
          maxLength={100}
        />
      </div>
      <Choice
        legend={t('statement.mode')}
        value={mode}
        onChange={setMode}
        columns={3}
        options={[
          { value: 'not-stated', label: t('statement.notStated') },
          { value: 'RUO', label: t('modes.RUO') },
          { value: 'Dx', label: t('modes.Dx') },
        ]}
      />
      <div className="row">
        <Button
          icon="check"
          busy={deciding}
          blocked={same(wanted, stated) ? t('statement.same') : undefined}
          onPress={() => void state(wanted)}
        >
          {t('statement.record')}
        </Button>
        {said ? (
          <Button tone="quiet" icon="undo" busy={deciding} onPress={() => void state(nothing)}>
            {t('statement.takeBack')}
          </Button>
        ) : null}
      </div>
      <Recorded recorded={recorded} />
    </div>
  );
}

function same(a: Stated, b: Stated): boolean {
  return a.product === b.product && a.version === b.version && a.mode === b.mode;
}
