import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Icon, type IconName } from '../icons.tsx';

interface QuestionCardProps {
  title: string;
  icon: IconName;
  children: ReactNode;
  actions: ReactNode;
}

/** Something the work waits for. It takes the focus when it comes up, so that nobody misses it. */
export function QuestionCard({ title, icon, children, actions }: QuestionCardProps) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="card work-question" data-tone="info" aria-labelledby={id}>
      <div className="card-head">
        <Icon name={icon} size={1.75} />
        <h2 id={id} ref={heading} tabIndex={-1}>
          {title}
        </h2>
      </div>
      {children}
      <div className="row work-question-actions">{actions}</div>
    </section>
  );
}
