import { describe, expect, test } from 'vitest';
import { type AssessInput, VERDICT_ROWS } from '../../../main/assess/assess.ts';
import { Assessment } from '../../../main/model/assessment.ts';
import type { Observation } from '../../../main/model/observation.ts';
import { bothAs, judged, OPEN } from './judged.ts';
import {
  claim,
  firewall,
  having,
  identified,
  LOCAL_SYSTEM,
  listener,
  notIdentified,
  observation,
  rule,
  standing,
  UNLISTED,
  without,
} from './machines.ts';

const COPIED = {
  ...without(['services', 'processes', 'listeners', 'firewall']),
  host: { kind: 'windows-copy' as const, practice: false, live: false, changeable: false, elevated: false },
};

describe('doubt about the instrument', () => {
  const listedByFolder = identified('miseq', ['4.0.0.1769'], {
    current: false,
    claims: [claim({ from: 'run-folder', current: false })],
  });

  test.each<[string, Partial<AssessInput>, Observation, string]>([
    ['a product that is not identified', { identification: notIdentified() }, observation(), 'product-not-identified'],
    ['no UCS', {}, having({ services: [], processes: [], listeners: [] }), 'no-ucs-found'],
    ['nothing readable', {}, without(['services', 'processes', 'listeners']), 'ucs-not-readable'],
    ['a version nobody can read', { identification: identified('miseq', ['4']) }, observation(), 'version-undecided'],
    ['a missing version', { identification: identified('miseq', []) }, observation(), 'version-undecided'],
    ['a run folder alone', { identification: listedByFolder }, observation(), 'listed-by-run-folder-only'],
    ['a copied disk', {}, COPIED, 'copied-disk'],
  ])('%s leaves both CVEs unknown', (_, changed, machine, row) => {
    const { network, privilege } = judged(machine, changed);
    expect(network).toMatchObject({ state: 'unknown', row });
    expect(privilege).toMatchObject({ state: 'unknown', row });
  });

  test('an exposed port counts whatever the instrument is', () => {
    expect(judged(having(OPEN), { identification: notIdentified() }).network.state).toBe('exposed');
    expect(judged(having(OPEN), { identification: listedByFolder }).network.state).toBe('exposed');
  });

  test('sockets that somebody copied with a disk prove nothing', () => {
    const { host } = COPIED;
    expect(judged({ ...having(OPEN), host }).states).toEqual(['unknown', 'unknown']);
    expect(judged({ ...observation(), host }).states).toEqual(['unknown', 'unknown']);
    expect(judged({ ...having(bothAs(LOCAL_SYSTEM)), host }).states).toEqual(['unknown', 'unknown']);
  });

  test('a product a person stated is judged by what UCS does', () => {
    const stated = identified('miseqdx', ['4.0.1'], {
      current: false,
      claims: [claim({ product: 'miseqdx', from: 'person', current: false })],
    });
    expect(judged(observation(), { identification: stated }).states).toEqual(['mitigated', 'mitigated']);
  });
});

describe('not listed', () => {
  test('needs no reading of UCS at all', () => {
    const machine = without(['services', 'processes', 'listeners', 'firewall', 'accounts']);
    const { states, network, assessment } = judged(machine, { identification: UNLISTED });
    expect(states).toEqual(['not-affected', 'not-affected']);
    expect(network).toMatchObject({
      row: 'not-listed',
      because: 'MiSeq Control Software 3.1.0.13 is not listed in the advisory.',
    });
    expect(assessment).toMatchObject({ listed: [], overall: 'not-affected' });
  });

  test('does not clear a port that is open', () => {
    const { network, privilege } = judged(having(OPEN), { identification: UNLISTED });
    expect(network.state).toBe('exposed');
    expect(network.because).toMatch(/^Not listed, but the condition is present: /);
    expect(privilege.state).toBe('not-affected');
  });

  test('does not clear what overrides a change of ours', () => {
    const filter = firewall([rule({ enabled: false })]);
    expect(judged(having({ firewall: filter }), { identification: UNLISTED }).network.state).toBe('conflict');
  });

  test('does not clear a change that waits for a restart', () => {
    const waits = [standing('product-installer', 'waits-for-restart', ['CVE-2023-1968'])];
    const { states } = judged(observation(), { identification: UNLISTED, standing: waits });
    expect(states).toEqual(['pending-reboot', 'not-affected']);
  });

  test.each([
    ['an old run folder', 'run-folder' as const],
    ["a person's word", 'person' as const],
  ])('is no answer on %s', (_, from) => {
    const old = { ...UNLISTED, current: false, claims: [claim({ version: '3.1.0.13', from, current: false })] };
    const { network, states } = judged(observation(), { identification: old });
    expect(states).toEqual(['unknown', 'unknown']);
    expect(network.row).toBe('unlisted-without-current-evidence');
  });

  test('is no answer while the mode is unknown', () => {
    const { states } = judged(observation(), { identification: { ...UNLISTED, mode: 'unknown' } });
    expect(states).toEqual(['mitigated', 'mitigated']);
  });

  test('is no answer when a second version is listed', () => {
    const two = identified('miniseq', ['1.9.0.1', '2.0.1.2']);
    const { assessment, states } = judged(observation(), { identification: two });
    expect(states).toEqual(['mitigated', 'mitigated']);
    expect(assessment.listed).toEqual(['CSAFPID-0004']);
  });
});

describe('a change that waits for a restart', () => {
  const waits = [standing('product-installer', 'waits-for-restart', ['CVE-2023-1968', 'CVE-2023-1966'])];

  test.each<[string, Observation]>([
    ['everything is still open', having({ ...OPEN, ...bothAs(LOCAL_SYSTEM) })],
    ['UCS is gone until then', having({ services: [], processes: [], listeners: [] })],
    ['everything looks well already', observation()],
    ['nothing could be read', without(['services', 'processes', 'listeners'])],
  ])('is pending for both CVEs while %s', (_, machine) => {
    const { states, network } = judged(machine, { standing: waits });
    expect(states).toEqual(['pending-reboot', 'pending-reboot']);
    expect(network.row).toBe('change-waits-for-restart');
  });

  test('hides nothing of the other CVE', () => {
    const account = [standing('ucs-account', 'waits-for-restart', ['CVE-2023-1966'])];
    const { states } = judged(having({ ...OPEN, ...bothAs(LOCAL_SYSTEM) }), { standing: account });
    expect(states).toEqual(['exposed', 'pending-reboot']);
  });

  test('does not make an unknown instrument known', () => {
    expect(judged(observation(), { standing: waits, identification: notIdentified() }).states).toEqual([
      'unknown',
      'unknown',
    ]);
  });
});

describe('the assessment', () => {
  test('fits its schema and names the catalogue that judged', () => {
    const { assessment } = judged(having(OPEN));
    expect(Assessment.parse(assessment)).toEqual(assessment);
    expect(assessment.catalogue).toMatchObject({ version: '1.0.0', date: '2026-11-23' });
    expect(assessment.listed).toEqual(['CSAFPID-0005']);
  });

  test('no two rows share a code, and only met fix criteria claim a fix', () => {
    const codes = VERDICT_ROWS.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(VERDICT_ROWS.filter(({ state }) => state === 'fixed').map(({ code }) => code)).toEqual(['fix-criteria-met']);
  });

  test('no evidence is told twice', () => {
    const listeners = [listener(), listener()];
    const { evidence } = judged(having({ ...OPEN, listeners })).network;
    expect(new Set(evidence.map((piece) => JSON.stringify(piece))).size).toBe(evidence.length);
  });
});
