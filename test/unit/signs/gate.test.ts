import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FactName } from '../../../main/model/observation.ts';
import { FactName as FactNames } from '../../../main/model/observation.ts';
import { checkSigns } from '../../../main/run/gates.ts';
import { SIGN_RULES } from '../../../wizard-steps/exploitation-signs/rules.ts';
import { anyObservation } from '../../fuzz/arbitrary-observation.ts';
import { catalogue, having, without } from '../assess/machines.ts';
import { signsOf, withStarted } from './machines.ts';

const operator = (role: 'technician' | 'lab') => ({ name: 'A. Tech', role, site: '', reason: '' });
const strong = signsOf(withStarted('C:\\Windows\\System32\\cmd.exe'));

describe('the gate for signs of compromise', () => {
  it.each([
    ['nobody accepts them', 'technician', null],
    ['the reason is empty', 'technician', ''],
    ['the reason is only spaces', 'technician', '  '],
    ['somebody of the lab accepts them', 'lab', 'we need the machine'],
  ] as const)('stays shut with strong signs where %s', (_when, role, acceptSigns) => {
    const shut = checkSigns(catalogue, { acceptSigns, operator: operator(role) }, strong);
    expect(shut).toMatchObject({ exitCode: 18, problem: { code: 'signs-of-compromise' } });
    expect(shut?.problem.message).toContain('destroy the evidence');
    expect(shut?.problem.next).toContain('ucs-remedy evidence export');
    expect(shut?.problem.next).toContain(catalogue.contact);
  });

  it('opens for a technician who gives a reason', () => {
    expect(checkSigns(catalogue, { acceptSigns: 'exported', operator: operator('technician') }, strong)).toBeNull();
  });

  it('is open where a person should only look', () => {
    const review = signsOf(having({ remoteDesktop: { enabled: true, through: [] } }));
    expect(review.map(({ grade }) => grade)).toContain('review');
    expect(checkSigns(catalogue, { acceptSigns: null, operator: operator('lab') }, review)).toBeNull();
  });

  it('a strong finding always shuts it without a reason, whatever else was seen', () => {
    fc.assert(
      fc.property(anyObservation, fc.constantFrom('technician', 'lab'), (machine, role) => {
        const signs = signsOf(machine);
        const shut = checkSigns(catalogue, { acceptSigns: null, operator: operator(role) }, signs);
        expect(shut !== null).toBe(signs.some(({ grade }) => grade === 'strong'));
      }),
    );
  });
});

describe('facts that cannot be read', () => {
  const losses = fc.subarray(FactNames.options);
  const restsOn = (code: string) => SIGN_RULES.find((rule) => rule.code === code)?.restsOn ?? [];

  it('cost only the rules that rest on them: no other finding gets a lower grade', () => {
    fc.assert(
      fc.property(anyObservation, losses, (machine, lost) => {
        const blind = signsOf(without(lost, machine));
        for (const { code, grade } of signsOf(machine)) {
          if (grade === 'note' || restsOn(code).some((fact) => lost.includes(fact))) continue;
          expect(blind.find((each) => each.code === code)?.grade).toBe(grade);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are named in a note, and nothing ever speaks of clean', () => {
    fc.assert(
      fc.property(anyObservation, losses, (machine, lost) => {
        const blind = signsOf(without(lost, machine));
        const named = blind
          .filter(({ grade }) => grade === 'note')
          .flatMap(({ evidence }) => evidence.map(({ fact }) => fact));
        const needed = new Set<FactName>(SIGN_RULES.flatMap((rule) => rule.restsOn));
        for (const fact of lost) if (needed.has(fact)) expect(named).toContain(fact);
        expect(JSON.stringify(blind.map(({ says, why }) => [says, why]))).not.toMatch(/\bclean\b|\bsafe\b/i);
      }),
      { numRuns: 300 },
    );
  });
});
