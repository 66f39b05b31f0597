import type { ReactNode } from 'react';

/** Words a screen reader reads out when they change. */
export function Live({ children }: { children: ReactNode }) {
  return (
    <div role="status" className="live">
      {children}
    </div>
  );
}

/** Something is under way. */
export function Spinner({ label }: { label: ReactNode }) {
  return (
    <span className="row">
      <span className="spinner" aria-hidden="true" />
      <span>{label}</span>
    </span>
  );
}
