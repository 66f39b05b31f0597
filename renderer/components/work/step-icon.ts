import type { StepId } from '../../../main/model/choices.ts';
import type { IconName } from '../icons.tsx';

/** The picture of each path, the same wherever it is named. */
export const STEP_ICON = {
  'product-installer': 'save',
  'firewall-ports': 'wall',
  'ucs-account': 'user',
} as const satisfies Record<StepId, IconName>;
