import { type ReactNode, useId } from 'react';
import { Icon, type IconName } from './icons.tsx';
import type { Tone } from './tone.ts';

interface CardProps {
  title?: ReactNode;
  level?: 2 | 3;
  icon?: IconName;
  tone?: Tone;
  /** Buttons under the content. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A piece of a screen that belongs together, named by its heading. */
export function Card({ title, level = 2, icon, tone, actions, children }: CardProps) {
  const heading = useId();
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section className="card" data-tone={tone} aria-labelledby={title === undefined ? undefined : heading}>
      {title === undefined ? null : (
        <div className="card-head">
          {icon === undefined ? null : <Icon name={icon} size={1.75} />}
          <Heading id={heading}>{title}</Heading>
        </div>
      )}
      {children}
      {actions === undefined ? null : <div className="row">{actions}</div>}
    </section>
  );
}
