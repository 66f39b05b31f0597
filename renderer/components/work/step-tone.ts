import type { Check, StepStatus } from '../../../main/model/step-result.ts';
import type { IconName } from '../icons.tsx';
import type { Tone } from '../tone.ts';

/** Colour and form of how a step ended. */
export const STATUS_LOOK = {
  done: { tone: 'ok', icon: 'done' },
  'not-needed': { tone: 'neutral', icon: 'minus' },
  'not-begun': { tone: 'neutral', icon: 'minus' },
  'needs-restart': { tone: 'warn', icon: 'restart' },
  'needs-person': { tone: 'warn', icon: 'user' },
  conflict: { tone: 'danger', icon: 'conflict' },
  declined: { tone: 'neutral', icon: 'minus' },
  blocked: { tone: 'warn', icon: 'lock' },
  failed: { tone: 'danger', icon: 'danger' },
  undone: { tone: 'warn', icon: 'undo' },
} as const satisfies Record<StepStatus, { tone: Tone; icon: IconName }>;

/** Colour and form of what was looked at after a step. */
export const CHECK_LOOK = {
  passed: { tone: 'ok', icon: 'check' },
  failed: { tone: 'danger', icon: 'cross' },
  overridden: { tone: 'danger', icon: 'conflict' },
  'waits-for-restart': { tone: 'warn', icon: 'restart' },
  'not-possible': { tone: 'warn', icon: 'question' },
} as const satisfies Record<Check['result'], { tone: Tone; icon: IconName }>;
