import type { ReactNode } from 'react';

interface FactsProps {
  rows: readonly { term: string; value: ReactNode }[];
}

/** Names and values side by side. */
export function Facts({ rows }: FactsProps) {
  return (
    <dl className="facts">
      {rows.map(({ term, value }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
