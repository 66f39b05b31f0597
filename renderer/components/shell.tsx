import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGE_NAMES } from '../i18n/languages.ts';
import { useWizard } from '../store/wizard.ts';
import { Button } from './button.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { Icon } from './icons.tsx';
import { PreferencesDialog } from './preferences-dialog.tsx';
import { Says } from './says.tsx';
import { ScreenSteps } from './screen-steps.tsx';
import { type OpenDialog, useShortcuts } from './shortcuts.ts';
import { SupportDialog } from './support-dialog.tsx';

/** The frame around every screen: whose program this is, on which machine, how far one is. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const language = useWizard(({ settings }) => settings.language);
  const machine = useWizard((snapshot) => snapshot.machine);
  const [open, setOpen] = useState<OpenDialog | null>(null);
  useShortcuts(setOpen);
  const close = () => setOpen(null);
  return (
    <>
      <header className="header">
        <div className="header-content">
          <p className="product">
            <Icon name="shield" size={1.75} />
            <span>{t('common:product')}</span>
          </p>
          <div className="row header-actions">
            <Button tone="quiet" icon="language" onPress={() => setOpen('preferences')}>
              {t('common:preferences.button', { language: LANGUAGE_NAMES[language] })}
            </Button>
            <Button tone="quiet" icon="help" onPress={() => setOpen('help')}>
              {t('common:help.button')}
            </Button>
          </div>
        </div>
      </header>
      {machine?.kind === 'practice' ? (
        <section className="practice-band" aria-label={t('common:practice.label')}>
          <div className="practice-content">
            <Icon name="practice" />
            <p>
              <strong>{t('common:practice.band')}</strong> <Says text={machine.scenario.title} />
            </p>
          </div>
        </section>
      ) : null}
      <ScreenSteps />
      {children}
      {open === 'help' ? <HelpDialog onClose={close} onSupport={() => setOpen('support')} /> : null}
      {open === 'preferences' ? <PreferencesDialog onClose={close} /> : null}
      {open === 'support' ? <SupportDialog onClose={close} /> : null}
    </>
  );
}
