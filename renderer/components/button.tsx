import { type ReactNode, useId } from 'react';
import { Icon, type IconName } from './icons.tsx';

interface ButtonProps {
  tone?: 'primary' | 'secondary' | 'quiet' | 'danger';
  icon?: IconName;
  /** Drawn after the words: where it leads. */
  iconAfter?: IconName;
  /** True while what it began is under way: it takes no second press. */
  busy?: boolean;
  /** Why it cannot be pressed yet, in one sentence. The button stays reachable, so that everybody finds the reason. */
  blocked?: string | undefined;
  /** Marks the button for keyboard shortcuts. */
  action?: 'primary' | 'back';
  onPress: () => void;
  children: ReactNode;
}

/** A button with words; an icon only ever stands beside them. */
export function Button({
  tone = 'secondary',
  icon,
  iconAfter,
  busy = false,
  blocked,
  action,
  onPress,
  children,
}: ButtonProps) {
  const why = useId();
  const inert = busy || blocked !== undefined;
  return (
    <>
      {blocked !== undefined ? (
        <span id={why} className="blocked">
          <Icon name="info" size={1.25} />
          <span>{blocked}</span>
        </span>
      ) : null}
      <button
        type="button"
        className={`button button-${tone}`}
        data-action={action}
        aria-disabled={inert}
        aria-busy={busy}
        aria-describedby={blocked !== undefined ? why : undefined}
        onClick={() => {
          if (!inert) onPress();
        }}
      >
        {busy ? <span className="spinner" aria-hidden="true" /> : icon === undefined ? null : <Icon name={icon} />}
        <span>{children}</span>
        {iconAfter === undefined || busy ? null : <Icon name={iconAfter} />}
      </button>
    </>
  );
}
