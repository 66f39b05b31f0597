import { useTranslation } from 'react-i18next';
import type { Settings, Theme } from '../../main/ipc/wizard-snapshot.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../i18n/languages.ts';
import { ask, useWizard } from '../store/wizard.ts';
import { SelectField } from './field.tsx';

const THEMES = ['system', 'light', 'dark', 'contrast'] as const satisfies readonly Theme[];

/** Language and colours: they hold at once, and at the next start. */
export function Preferences() {
  const { t } = useTranslation();
  const { language, theme } = useWizard(({ settings }) => settings);
  const save = (change: Partial<Settings>) => void ask('saveSettings', change);
  return (
    <div className="grid-2">
      <SelectField
        label={t('common:preferences.language')}
        value={language}
        onChange={(value) => save({ language: value })}
        options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value], lang: value }))}
      />
      <SelectField
        label={t('common:preferences.theme')}
        value={theme}
        onChange={(value) => save({ theme: value })}
        options={THEMES.map((value) => ({ value, label: t(`common:theme.${value}`) }))}
      />
    </div>
  );
}
