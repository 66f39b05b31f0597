import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
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

test('the program itself never falls back to practice: without --practice it looks at this machine', async () => {
  const home = await newFolder();
  const { exitCode, stdout } = await ucsRemedy(['assess'], { home });
  expect(exitCode).toBe(13);
  expect(stdout).not.toContain('PRACTICE');
  expect(await filesBelow(home)).toEqual([]);
});
