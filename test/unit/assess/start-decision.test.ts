import { describe, expect, test } from 'vitest';
import { assess } from '../../../main/assess/assess.ts';
import { restrictionWarning } from '../../../main/assess/restriction-notes.ts';
import { startDecision } from '../../../main/assess/start-decision.ts';
import { read, unavailable } from '../../../main/model/fact.ts';
import type { Observation } from '../../../main/model/observation.ts';
import type {
  OwnStart,
  PathRule,
  RestrictionLevel,
  RestrictionPolicy,
  Restrictions,
} from '../../../main/model/restriction-facts.ts';
import { keyOf, phrasebook } from '../../../renderer/i18n/phrasebook.ts';
import english from '../../../renderer/locales/en/engine.json' with { type: 'json' };
import { catalogue, LISTED, observation } from './machines.ts';

const HELPER = 'C:\\Program Files\\UCS Remediation Wizard\\ucs-remedy.exe';
const STICK = 'E:\\ucs-remedy.exe';

function at(path: string, changed: Partial<OwnStart> = {}): OwnStart {
  return { what: 'program', path, elevated: false, content: null, ...changed };
}

function rule(level: RestrictionLevel, expanded: string | null, path = expanded ?? '%Odd%\\x'): PathRule {
  return { level, path, expanded };
}

/** As Windows makes it when everything is refused: Windows' own folder and Program Files may start. */
function policy(changed: Partial<RestrictionPolicy> = {}): RestrictionPolicy {
  return {
    of: 'machine',
    defaultLevel: 'disallowed',
    enforced: true,
    coversLibraries: false,
    exemptsAdministrators: false,
    programTypes: ['EXE', 'MSI'],
    paths: [rule('unrestricted', 'C:\\Windows'), rule('unrestricted', 'C:\\Program Files')],
    hashes: [],
    zones: [],
    certificates: { counted: false, allowed: [], refused: [] },
    ...changed,
  };
}

describe('whether a policy lets a file start', () => {
  test('a stick, the desktop and a temporary folder are refused, Program Files is not', () => {
    expect(startDecision([policy()], at(HELPER))).toBe('allowed');
    for (const path of [STICK, 'C:\\Users\\sbsuser\\Desktop\\x.exe', 'C:\\Windows Temp\\x.exe']) {
      expect(startDecision([policy()], at(path))).toBe('blocked');
    }
  });

  test.each([
    ['there is none', []],
    ['nothing follows it', [policy({ enforced: false })]],
    ['it only refuses some', [policy({ defaultLevel: 'unrestricted', paths: [rule('disallowed', 'C:\\Users')] })]],
  ])('anything starts where %s', (_name, found) => {
    expect(startDecision(found, at(STICK))).toBe('allowed');
  });

  test('a policy that leaves administrators out blocks the program, not its helper', () => {
    const left = policy({ exemptsAdministrators: true });
    expect(startDecision([left], at(STICK))).toBe('blocked');
    expect(startDecision([left], at(STICK, { what: 'helper', elevated: true }))).toBe('allowed');
  });

  test.each<[string, PathRule[], 'allowed' | 'blocked']>([
    ['the nearer folder', [rule('disallowed', 'C:\\Program Files\\UCS Remediation Wizard')], 'blocked'],
    [
      'the file itself over a pattern',
      [rule('disallowed', 'C:\\Program Files\\*\\*.exe'), rule('unrestricted', HELPER)],
      'allowed',
    ],
    ['a pattern for names over a folder', [rule('disallowed', '*.exe')], 'blocked'],
    ['a name anywhere', [rule('disallowed', 'UCS-REMEDY.EXE')], 'blocked'],
    ['of the same, the stricter', [rule('disallowed', 'c:\\program files\\')], 'blocked'],
    ['a pattern with a question mark', [rule('disallowed', '?:\\Program Files\\UCS*')], 'blocked'],
    ['a whole drive', [rule('disallowed', 'C:')], 'allowed'],
    ['a folder with a longer name is another', [rule('disallowed', 'C:\\Program')], 'allowed'],
    ['a lower level than unrestricted', [rule('basic-user', HELPER)], 'blocked'],
  ])('of rules about places decides: %s', (_name, more, expected) => {
    const found = policy();
    expect(startDecision([{ ...found, paths: [...found.paths, ...more] }], at(HELPER))).toBe(expected);
  });

  test('a rule about the content wins over places; content that was not read decides nothing', () => {
    const content = { size: 3, sha256: 'a'.repeat(64) };
    const hashes = [{ level: 'disallowed' as const, sha256: content.sha256, size: 3 }];
    expect(startDecision([policy({ hashes })], at(HELPER, { content }))).toBe('blocked');
    expect(startDecision([policy({ hashes })], at(HELPER, { content: { size: 3, sha256: 'b'.repeat(64) } }))).toBe(
      'allowed',
    );
    expect(startDecision([policy({ hashes })], at(HELPER))).toBe('not-known');
    const older = [{ level: 'unrestricted' as const, sha256: null, size: 3 }];
    expect(startDecision([policy({ hashes: older })], at(STICK, { content }))).toBe('not-known');
    expect(startDecision([policy({ hashes: older })], at(STICK, { content: { ...content, size: 4 } }))).toBe('blocked');
  });

  test('where certificates are counted, a refusal is not certain', () => {
    const certificates = { counted: true, allowed: ['00'.repeat(20)], refused: [] };
    expect(startDecision([policy({ certificates })], at(STICK))).toBe('not-known');
    expect(startDecision([policy({ certificates: { ...certificates, counted: false } })], at(STICK))).toBe('blocked');
  });

  test('a policy of the person counts beside that of the machine; where they differ, nothing is certain', () => {
    const person = policy({ of: 'person' });
    const lenient = policy({ defaultLevel: 'unrestricted', paths: [] });
    expect(startDecision([person], at(STICK))).toBe('blocked');
    expect(startDecision([policy(), person], at(STICK))).toBe('blocked');
    expect(startDecision([lenient, person], at(STICK))).toBe('not-known');
    expect(startDecision([lenient, person], at(HELPER))).toBe('allowed');
  });

  test('a rule with a variable nobody knows leaves doubt, one about a profile only below the profiles', () => {
    const { paths } = policy();
    const odd = policy({ paths: [...paths, rule('unrestricted', null)] });
    expect(startDecision([odd], at(STICK))).toBe('not-known');
    expect(startDecision([odd], at(HELPER))).toBe('allowed');
    const profile = policy({ paths: [...paths, rule('unrestricted', null, '%AppData%\\x')] });
    expect(startDecision([profile], at(STICK))).toBe('blocked');
    expect(startDecision([profile], at('C:\\Users\\a\\AppData\\Roaming\\x\\y.exe'))).toBe('not-known');
  });
});

describe('what people are told about a policy', () => {
  const WINDOWS = { kind: 'windows', practice: false, live: true, changeable: true, elevated: false } as const;
  const COPY = { ...WINDOWS, kind: 'windows-copy', live: false, changeable: false } as const;

  function notes(restrictions: Restrictions | null, host: Observation['host'] = WINDOWS) {
    const machine = observation({
      host,
      restrictions: restrictions === null ? unavailable('needs-elevation', 'no', 'test') : read(restrictions, 'test'),
    });
    const input = { catalogue, pack: null, observation: machine, identification: LISTED, standing: [] };
    return assess(input).notes.filter(({ code }) => code.startsWith('restrictions-'));
  }

  test('where to install it, never how to switch the policy off', () => {
    const starts = [at(STICK), at(STICK, { what: 'helper', elevated: true })];
    const [note, ...more] = notes({ policies: [policy()], starts, programFolder: 'D:\\Programme' });
    expect(more).toEqual([]);
    expect(note?.text).toContain('E:');
    expect(note?.text).toContain('D:\\Programme');
    expect(note?.text).toContain('Leave the policy as it is.');
    expect(note?.text).not.toMatch(/Disable|switch|regedit/i);
  });

  test.each<[OwnStart, Partial<RestrictionPolicy>, string]>([
    [at(STICK), {}, 'program-blocked'],
    [at(STICK), { certificates: { counted: true, allowed: ['00'], refused: [] } }, 'program-may-be-blocked'],
    [
      at('C:\\ProgramData\\UCS Remediation Wizard\\staging\\0\\setup.exe', { what: 'installer' }),
      {},
      'installer-blocked',
    ],
    [
      at(STICK, { what: 'installer' }),
      { hashes: [{ level: 'disallowed', sha256: null, size: null }] },
      'installer-may-be-blocked',
    ],
  ])('as a whole sentence that every language has', (start, changed, key) => {
    const says = restrictionWarning([policy(changed)], start, { programFolder: null });
    expect(keyOf(phrasebook(english), says ?? '')).toBe(`note.restrictions-${key}`);
  });

  test('nothing where it may start', () => {
    expect(notes({ policies: [policy()], starts: [at(HELPER)], programFolder: null })).toEqual([]);
    expect(notes({ policies: [], starts: [], programFolder: null })).toEqual([]);
  });

  test('that it could not be read, on a real Windows only', () => {
    expect(notes(null)).toMatchObject([{ code: 'restrictions-unreadable' }]);
    expect(notes(null, COPY)).toEqual([]);
  });

  test('on a copied disk, where to install on the instrument', () => {
    const found = { policies: [policy()], starts: [], programFolder: 'C:\\Program Files' };
    expect(notes(found, COPY)).toMatchObject([{ code: 'restrictions-on-disk' }]);
    expect(notes({ ...found, policies: [policy({ enforced: false })] }, COPY)).toEqual([]);
  });
});
