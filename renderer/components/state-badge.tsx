import { useTranslation } from 'react-i18next';
import type { VerdictState } from '../../main/model/assessment.ts';
import { Icon } from './icons.tsx';
import { STATE_ICON, STATE_TONE } from './tone.ts';

interface StateBadgeProps {
  state: VerdictState;
  size?: 'normal' | 'large';
}

/** The state of a weakness: its word, with a form of its own. */
export function StateBadge({ state, size = 'normal' }: StateBadgeProps) {
  const { t } = useTranslation();
  return (
    <span className="badge" data-tone={STATE_TONE[state]} data-size={size}>
      <Icon name={STATE_ICON[state]} size={size === 'large' ? 1.75 : 1.25} />
      <span>{t(`common:state.${state}`)}</span>
    </span>
  );
}
