import { useTranslation } from 'react-i18next';
import type { PlannedStep } from '../../../main/model/plan.ts';
import { Icon, type IconName } from '../icons.tsx';

/** Who does a planned step, how long it takes, and whether it can be undone: three short facts, each a form and a word. */
export function StepFacts({ step }: { step: PlannedStep }) {
  const { t } = useTranslation('steps');
  const facts: { icon: IconName; says: string }[] = [
    {
      icon: step.mode === 'automatic' ? 'service' : 'user',
      says: t(`mode.${step.mode}`),
    },
    { icon: 'clock', says: t(`time.${step.id}.${step.mode}`) },
    { icon: step.reversible ? 'undo' : 'warning', says: t(step.reversible ? 'reversible.yes' : 'reversible.no') },
  ];
  return (
    <ul className="work-facts">
      {facts.map(({ icon, says }) => (
        <li key={icon}>
          <Icon name={icon} size={1.25} />
          <span>{says}</span>
        </li>
      ))}
    </ul>
  );
}
