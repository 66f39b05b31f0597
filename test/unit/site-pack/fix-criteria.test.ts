import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AssessInput, assess } from '../../../main/assess/assess.ts';
import type { TrustedPack } from '../../../main/catalogue/open-pack.ts';
import type { PackEntry, SitePack } from '../../../main/catalogue/site-pack.ts';
import { type CveId, VERDICT_STATES } from '../../../main/model/assessment.ts';
import type { FactName, Observation } from '../../../main/model/observation.ts';
import { anyIdentification, anyObservation, anyStanding } from '../../fuzz/arbitrary-observation.ts';
import {
  catalogue,
  failed,
  firewall,
  having,
  identified,
  LISTED,
  LOCAL_SYSTEM,
  listener,
  notIdentified,
  observation,
  service,
  standing,
  UNLISTED,
  ucsProcess,
} from '../assess/machines.ts';
import { fix1966, fix1968, packEntry, trustedPack } from './pack-bench.ts';

const UPDATED = [{ name: 'Illumina Universal Copy Service', version: '2.9.0.1000', publisher: null }];
const LOOPBACK = [listener({ address: '127.0.0.1' })];
const OPEN = { listeners: [listener()], firewall: firewall() };

const packWith = (fixCriteria: PackEntry['fixCriteria'], more: Partial<SitePack> = {}) =>
  trustedPack({ entries: [packEntry({ fixCriteria })], ...more });

const usual = await packWith([fix1968('loopback'), fix1966('limited')]);

function judged(machine: Observation, pack: TrustedPack | null = usual, changed: Partial<AssessInput> = {}) {
  const assessment = assess({
    catalogue,
    pack,
    observation: machine,
    identification: LISTED,
    standing: [],
    ...changed,
  });
  const of = (cve: CveId) => assessment.verdicts.find((verdict) => verdict.cve === cve)!;
  return { network: of('CVE-2023-1968'), rights: of('CVE-2023-1966'), notes: assessment.notes, assessment };
}

const updated = (values: { [Name in FactName]?: unknown } = {}) =>
  having({ software: UPDATED, listeners: LOOPBACK, ...values });

describe('a met fix criterion', () => {
  test('gives "fixed" and names the pack, who signed it and where it has that from', () => {
    const { network, rights, assessment } = judged(updated());
    expect([network.state, rights.state, assessment.overall]).toEqual(['fixed', 'fixed', 'fixed']);
    expect(network.because).toContain('site pack "test-pack" no. 5, signed by Test Laboratory');
    expect(network.evidence).toEqual([
      expect.objectContaining({ fact: 'software', says: expect.stringContaining('test letter') }),
    ]);
    expect(assessment.pack).toEqual(usual.stamp);
  });

  test('without a pack is never "fixed"', () => {
    const { network, rights } = judged(updated(), null);
    expect([network.state, rights.state]).toEqual(['mitigated', 'mitigated']);
  });

  test.each([
    ['nothing-said', 'mitigated', 'mitigated', 'exposed'],
    ['nowhere', 'mitigated', 'mitigated', 'exposed'],
    ['loopback', 'fixed', 'fixed', 'exposed'],
    ['network', 'fixed', 'fixed', 'fixed'],
  ] as const)(
    'that lets UCS listen %s: on loopback %s, behind the firewall %s, open %s',
    async (mayListen, ...states) => {
      const pack = await packWith([fix1968(mayListen)]);
      const machines = [updated(), having({ software: UPDATED }), updated(OPEN)];
      expect(machines.map((machine) => judged(machine, pack).network.state)).toEqual(states);
    },
  );

  test('that lets UCS listen nowhere is met where it runs and listens nowhere', async () => {
    const pack = await packWith([fix1968('nowhere')]);
    expect(judged(updated({ listeners: [] }), pack).network.state).toBe('fixed');
    expect(judged(updated({ listeners: [] }), null).network.state).toBe('unknown');
  });

  const privileged = {
    services: [service({ account: LOCAL_SYSTEM })],
    processes: [ucsProcess({ account: LOCAL_SYSTEM })],
  };
  test.each([
    ['nothing-said', 'mitigated', 'exposed'],
    ['limited', 'fixed', 'exposed'],
    ['privileged', 'fixed', 'fixed'],
  ] as const)('that lets UCS run as %s: with few rights %s, with all rights %s', async (mayRunAs, ...states) => {
    const pack = await packWith([fix1966(mayRunAs)]);
    const machines = [updated(), updated(privileged)];
    expect(machines.map((machine) => judged(machine, pack).rights.state)).toEqual(states);
  });

  test('about one weakness says nothing about the other', async () => {
    const pack = await packWith([fix1968('network')]);
    const { network, rights } = judged(updated({ ...OPEN, ...privileged }), pack);
    expect([network.state, rights.state]).toEqual(['fixed', 'exposed']);
  });

  test('listeners whose owner could not be told still count', () => {
    const mystery = listener({ port: 6000, owner: { kind: 'unreadable', detail: 'gone' } });
    expect(judged(updated({ listeners: [...LOOPBACK, mystery] })).network.state).toBe('unknown');
  });

  test('waits where a change of ours waits for a restart', () => {
    const waiting = [standing('product-installer', 'waits-for-restart', ['CVE-2023-1968', 'CVE-2023-1966'])];
    const { network, rights } = judged(updated(), usual, { standing: waiting });
    expect([network.state, rights.state]).toEqual(['pending-reboot', 'pending-reboot']);
  });
});

describe('never fixed', () => {
  const never: [string, Observation, Partial<AssessInput>?][] = [
    ['nothing by that name is installed', updated({ software: [] })],
    ['an older version is installed', updated({ software: [{ ...UPDATED[0], version: '2.8.9' }] })],
    [
      'an older version is installed beside the fixed one',
      updated({ software: [...UPDATED, { ...UPDATED[0], version: '2.3' }] }),
    ],
    ['the version cannot be read', updated({ software: [{ ...UPDATED[0], version: 'newest' }] })],
    ['the version stops before it decides', updated({ software: [{ ...UPDATED[0], version: '2' }] })],
    [
      'another product has that version',
      updated({ software: [{ ...UPDATED[0], name: 'Illumina Universal Copy Service Helper' }] }),
    ],
    ['what is installed could not be read', { ...updated(), software: failed() }],
    ['a restart is awaited', updated({ pendingReboot: { pending: true, reasons: ['files are replaced'] } })],
    ['whether a restart is awaited could not be read', { ...updated(), pendingReboot: failed() }],
    ['this is a copied disk', { ...updated(), host: { ...observation().host, live: false } }],
    ['the product is not identified', updated(), { identification: notIdentified() }],
    ['product and version are a person\u2019s word', updated(), { identification: { ...LISTED, current: false } }],
    ['the version does not decide', updated(), { identification: identified('miseq', ['4']) }],
    ['the product is not listed', updated(), { identification: UNLISTED }],
    ['the pack is for another instrument', updated(), { identification: identified('iseq-100', ['2.0.0']) }],
  ];
  test.each(never)('where %s', (_why, machine, changed = {}) => {
    const states = judged(machine, usual, changed).assessment.verdicts.map(({ state }) => state);
    expect(states).not.toContain('fixed');
  });

  test('where one of several criteria is not met', async () => {
    const file = { kind: 'file', name: 'ucs.exe', range: '>= 2.9' } as const;
    const pack = await packWith([fix1968('loopback'), fix1968('loopback', file)]);
    const fileOf = (fileVersion: string) => ({
      fileVersions: [
        {
          path: 'C:\\UCS\\UCS.EXE',
          fileVersion,
          productVersion: null,
          productName: null,
          description: null,
          company: null,
        },
      ],
    });
    expect(judged(updated(fileOf('2.3.0.1')), pack).network.state).toBe('mitigated');
    expect(judged(updated(fileOf('2.9.0.1')), pack).network.state).toBe('fixed');
    expect(judged(updated(), pack).network.state).toBe('mitigated');
  });

  test('by the more generous of two criteria', async () => {
    const pack = await packWith([
      fix1968('network'),
      fix1968('loopback'),
      fix1966('privileged'),
      fix1966('nothing-said'),
    ]);
    const { network, rights } = judged(updated(OPEN), pack);
    expect([network.state, rights.state]).toEqual(['exposed', 'mitigated']);
  });

  test('where only one of the entries an instrument matches has criteria', async () => {
    const two = identified('nextseq-550dx-dx', ['1.3.1', '1.3.3']);
    const ids = assess({ catalogue, pack: null, observation: updated(), identification: two, standing: [] }).listed;
    const fixCriteria = [fix1968('loopback')];
    const forOne = await trustedPack({ entries: [packEntry({ appliesTo: ids.slice(0, 1), fixCriteria })] });
    const forAll = await trustedPack({ entries: [packEntry({ appliesTo: ids, fixCriteria })] });
    expect(ids).toHaveLength(2);
    expect(judged(updated(), forOne, { identification: two }).network.state).toBe('mitigated');
    expect(judged(updated(), forAll, { identification: two }).network.state).toBe('fixed');
  });
});

describe('what a person is told', () => {
  const codes = ({ notes }: ReturnType<typeof judged>) => notes.map(({ code }) => code);

  test('why the fix is not proven', () => {
    const text = judged(updated({ software: [] }))
      .notes.map((note) => note.text)
      .join('\n');
    expect(text).toContain('Illumina Universal Copy Service was not found among what is installed');
  });

  test('that a pack says nothing about this instrument, and whom it names for questions', () => {
    const other = judged(updated(), usual, { identification: identified('iseq-100', ['2.0.0']) });
    expect(codes(other)).toEqual(expect.arrayContaining(['pack-not-for-this-instrument', 'pack-contact']));
    expect(codes(judged(updated(), null)).join()).not.toContain('pack');
  });

  test('that the old version may still run until the restart', async () => {
    const pack = await packWith([fix1968('loopback')]);
    const { network } = judged(updated({ pendingReboot: { pending: true, reasons: [] } }), pack);
    expect(network).toMatchObject({ state: 'pending-reboot', row: 'fix-waits-for-restart' });
  });
});

test('a name a pack gives finds UCS, on the instruments the pack is for only', async () => {
  const hidden = {
    services: [service({ name: 'XCopyD', displayName: 'Transfer' })],
    processes: [ucsProcess({ description: null })],
  };
  const serviceNames = [{ value: 'XCopyD', source: 'test letter' }];
  const here = await trustedPack({ entries: [packEntry({ serviceNames })] });
  const elsewhere = await trustedPack({ entries: [packEntry({ serviceNames, appliesTo: ['CSAFPID-0003'] })] });
  expect(judged(having({ ...hidden, ...OPEN }), here).network.state).toBe('exposed');
  expect(judged(having({ ...hidden, ...OPEN }), elsewhere).network.row).toBe('no-ucs-found');
});

describe('whatever a machine shows', () => {
  const anyInput: fc.Arbitrary<AssessInput> = fc.record({
    catalogue: fc.constant(catalogue),
    pack: fc.constant(null),
    observation: anyObservation,
    identification: anyIdentification,
    standing: anyStanding,
  });
  const statesOf = (input: AssessInput) => assess(input).verdicts.map(({ state }) => state);
  const everyEntry = catalogue.entries.map(({ id }) => id);

  test('a pack without fix criteria never improves a verdict, and only one with them says fixed', async () => {
    const silent = await trustedPack({ entries: [packEntry({ appliesTo: everyEntry })] });
    fc.assert(
      fc.property(anyInput, (input) => {
        expect(statesOf(input)).not.toContain('fixed');
        expect(statesOf({ ...input, pack: silent })).toEqual(statesOf(input));
      }),
      { numRuns: 300 },
    );
  });

  test('criteria that allow nothing to be listened or run as never improve on what is observed', async () => {
    const fixCriteria = [fix1968('nothing-said'), fix1966('nothing-said')];
    const strict = await trustedPack({ entries: [packEntry({ appliesTo: everyEntry, fixCriteria })] });
    const rank = (state: (typeof VERDICT_STATES)[number]) => VERDICT_STATES.indexOf(state);
    fc.assert(
      fc.property(anyInput, (input) => {
        const software = { status: 'read' as const, value: UPDATED, source: 'test', at: input.observation.takenAt };
        const fixed = { ...input, observation: { ...input.observation, software } };
        const before = statesOf(fixed);
        statesOf({ ...fixed, pack: strict }).forEach((state, index) => {
          expect(rank(state)).toBeLessThanOrEqual(Math.max(rank(before[index]!), rank('mitigated')));
        });
      }),
      { numRuns: 300 },
    );
  });
});
