import { describe, expect, test } from 'vitest';
import type { HostReader } from '../../../main/host/host.ts';
import { type Fact, read, unavailable } from '../../../main/model/fact.ts';
import { FactName } from '../../../main/model/observation.ts';
import { observe } from '../../../main/observe/observe.ts';
import { NOW } from './observations.ts';

const nothing = async (): Promise<Fact<never>> => unavailable('not-on-this-system', 'not here', 'test', NOW);

function hostWith(readers: Partial<HostReader>): HostReader {
  return {
    about: { kind: 'linux', practice: false, live: true, changeable: false, elevated: false },
    operatingSystem: nothing,
    machineId: nothing,
    bootId: nothing,
    clock: nothing,
    software: nothing,
    services: nothing,
    processes: nothing,
    listeners: nothing,
    firewall: nothing,
    accounts: nothing,
    session: nothing,
    fileVersions: nothing,
    runFolders: nothing,
    outputPlaces: nothing,
    pendingReboot: nothing,
    accountChanges: nothing,
    serviceChanges: nothing,
    remoteDesktop: nothing,
    connections: nothing,
    recentExecutables: nothing,
    programFolderFiles: nothing,
    logGaps: nothing,
    networkInterfaces: nothing,
    defaultRoutes: nothing,
    fileShares: nothing,
    restrictions: nothing,
    fileDigest: nothing,
    installerFile: nothing,
    ...readers,
  };
}

/** UCS as the services show it: then the folder of its program is known, and looked into. */
const ucsService = async () =>
  read(
    [
      {
        name: 'ucs.service',
        displayName: 'Universal Copy Service',
        imagePath: '/opt/ucs/ucs',
        account: null,
        state: 'stopped' as const,
        startType: 'manual' as const,
        pid: null,
      },
    ],
    'systemctl',
    NOW,
  );

describe.each(FactName.options)('the reader of %s', (name) => {
  test('that fails costs its own fact only, with the reason', async () => {
    const failing = async () => Promise.reject(new Error('the tool broke'));
    const observation = await observe(hostWith({ services: ucsService, [name]: failing }));
    expect(observation[name]).toMatchObject({ status: 'unavailable', cause: 'tool-failed' });
    expect(observation[name]).toHaveProperty('detail', expect.stringContaining('the tool broke'));
    // Without services nobody knows in whose folder to look; that says so itself.
    const related = name === 'services' ? ['services', 'programFolderFiles'] : ['services', name];
    const others = FactName.options.filter((other) => !related.includes(other));
    expect(others.map((other) => observation[other])).toEqual(
      others.map(() => expect.objectContaining({ detail: 'not here' })),
    );
  });

  test('that fails before it gives a promise, with something that is no Error, does not stop the look', async () => {
    const failing = () => {
      throw 'a plain text';
    };
    const observation = await observe(hostWith({ services: ucsService, [name]: failing }));
    expect(observation[name]).toMatchObject({ cause: 'tool-failed', detail: 'The reading stopped: a plain text' });
  });
});

test('what readers say goes into the observation unchanged', async () => {
  const software = read([{ name: 'x', version: '1', publisher: null }], 'dpkg', NOW);
  const observation = await observe(hostWith({ software: async () => software }));
  expect(observation.software).toEqual(software);
  expect(observation.host.kind).toBe('linux');
});

test('run folders are understood, a broken one does not take the others along', async () => {
  const folder = (path: string, xml: string) => ({
    path,
    changedAt: NOW,
    files: [],
    parameters: read(xml, `${path}/RunParameters.xml`, NOW),
    info: null,
  });
  const good = '<RunParameters><ApplicationName>iSeq Control Software</ApplicationName></RunParameters>';
  const folders = [folder('/a', '<RunParameters>'), folder('/b', good)];
  const { runFolders } = await observe(hostWith({ runFolders: async () => read(folders, '/runs', NOW) }));
  expect(runFolders).toMatchObject({
    status: 'read',
    value: [
      { path: '/a', record: { status: 'unavailable', cause: 'malformed' } },
      { path: '/b', record: { status: 'read', value: { applicationName: 'iSeq Control Software' } } },
    ],
  });
});

test('a reader that breaks the contract is a defect and throws, it never becomes a finding', async () => {
  const listeners = async () =>
    read(
      [{ protocol: 'tcp', family: 'ipv4', address: '0.0.0.0', port: 70_000, owner: { kind: 'process', pid: 1 } }],
      'x',
      NOW,
    );
  await expect(observe(hostWith({ listeners: listeners as HostReader['listeners'] }))).rejects.toThrow(/port/);
});

test('the folder of UCS is looked into, and that of a program it was made to start is not', async () => {
  const asked: string[][] = [];
  const processes = read(
    [
      { pid: 10, parentPid: 1, imagePath: '/opt/ucs/ucs', description: 'Universal Copy Service' },
      { pid: 11, parentPid: 10, imagePath: '/tmp/planted/x', description: null },
    ].map((process) => ({ ...process, name: 'x', account: null })),
    '/proc',
    NOW,
  );
  await observe(
    hostWith({
      services: async () => read([], 'systemctl', NOW),
      processes: async () => processes,
      programFolderFiles: async (folders) => {
        asked.push([...folders]);
        return read({ files: [], incomplete: [] }, 'test', NOW);
      },
    }),
  );
  expect(asked).toEqual([['/opt/ucs']]);
});

test.each([
  ['UCS was not found', null],
  ['UCS is started by a program of the system', '/usr/bin/dotnet'],
  ['UCS is started by a program of Windows', 'C:\\Windows\\System32\\svchost.exe -k ucs'],
])('where %s, files beside it are unavailable, never none', async (_why, imagePath) => {
  const process = { pid: 10, parentPid: 1, name: 'x', imagePath, description: 'Universal Copy Service', account: null };
  const { programFolderFiles } = await observe(
    hostWith({
      services: async () => read([], 'test', NOW),
      processes: async () => read(imagePath === null ? [] : [process], 'test', NOW),
      programFolderFiles: async () => read({ files: [], incomplete: [] }, 'test', NOW),
    }),
  );
  expect(programFolderFiles).toMatchObject({ status: 'unavailable', cause: 'not-known' });
});
