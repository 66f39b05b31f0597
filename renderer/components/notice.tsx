import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';
import { TONE_ICON, type Tone } from './tone.ts';

interface NoticeProps {
  tone: Tone;
  icon?: IconName;
  title?: ReactNode;
  children: ReactNode;
}

/** A remark that must not be overlooked. */
export function Notice({ tone, icon, title, children }: NoticeProps) {
  return (
    <div className="notice" data-tone={tone}>
      <Icon name={icon ?? TONE_ICON[tone]} />
      <div className="notice-text">
        {title === undefined ? null : <p className="notice-title">{title}</p>}
        {children}
      </div>
    </div>
  );
}
