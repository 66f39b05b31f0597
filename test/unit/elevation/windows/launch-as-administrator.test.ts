import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type ConsentPort, launchAsAdministrator } from '../../../../main/elevation/windows/launch-as-administrator.ts';
import { windowsElevation } from '../../../../main/elevation/windows/windows-elevation.ts';
import type { AdministratorStart } from '../../../../main/host/windows/win32/process/run-as-administrator.ts';
import { Win32Error } from '../../../../main/host/windows/win32/win32-error.ts';

const ADDRESS = '\\\\.\\pipe\\ucs-remedy-0123456789abcdef0123456789abcdef';
const NONCE = '0123456789abcdef0123456789abcdef';

/** A made-up Windows that notes what it is asked to start. */
function fakeWindows(refuses?: { call: string; code: number }) {
  const started: AdministratorStart[] = [];
  const held: string[] = [];
  const port: ConsentPort = {
    systemFolder: () => 'C:\\WINDOWS\\system32',
    async whileHeld(path, work) {
      held.push(`held ${path}`);
      if (refuses?.call === 'CreateFileW') throw new Win32Error(refuses.call, refuses.code);
      try {
        return await work();
      } finally {
        held.push('let go');
      }
    },
    async run(start) {
      started.push(start);
      held.push('started');
      if (refuses !== undefined) throw new Win32Error(refuses.call, refuses.code);
      return { pid: 4711, ended: Promise.resolve(15) };
    },
  };
  return { port, started, held };
}

async function helperFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ucs-helper-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'ucs-remedy.exe');
  await writeFile(file, 'the helper');
  return file;
}

describe('starting the helper with the rights of an administrator', () => {
  test('starts the executable itself, from System32, and keeps it from being exchanged while Windows asks', async () => {
    const { port, started, held } = fakeWindows();
    const helper = await launchAsAdministrator('C:\\Program Files\\UCS\\ucs-remedy.exe', null, port)(ADDRESS, NONCE);
    expect(helper.pid).toBe(4711);
    expect(await helper.ended).toBe('exit code 15');
    expect(started).toEqual([
      {
        file: 'C:\\Program Files\\UCS\\ucs-remedy.exe',
        words: ['helper', '--channel', ADDRESS, '--nonce', NONCE],
        folder: 'C:\\WINDOWS\\system32',
      },
    ]);
    expect(held).toEqual(['held C:\\Program Files\\UCS\\ucs-remedy.exe', 'started', 'let go']);
  });

  test.each([
    ['the person said no', 'ShellExecuteExW', 1223, 'elevation-declined'],
    ['no question can be asked', 'ShellExecuteExW', 740, 'elevation-not-possible'],
    ['the service that asks is switched off', 'ShellExecuteExW', 1058, 'elevation-not-possible'],
    ['a Software Restriction Policy', 'ShellExecuteExW', 1260, 'elevation-blocked-by-policy'],
    ['a code integrity policy', 'ShellExecuteExW', 4551, 'elevation-blocked-by-policy'],
    ['a wrong administrator password', 'ShellExecuteExW', 1326, 'elevation-credentials-refused'],
    ['a locked administrator account', 'ShellExecuteExW', 1909, 'elevation-credentials-refused'],
    ['it disappeared', 'ShellExecuteExW', 2, 'helper-missing'],
    ['it is not there', 'CreateFileW', 2, 'helper-missing'],
    ['somebody is writing to it', 'CreateFileW', 32, 'helper-altered'],
    ['it is no program any more', 'ShellExecuteExW', 193, 'helper-altered'],
    ['its hash is not the signed one', 'ShellExecuteExW', 577, 'helper-altered'],
    ['a virus scanner', 'ShellExecuteExW', 225, 'helper-held-back'],
    ['anything else', 'ShellExecuteExW', 8, 'elevation-failed'],
  ])('tells apart why not: %s', async (_name, call, code, expected) => {
    const { port, started, held } = fakeWindows({ call, code });
    const launch = launchAsAdministrator('C:\\x\\ucs-remedy.exe', null, port);
    await expect(launch(ADDRESS, NONCE)).rejects.toMatchObject({ code: expected, exitCode: 15 });
    expect(started.length).toBe(call === 'CreateFileW' ? 0 : 1);
    if (call !== 'CreateFileW') expect(held.at(-1)).toBe('let go');
  });

  test('the number of an unknown error is told, because its words are in the language of the system', async () => {
    const { port } = fakeWindows({ call: 'ShellExecuteExW', code: 4242 });
    const launch = launchAsAdministrator('C:\\x\\ucs-remedy.exe', null, port);
    await expect(launch(ADDRESS, NONCE)).rejects.toMatchObject({ message: expect.stringContaining('4242') });
  });

  test('an exchanged helper is never started', async () => {
    const file = await helperFile();
    const digest = createHash('sha256').update('the helper').digest('hex');
    const good = fakeWindows();
    await launchAsAdministrator(file, digest, good.port)(ADDRESS, NONCE);
    expect(good.started.length).toBe(1);
    await writeFile(file, 'another helper');
    const bad = fakeWindows();
    await expect(launchAsAdministrator(file, digest, bad.port)(ADDRESS, NONCE)).rejects.toMatchObject({
      code: 'helper-altered',
    });
    expect(bad.started).toEqual([]);
  });
});

describe('the way to the rights of an administrator', () => {
  test('asks nothing where the program has them already', () => {
    expect(windowsElevation('C:\\x\\ucs-remedy.exe', true)).toMatchObject({ way: 'none-needed', program: null });
  });

  test('says beforehand that Windows will ask, and about which program', () => {
    expect(windowsElevation('C:\\x\\UCS-Remedy.EXE', false)).toMatchObject({
      way: 'runas',
      program: 'C:\\x\\UCS-Remedy.EXE',
    });
  });

  test('a script that anybody may have written to gets no more rights', async () => {
    const way = windowsElevation('C:\\src\\build\\ucs-remedy.cjs', false);
    expect(way.way).toBe('not-possible');
    await expect(way.launch(ADDRESS, NONCE)).rejects.toMatchObject({ code: 'elevation-not-possible', exitCode: 15 });
  });
});
