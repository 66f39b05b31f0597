import type { VerdictState } from '../../main/model/assessment.ts';
import type { IconName } from './icons.tsx';

/** What a colour means. A colour never stands alone: a word and a form say the same. */
export type Tone = 'danger' | 'warn' | 'ok' | 'info' | 'neutral';

export const TONE_ICON = {
  danger: 'danger',
  warn: 'warning',
  ok: 'done',
  info: 'info',
  neutral: 'info',
} as const satisfies Record<Tone, IconName>;

export const STATE_TONE = {
  exposed: 'danger',
  conflict: 'danger',
  unknown: 'warn',
  'pending-reboot': 'warn',
  mitigated: 'ok',
  fixed: 'ok',
  'not-affected': 'neutral',
} as const satisfies Record<VerdictState, Tone>;

export const STATE_ICON = {
  exposed: 'danger',
  conflict: 'conflict',
  unknown: 'question',
  'pending-reboot': 'restart',
  mitigated: 'shield',
  fixed: 'done',
  'not-affected': 'minus',
} as const satisfies Record<VerdictState, IconName>;
