import { describe, expect, it } from 'vitest';
import { type Assessment, CveId, VERDICT_STATES, type VerdictState } from '../../../main/model/assessment.ts';
import type { Condition } from '../../../main/model/plan.ts';
import { stillOpen } from '../../../main/plan/conditions.ts';

function assessed(state1968: VerdictState, state1966: VerdictState): Assessment {
  const states = { 'CVE-2023-1968': state1968, 'CVE-2023-1966': state1966 };
  return { verdicts: CveId.options.map((cve) => ({ cve, state: states[cve] })) } as Assessment;
}

const condition = (...open: CveId[]): Condition => ({ stillOpen: open, after: 'product-installer', text: '' });
const only1968 = { addresses: ['CVE-2023-1968'] as CveId[], condition: condition('CVE-2023-1968') };

describe('whether a planned step still has something to work on', () => {
  it.each(VERDICT_STATES)('a weakness that is %s', (state) => {
    const expected = {
      exposed: 'open',
      conflict: 'open',
      unknown: 'cannot-tell',
      'pending-reboot': 'cannot-tell',
      mitigated: 'closed',
      fixed: 'closed',
      'not-affected': 'closed',
    }[state];
    expect(stillOpen(only1968, assessed(state, 'mitigated'))).toBe(expected);
    expect(stillOpen({ ...only1968, condition: null }, assessed(state, 'mitigated'))).toBe(expected);
  });

  it('another weakness does not count', () => {
    expect(stillOpen(only1968, assessed('mitigated', 'exposed'))).toBe('closed');
  });

  it('of two weaknesses the open one counts, and an unknown one is never overlooked', () => {
    const both = { addresses: [...CveId.options], condition: null };
    expect(stillOpen(both, assessed('unknown', 'exposed'))).toBe('open');
    expect(stillOpen(both, assessed('mitigated', 'unknown'))).toBe('cannot-tell');
    expect(stillOpen(both, assessed('mitigated', 'fixed'))).toBe('closed');
  });

  it('a weakness nobody judged is never closed', () => {
    expect(stillOpen(only1968, { verdicts: [] } as unknown as Assessment)).toBe('cannot-tell');
  });
});
