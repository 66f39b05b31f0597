import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AssessInput, assess, findingsOf } from '../../main/assess/assess.ts';
import { reachability } from '../../main/assess/reachability.ts';
import { builtInCatalogue } from '../../main/catalogue/catalogue.ts';
import { matchRange } from '../../main/catalogue/range.ts';
import { Assessment, type CveId, VERDICT_STATES, type VerdictState } from '../../main/model/assessment.ts';
import { type Fact, read, unavailable } from '../../main/model/fact.ts';
import { OUR_RULE_PREFIX } from '../../main/model/firewall.ts';
import type { FactName, Observation } from '../../main/model/observation.ts';
import type { Process } from '../../main/model/system-facts.ts';
import { findUcs } from '../../main/observe/ucs.ts';
import { anyFirewall, anyIdentification, anyListener, anyObservation, anyStanding } from './arbitrary-observation.ts';

const AT = '2026-11-23T08:00:00.000Z';
const RUNS = { numRuns: 600 };
const catalogue = builtInCatalogue();
const UCS_NAMES = catalogue.ucsNames.map(({ name }) => name);
const GOOD: readonly VerdictState[] = ['mitigated', 'fixed'];

const anyInput: fc.Arbitrary<AssessInput> = fc.record({
  catalogue: fc.constant(catalogue),
  pack: fc.constant(null),
  observation: anyObservation,
  identification: anyIdentification,
  standing: anyStanding,
});

const stateOf = (input: AssessInput, cve: CveId) =>
  assess(input).verdicts.find((verdict) => verdict.cve === cve)!.state;
const rank = (state: VerdictState) => VERDICT_STATES.indexOf(state);
const unread = unavailable('tool-failed', 'made unreadable', 'test', AT);

function withFact(input: AssessInput, fact: FactName, value: Fact<unknown>): AssessInput {
  return { ...input, observation: { ...input.observation, [fact]: value } as Observation };
}

/** The verdict after is at least as bad as before, for both CVEs. */
function expectNoImprovement(before: AssessInput, after: AssessInput): void {
  for (const cve of ['CVE-2023-1968', 'CVE-2023-1966'] as const) {
    expect(rank(stateOf(after, cve))).toBeLessThanOrEqual(rank(stateOf(before, cve)));
  }
}

describe('whatever a machine shows', () => {
  test('there is an answer for both CVEs, overall never better than its worst part', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const assessment = assess(input);
        expect(Assessment.parse(assessment)).toEqual(assessment);
        expect(assessment.verdicts.map(({ cve }) => cve)).toEqual(['CVE-2023-1968', 'CVE-2023-1966']);
        const worst = Math.min(...assessment.verdicts.map(({ state }) => rank(state)));
        expect(rank(assessment.overall)).toBe(worst);
        for (const verdict of assessment.verdicts) {
          expect(verdict.row).not.toBe('nothing-read');
          expect(verdict.because).toMatch(/\S\.$/);
        }
      }),
      RUNS,
    );
  });

  test('no verdict is better than one of the rows that hold, except that "not listed" outweighs missing readings', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const finding of findingsOf(input)) {
          const state = stateOf(input, finding.cve);
          const outweighed = state === 'not-affected' && (finding.state === 'unknown' || finding.state === 'mitigated');
          if (!outweighed) expect(rank(state)).toBeLessThanOrEqual(rank(finding.state));
        }
      }),
      RUNS,
    );
  });

  test('"not affected" rests on a current product and on versions that are all readable and outside every range', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        if (!assess(input).verdicts.some(({ state }) => state === 'not-affected')) return;
        const { identification } = input;
        expect(identification).toMatchObject({ status: 'identified', current: true });
        expect(identification.mode).not.toBe('unknown');
        expect(identification.versions).not.toEqual([]);
        const entries = catalogue.entries.filter(({ product }) => product === identification.product);
        expect(entries).not.toEqual([]);
        for (const version of identification.versions) {
          for (const { range, judgedRange } of entries) {
            expect(matchRange(judgedRange ?? range, version)).toBe('outside');
          }
        }
      }),
      RUNS,
    );
  });

  test('a copied disk is never exposed, mitigated or in conflict', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { observation } = input;
        const copied = { ...input, observation: { ...observation, host: { ...observation.host, live: false } } };
        for (const { state } of assess(copied).verdicts) expect(['unknown', 'not-affected']).toContain(state);
      }),
      RUNS,
    );
  });
});

describe('a failed reading never becomes a good verdict', () => {
  test.each([
    ['services', ['CVE-2023-1968', 'CVE-2023-1966']],
    ['processes', ['CVE-2023-1968', 'CVE-2023-1966']],
    ['listeners', ['CVE-2023-1968']],
  ] as const)('without %s', (fact, cves) => {
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const cve of cves) expect(GOOD).not.toContain(stateOf(withFact(input, fact, unread), cve));
      }),
      RUNS,
    );
  });

  test('without the firewall, no port that other machines can address counts as closed', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const blind = withFact(input, 'firewall', unread);
        expect(findingsOf(blind).map(({ row }) => row)).not.toContain('ucs-blocked');
        if (!GOOD.includes(stateOf(blind, 'CVE-2023-1968'))) return;
        const { listeners } = findUcs(blind.observation, UCS_NAMES);
        for (const listener of listeners) {
          expect(reachability(listener, unread, listener.programPath).result).toBe('loopback');
        }
      }),
      RUNS,
    );
  });

  test('without the accounts, no user account counts as harmless', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const blind = withFact(input, 'accounts', unread);
        if (!GOOD.includes(stateOf(blind, 'CVE-2023-1966'))) return;
        for (const { account } of findUcs(blind.observation, UCS_NAMES).runsAs) {
          expect(['local-service', 'network-service', 'virtual']).toContain(account?.kind);
        }
      }),
      RUNS,
    );
  });

  test('a running service whose account nobody could read', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { services } = input.observation;
        fc.pre(services.status === 'read' && services.value.length > 0);
        const running = services.value.map((service) => ({
          ...service,
          displayName: 'Universal Copy Service',
          state: 'running' as const,
          account: null,
        }));
        const after = withFact(input, 'services', read(running, 'test', AT));
        expect(GOOD).not.toContain(stateOf(after, 'CVE-2023-1966'));
      }),
      RUNS,
    );
  });
});

describe("a person's word never improves a verdict", () => {
  test('whichever service they say is the copy service', () => {
    fc.assert(
      fc.property(anyInput, fc.nat(), (input, pick) => {
        const { services } = input.observation;
        fc.pre(services.status === 'read' && services.value.length > 0);
        const named = services.value[pick % services.value.length];
        expectNoImprovement(input, { ...input, statedUnit: named?.name ?? null });
      }),
      RUNS,
    );
  });

  test('whichever networks they leave open', () => {
    fc.assert(
      fc.property(anyInput, anyFirewall, (input, filter) => {
        const ours = filter.rules.map((rule) => ({ ...rule, name: `${OUR_RULE_PREFIX}${rule.name}` }));
        const leftOpen = ours.map((rule) => ({ ...rule, exceptOn: ['eth1'] }));
        const closed = withFact(input, 'firewall', read({ ...filter, rules: ours }, 'test', AT));
        expectNoImprovement(closed, withFact(input, 'firewall', read({ ...filter, rules: leftOpen }, 'test', AT)));
      }),
      RUNS,
    );
  });
});

describe('more exposure never improves a verdict', () => {
  test('one more listener of UCS that other machines reach', () => {
    const ownListener = anyListener.map((listener) => ({ ...listener, address: '0.0.0.0', family: 'ipv4' as const }));
    fc.assert(
      fc.property(anyInput, ownListener, (input, extra) => {
        const { observation } = input;
        const owner = findUcs(observation, UCS_NAMES).processes[0];
        fc.pre(observation.listeners.status === 'read' && owner !== undefined && observation.host.live);
        const listener = { ...extra, owner: { kind: 'process' as const, pid: owner.pid } };
        const { result } = reachability(listener, observation.firewall, owner.imagePath);
        fc.pre(result === 'open' || result === 'overridden');
        const after = withFact(input, 'listeners', read([...observation.listeners.value, listener], 'test', AT));
        expectNoImprovement(input, after);
        const waits = input.standing.some(
          ({ state, cves }) => state === 'waits-for-restart' && cves.includes('CVE-2023-1968'),
        );
        if (result === 'open' && !waits) expect(stateOf(after, 'CVE-2023-1968')).toBe('exposed');
      }),
      RUNS,
    );
  });

  test('one more process of UCS with all rights', () => {
    const privileged: Process = {
      pid: 70_000,
      parentPid: null,
      name: 'ucs',
      imagePath: null,
      description: 'Universal Copy Service',
      account: { name: 'LocalSystem', id: 'S-1-5-18', kind: 'local-system' },
    };
    fc.assert(
      fc.property(anyInput, (input) => {
        const { processes } = input.observation;
        fc.pre(processes.status === 'read');
        expectNoImprovement(input, withFact(input, 'processes', read([...processes.value, privileged], 'test', AT)));
      }),
      RUNS,
    );
  });

  test('a service of UCS that is set to LocalSystem', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { services } = input.observation;
        fc.pre(services.status === 'read');
        const account = { name: 'LocalSystem', id: 'S-1-5-18', kind: 'local-system' as const };
        const raised = services.value.map((service) => ({ ...service, account }));
        expectNoImprovement(input, withFact(input, 'services', read(raised, 'test', AT)));
      }),
      RUNS,
    );
  });

  test('every account made an administrator', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { accounts } = input.observation;
        fc.pre(accounts.status === 'read');
        const raised = accounts.value.map((account) => ({ ...account, administrator: true }));
        expectNoImprovement(input, withFact(input, 'accounts', read(raised, 'test', AT)));
      }),
      RUNS,
    );
  });

  test('a firewall switched off', () => {
    fc.assert(
      fc.property(anyInput, anyFirewall, (input, filter) => {
        const on = withFact(input, 'firewall', read({ ...filter, running: true }, 'test', AT));
        const off = withFact(input, 'firewall', read({ ...filter, running: false }, 'test', AT));
        expectNoImprovement(on, off);
      }),
      RUNS,
    );
  });

  test('one more rule that lets everything in', () => {
    fc.assert(
      fc.property(anyInput, anyFirewall, (input, filter) => {
        const opening = {
          name: 'Lab rule',
          origin: 'policy' as const,
          enabled: true,
          action: 'allow' as const,
          protocol: 'any' as const,
          ports: 'any' as const,
          program: 'any' as const,
          zones: 'any' as const,
          families: ['ipv4' as const, 'ipv6' as const],
          remote: 'any' as const,
          overridesBlock: true,
        };
        const before = withFact(input, 'firewall', read(filter, 'test', AT));
        const after = withFact(input, 'firewall', read({ ...filter, rules: [...filter.rules, opening] }, 'test', AT));
        expectNoImprovement(before, after);
      }),
      RUNS,
    );
  });
});
