import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';

interface DisclosureProps {
  summary: ReactNode;
  /** Whether it begins unfolded. */
  open?: boolean;
  children: ReactNode;
}

/** Details on demand. */
export function Disclosure({ summary, open = false, children }: DisclosureProps) {
  return (
    <details className="disclosure" open={open}>
      <summary>
        <Icon name="down" size={1.25} />
        <span>{summary}</span>
      </summary>
      <div className="disclosure-content">{children}</div>
    </details>
  );
}
