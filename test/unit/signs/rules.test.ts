import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FactName, type Observation } from '../../../main/model/observation.ts';
import type { Connection, ProgramFolderFile } from '../../../main/model/sign-facts.ts';
import { SIGN_RULES } from '../../../wizard-steps/exploitation-signs/rules.ts';
import { having, listener, observation, service, UCS_PID, ucsProcess, without } from '../assess/machines.ts';
import { codesOf, LONG_AGO, signsOf, withStarted, YESTERDAY } from './machines.ts';

const OWN = 'C:\\Program Files\\Illumina\\UCS';

function connection(changed: Partial<Connection>): Observation {
  const one = {
    family: 'ipv4',
    localAddress: '10.0.0.5',
    localPort: 5000,
    remoteAddress: '203.0.113.7',
    remotePort: 443,
  };
  return having({ connections: [{ ...one, pid: UCS_PID, ...changed }] });
}

function beside(changed: Partial<ProgramFolderFile>): Observation {
  const file = { path: `${OWN}\\x.dll`, changedAt: YESTERDAY, size: 1, executable: true, fromInstaller: false };
  return having({ programFolderFiles: { files: [{ ...file, ...changed }], incomplete: [] } });
}

const account = (name: string, change: string, at = YESTERDAY) =>
  having({ accountChanges: [{ account: name, change, at }] });
const program = (path: string, changedAt = YESTERDAY) =>
  having({ recentExecutables: { files: [{ path, changedAt, size: 1 }], incomplete: [] } });

const SEEN: [code: string, what: string, machine: Observation][] = [
  ['ucs-started-shell', 'cmd.exe under UCS', withStarted('C:\\Windows\\System32\\cmd.exe')],
  ['ucs-started-shell', 'PowerShell in capitals', withStarted('C:\\WINDOWS\\System32\\PowerShell.EXE')],
  ['ucs-started-shell', 'a shell that lies in the folder of UCS', withStarted(`${OWN}\\cmd.exe`)],
  ['ucs-started-shell', 'python3.11 under UCS', withStarted('/usr/bin/python3.11')],
  [
    'ucs-started-shell',
    'a shell under a shell under UCS',
    having({
      processes: [
        ucsProcess(),
        ucsProcess({
          pid: 501,
          parentPid: 500,
          name: 'worker.exe',
          imagePath: `${OWN}\\worker.exe`,
          description: null,
        }),
        ucsProcess({ pid: 502, parentPid: 501, name: 'sh', imagePath: '/bin/sh', description: null }),
      ],
    }),
  ],
  [
    'ucs-started-shell',
    'a shell in the unit of UCS that cut the line to its parent',
    having({
      services: [service({ displayName: 'Universal Copy Service' })],
      processes: [ucsProcess(), ucsProcess({ pid: 700, parentPid: 1, name: 'bash', imagePath: '/bin/bash' })],
    }),
  ],
  [
    'ucs-runs-from-run-or-temp-folder',
    'a program in the temp folder of Windows',
    withStarted('C:\\Windows\\Temp\\a.exe'),
  ],
  ['ucs-runs-from-run-or-temp-folder', 'a program in /dev/shm', withStarted('/dev/shm/a')],
  [
    'ucs-runs-from-run-or-temp-folder',
    'a program in a run folder',
    withStarted('D:\\runs\\run1\\a.exe', {
      runFolders: [{ path: 'D:\\Runs\\Run1', changedAt: YESTERDAY, files: [], record: observation().runFolders }],
    }),
  ],
  ['foreign-file-beside-ucs', 'a new library the installer did not bring', beside({})],
  ['foreign-file-beside-ucs', 'one dated in the future', beside({ changedAt: '2027-01-01T00:00:00.000Z' })],
  ['ucs-outside-connection', 'UCS talks to an address of the Internet', connection({})],
  ['ucs-outside-connection', 'the same by IPv6', connection({ remoteAddress: '2001:db8::7' })],
  ['ucs-outside-connection', 'to an address nobody can read', connection({ remoteAddress: '?' })],
  ['ucs-started-other-program', 'a program from another folder', withStarted('C:\\Other\\x.exe')],
  ['ucs-started-other-program', 'a program whose place could not be read', withStarted(null)],
  [
    'ucs-child-listens',
    'a foreign child that takes connections',
    withStarted('C:\\Other\\x.exe', { listeners: [listener({ port: 4444, owner: { kind: 'process', pid: 501 } })] }),
  ],
  ['unexplained-file-beside-ucs', 'a new file whose origin is unknown', beside({ fromInstaller: null })],
  ['unexplained-file-beside-ucs', 'an old file that is not from the installer', beside({ changedAt: LONG_AGO })],
  ['unattributed-outside-connection', 'a connection of nobody knows whom', connection({ pid: null })],
  ['new-administrator', 'a new account that is an administrator', account('sbsadmin', 'created')],
  ['new-administrator', 'a new account that is not in the list', account('gone', 'created')],
  ['new-administrator', 'a standard account that became one', account('sbsuser', 'became-administrator')],
  [
    'new-administrator',
    'a new account while accounts could not be read',
    without(['accounts'], account('sbsuser', 'created')),
  ],
  [
    'new-service',
    'a service installed yesterday',
    having({ serviceChanges: [{ service: 'x', change: 'installed', at: YESTERDAY }] }),
  ],
  ['program-in-run-or-temp-folder', 'a program put there yesterday', program('C:\\Windows\\Temp\\u.exe')],
  ['remote-desktop-on', 'remote desktop', having({ remoteDesktop: { enabled: true, through: [] } })],
  ['log-gap', 'a cleared log', having({ logGaps: [{ log: 'Security', what: 'cleared', from: null, to: null }] })],
];

const NOT_SEEN: [code: string, what: string, machine: Observation][] = [
  ['ucs-started-shell', 'UCS itself, whatever it is called', having({ processes: [ucsProcess({ name: 'python3' })] })],
  [
    'ucs-started-shell',
    'a shell that somebody else started',
    having({ processes: [ucsProcess(), ucsProcess({ pid: 9, parentPid: 1, name: 'cmd.exe', description: null })] }),
  ],
  ['ucs-runs-from-run-or-temp-folder', 'a program of UCS in its own folder', withStarted(`${OWN}\\worker.exe`)],
  [
    'ucs-runs-from-run-or-temp-folder',
    'a folder whose name only begins like a run folder',
    withStarted('D:\\runs\\run10\\a.exe', {
      runFolders: [{ path: 'D:\\runs\\run1', changedAt: YESTERDAY, files: [], record: observation().runFolders }],
    }),
  ],
  ['foreign-file-beside-ucs', 'a file of the installer', beside({ fromInstaller: true })],
  ['foreign-file-beside-ucs', 'a text file', beside({ executable: false })],
  [
    'unexplained-file-beside-ucs',
    'an old file whose origin is unknown',
    beside({ fromInstaller: null, changedAt: LONG_AGO }),
  ],
  ['ucs-outside-connection', 'UCS copies to a share of the lab', connection({ remoteAddress: '192.168.7.9' })],
  ['ucs-outside-connection', 'another program talks to the Internet', connection({ pid: 4 })],
  ['ucs-started-other-program', 'the console host of Windows', withStarted('C:\\Windows\\System32\\conhost.exe')],
  ['ucs-started-other-program', 'a worker in a folder below that of UCS', withStarted(`${OWN}\\bin\\worker.exe`)],
  [
    'ucs-child-listens',
    'a worker of UCS that takes connections',
    withStarted(`${OWN}\\worker.exe`, { listeners: [listener({ owner: { kind: 'process', pid: 501 } })] }),
  ],
  ['new-administrator', 'a new standard account', account('sbsuser', 'created')],
  ['new-administrator', 'an administrator made long ago', account('sbsadmin', 'created', LONG_AGO)],
  [
    'new-service',
    'a service installed long ago',
    having({ serviceChanges: [{ service: 'x', change: 'installed', at: LONG_AGO }] }),
  ],
  ['program-in-run-or-temp-folder', 'one put there long ago', program('C:\\Windows\\Temp\\u.exe', LONG_AGO)],
];

describe('signs of exploitation', () => {
  it.each(SEEN)('%s: %s is a sign', (code, _what, machine) => {
    const finding = signsOf(machine).find((each) => each.code === code);
    expect(finding?.grade).toBe(SIGN_RULES.find((rule) => rule.code === code)?.grade);
    expect(finding?.evidence).not.toEqual([]);
  });

  it.each(NOT_SEEN)('%s: %s is none', (code, _what, machine) => {
    expect(codesOf(machine)).not.toContain(code);
  });

  it('every rule has a case that shows it', () => {
    expect(new Set(SEEN.map(([code]) => code))).toEqual(new Set(SIGN_RULES.map(({ code }) => code)));
  });

  it('every rule stands in the README with its grade and what it rests on', () => {
    const readme = readFileSync('wizard-steps/exploitation-signs/README.md', 'utf8');
    const rows = [...readme.matchAll(/^\| `([^`]+)` \| (\w+) \| .* \| ([\w, ]+) \|$/gm)].map(([, ...row]) => row);
    expect(rows).toEqual(SIGN_RULES.map(({ code, grade, restsOn }) => [code, grade, restsOn.join(', ')]));
  });
});

describe('where nothing was found', () => {
  it('it is said that this is no proof, and never that the instrument is clean', () => {
    const [note, ...more] = signsOf(observation());
    expect(more).toEqual([]);
    expect(note).toMatchObject({ code: 'no-signs-found', grade: 'note' });
    expect(note?.says).toBe('No signs were found in what could be read; that is no proof.');
  });

  it('everything that could not be read is named', () => {
    const [note] = signsOf(without(FactName.options));
    expect(note?.code).toBe('no-signs-found');
    const named = new Set(note?.evidence.map(({ fact }) => fact));
    expect(named).toEqual(new Set(SIGN_RULES.flatMap(({ restsOn }) => restsOn)));
    expect(note?.says).toContain('Could not be read: services, processes');
  });

  it('a search that was not finished, and UCS not found running, are named too', () => {
    const files = { files: [], incomplete: ['The search stopped.'] };
    const [note] = signsOf(having({ services: [], processes: [], recentExecutables: files }));
    expect(note?.evidence.map(({ says }) => says)).toEqual([
      'The search stopped.',
      'The copy service (UCS) was not found running, so what it started was not seen.',
    ]);
  });
});

it('a flood of planted files does not hide how many there are', () => {
  const files = Array.from({ length: 50 }, (_, index) => ({ path: `/tmp/${index}`, changedAt: YESTERDAY, size: 1 }));
  const finding = signsOf(having({ recentExecutables: { files, incomplete: [] } })).find(
    ({ code }) => code === 'program-in-run-or-temp-folder',
  );
  expect(finding?.evidence).toHaveLength(21);
  expect(finding?.evidence.at(-1)?.says).toContain('30 more');
});
