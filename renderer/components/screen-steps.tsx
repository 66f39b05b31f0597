import { useTranslation } from 'react-i18next';
import type { Screen } from '../../main/ipc/wizard-snapshot.ts';
import { useWizard } from '../store/wizard.ts';
import { Icon } from './icons.tsx';

/** The screens in their order. */
const ORDER = {
  welcome: 1,
  look: 2,
  instrument: 3,
  verdict: 4,
  plan: 5,
  elevate: 6,
  approve: 7,
  run: 8,
  result: 9,
  receipt: 10,
} as const satisfies Record<Screen, number>;

const SCREENS = Object.keys(ORDER) as Screen[];

/** How far one is on the way from start to receipt. */
export function ScreenSteps() {
  const { t } = useTranslation();
  const screen = useWizard((snapshot) => snapshot.screen);
  const number = ORDER[screen];
  return (
    <nav className="steps" aria-label={t('common:steps.label')}>
      <p className="steps-short">
        {t('common:steps.short', { number, count: SCREENS.length, screen: t(`common:screen.${screen}`) })}
      </p>
      <ol className="steps-list">
        {SCREENS.map((each) => {
          const state = ORDER[each] < number ? 'past' : each === screen ? 'current' : 'ahead';
          return (
            <li key={each} data-state={state} aria-current={state === 'current' ? 'step' : undefined}>
              <span className="steps-mark" aria-hidden="true">
                {state === 'past' ? <Icon name="check" size={0.875} /> : ORDER[each]}
              </span>
              <span>{t(`common:screen.${each}`)}</span>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
