import { readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WINDOW_OPEN } from '../../main/fronts/electron/window-open.ts';
import { absent, newFolder, REPOSITORY, runProgram, ucsRemedy } from './harness.ts';
import { filesBelow, predicateOf } from './practice-instrument.ts';

const NPM = join(dirname(process.execPath), 'npm');
const noNpm = absent('`npm start`', [NPM]);

describe.skipIf(noNpm)('a newcomer with a fresh checkout and no terminal', () => {
  test('gets one practice instrument remediated by `npm start`, announced first, with the place of its receipt', async () => {
    const home = await newFolder();
    const { exitCode, stdout, stderr } = await runProgram(NPM, ['start'], { home, cwd: REPOSITORY });
    expect(exitCode, stderr).toBe(0);
    const said = stdout.slice(stdout.indexOf('PRACTICE'));
    expect(said).toMatch(/^PRACTICE: this machine shows no trace of an instrument/);
    expect(stdout.slice(0, stdout.indexOf('PRACTICE'))).not.toMatch(/exposed|mitigated/i);

    const receipt = /^Receipt: (\S+)$/m.exec(stdout)?.[1] ?? '';
    expect(receipt.startsWith(home)).toBe(true);
    expect(await predicateOf(receipt)).toMatchObject({ practice: true, overall: 'mitigated' });
    const pem = receipt.replace('.receipt.json', '.pub.pem');
    expect((await ucsRemedy(['verify', receipt, '--key', pem])).exitCode).toBe(0);
    expect((await readdir(dirname(receipt))).sort()).toEqual(
      ['.pub.pem', '.receipt.html', '.receipt.json'].map((end) => basename(receipt).replace('.receipt.json', end)),
    );
    expect((await filesBelow(home)).filter((file) => file.includes('/journal/')).length).toBe(1);
  });
});

describe.skipIf(noNpm)('an Electron that is there', () => {
  /** In the place of Electron's binary; the real one is not on every machine. */
  async function withFakeElectron(script: string, ...args: string[]) {
    const [folder, home] = [await newFolder(), await newFolder()];
    await writeFile(join(folder, 'electron'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const env = { DISPLAY: ':4711', ELECTRON_OVERRIDE_DIST_PATH: folder };
    return runProgram(NPM, ['start', '--', ...args], { home, cwd: REPOSITORY, env });
  }

  test('and cannot start leaves nobody without the wizard: the next front is tried, and said', async () => {
    const { exitCode, stdout, stderr } = await withFakeElectron('exit 127');
    expect(exitCode, stderr).toBe(0);
    const fronts = [...stdout.matchAll(/Front: (\w+)/g)].map(([, front]) => front);
    expect(fronts[0]).toBe('electron');
    expect(fronts.at(-1)).toBe('terminal');
    expect(stdout).toContain('because Electron could not open its window');
    expect(stdout).toMatch(/^Receipt: /m);
  });

  test('and was asked for is not replaced when it cannot start', async () => {
    const { exitCode, stdout } = await withFakeElectron('exit 127', '--front', 'electron');
    expect(exitCode).toBe(127);
    expect([...stdout.matchAll(/Front: /g)]).toHaveLength(1);
  });

  test('and ends with an error after the person saw its window does not begin anew elsewhere', async () => {
    const { exitCode, stdout } = await withFakeElectron(`echo '${WINDOW_OPEN}'; exit 1`);
    expect(exitCode).toBe(1);
    expect([...stdout.matchAll(/Front: /g)]).toHaveLength(1);
  });
});

test('the program itself never falls back to practice: without --practice it looks at this machine', async () => {
  const home = await newFolder();
  const { exitCode, stdout } = await ucsRemedy(['assess'], { home });
  expect(exitCode).toBe(13);
  expect(stdout).not.toContain('PRACTICE');
  expect(await filesBelow(home)).toEqual([]);
});
