import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../main/model/failure.ts';
import { Button } from './components/button.tsx';
import { ProblemText } from './components/problem-text.tsx';
import { Shell } from './components/shell.tsx';
import { useTheme } from './design/use-theme.ts';
import { useLanguage } from './i18n/use-language.ts';
import { SCREENS } from './screens/screens.ts';
import { connectAgain, useConnected, useFailure, useWizard } from './store/wizard.ts';

/** The window: nothing before the engine's first answer, then the screen the engine names. */
export function App() {
  const connected = useConnected();
  const failure = useFailure();
  if (connected) return <Wizard />;
  return failure === null ? null : <Unconnected problem={failure} />;
}

function Wizard() {
  const { language, theme } = useWizard(({ settings }) => settings);
  const screen = useWizard((snapshot) => snapshot.screen);
  useTheme(theme);
  useEffect(() => {
    document.documentElement.dataset['screen'] = screen;
  }, [screen]);
  const Screen = SCREENS[screen];
  if (!useLanguage(language) || Screen === undefined) return null;
  return (
    <Shell>
      <Screen key={screen} />
    </Shell>
  );
}

/** The engine did not answer. Said in English: the language is the engine's to tell. */
function Unconnected({ problem }: { problem: Problem }) {
  return useLanguage('en') ? <NoAnswer problem={problem} /> : null;
}

function NoAnswer({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  return (
    <main className="main">
      <div className="page">
        <h1>{t('common:unconnected.title')}</h1>
        <ProblemText problem={problem} />
        <Button tone="primary" icon="restart" onPress={connectAgain}>
          {t('common:action.tryAgain')}
        </Button>
      </div>
    </main>
  );
}
