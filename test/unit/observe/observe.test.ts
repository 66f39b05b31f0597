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
    installerFile: nothing,
    ...readers,
  };
}

describe.each(FactName.options)('the reader of %s', (name) => {
  test('that fails costs its own fact only, with the reason', async () => {
    const failing = async () => Promise.reject(new Error('the tool broke'));
    const observation = await observe(hostWith({ [name]: failing }));
    expect(observation[name]).toMatchObject({ status: 'unavailable', cause: 'tool-failed' });
    expect(observation[name]).toHaveProperty('detail', expect.stringContaining('the tool broke'));
    const others = FactName.options.filter((other) => other !== name);
    expect(others.map((other) => observation[other])).toEqual(
      others.map(() => expect.objectContaining({ detail: 'not here' })),
    );
  });

  test('that fails before it gives a promise, with something that is no Error, does not stop the look', async () => {
    const failing = () => {
      throw 'a plain text';
    };
    const observation = await observe(hostWith({ [name]: failing }));
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
