import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Screen } from '../../main/ipc/wizard-snapshot.ts';
import { ask, useAsking } from '../store/wizard.ts';
import { Button } from './button.tsx';
import type { IconName } from './icons.tsx';
import { Problems } from './problems.tsx';

interface PrimaryAction {
  label: string;
  press: () => void;
  busy?: boolean;
  /** Why the person cannot go on yet, in one sentence. */
  blocked?: string | undefined;
  tone?: 'primary' | 'danger';
}

interface OtherAction {
  label: string;
  press: () => void;
  icon?: IconName;
  busy?: boolean;
  blocked?: string | undefined;
}

interface ScreenFrameProps {
  title: string;
  lead?: ReactNode;
  primary?: PrimaryAction | null;
  /** The screen to go back to, or another way back; null: there is none. */
  back?: Screen | OtherAction | null;
  secondary?: readonly OtherAction[];
  children: ReactNode;
}

/** What every screen has: its heading, which gets the focus, the last problem, and the bar with its actions. */
export function ScreenFrame({ title, lead, primary = null, back = null, secondary = [], children }: ScreenFrameProps) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const going = useAsking('goTo');
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  useEffect(() => {
    document.title = t('common:documentTitle', { screen: title, product: t('common:product') });
  }, [t, title]);

  const wayBack =
    typeof back === 'string'
      ? { label: t('common:action.back'), press: () => void ask('goTo', { screen: back }), busy: going }
      : back;
  return (
    <>
      <main className="main">
        <div className="page">
          <div className="screen-head">
            <h1 ref={heading} tabIndex={-1}>
              {title}
            </h1>
            {lead === undefined ? null : <div className="lead">{lead}</div>}
          </div>
          <Problems />
          {children}
        </div>
      </main>
      {primary === null && wayBack === null && secondary.length === 0 ? null : (
        <footer className="bar">
          <div className="bar-content">
            {wayBack === null ? null : (
              <Button tone="secondary" icon="back" action="back" onPress={wayBack.press} busy={wayBack.busy ?? false}>
                {wayBack.label}
              </Button>
            )}
            {secondary.map(({ label, press, icon, busy, blocked }) => (
              <Button
                key={label}
                tone="secondary"
                onPress={press}
                blocked={blocked}
                busy={busy ?? false}
                {...(icon === undefined ? {} : { icon })}
              >
                {label}
              </Button>
            ))}
            {primary === null ? null : (
              <div className="bar-primary">
                <Button
                  tone={primary.tone ?? 'primary'}
                  iconAfter="forward"
                  action="primary"
                  busy={primary.busy ?? false}
                  blocked={primary.blocked}
                  onPress={primary.press}
                >
                  {primary.label}
                </Button>
              </div>
            )}
          </div>
        </footer>
      )}
    </>
  );
}
