import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, inject, it } from 'vitest';
import { newFolder } from '../practice/practice-bench.ts';

/** The built program, copied to an empty folder, with an empty home and nothing of this machine in its environment. */
async function alone() {
  const folder = await newFolder();
  const home = await newFolder();
  const program = join(folder, 'ucs-remedy.cjs');
  await copyFile(inject('program'), program);
  const env = { HOME: home, LC_ALL: 'C', PATH: `${dirname(process.execPath)}:/usr/bin:/bin` };
  const run = (...args: string[]) =>
    execa(process.execPath, [program, ...args], {
      cwd: home,
      env,
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      timeout: 50_000,
    });
  return { folder, home, program, run };
}

describe('the program is one file', () => {
  it('that shows the catalogue wherever it lies', async () => {
    const { run } = await alone();
    const { exitCode, stdout, stderr } = await run('catalogue', 'show', '--json');
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain('CSAFPID-00013');
    expect(() => JSON.parse(stdout)).not.toThrow();
  });

  it('that takes a practice instrument to its receipt, its helper being the same file', async () => {
    const { run, home, folder } = await alone();
    const practice = ['--practice', 'miseq-4.0-ruo', '--data-dir', join(home, 'data')];
    const { exitCode, stdout, stderr } = await run('run', ...practice, '--yes', '--confirm-idle', '--json');
    expect([exitCode, stderr]).toEqual([0, '']);
    const { receipt } = JSON.parse(stdout);
    expect(await readFile(receipt, 'utf8')).toContain('payload');
    expect(await readdir(folder)).toEqual(['ucs-remedy.cjs']);
    expect(await readdir(home)).toEqual(['data']);
  });

  it('that does not lose the result of a run where the receipt cannot be written to the stick', async () => {
    const { run, home } = await alone();
    const stick = join(home, 'stick');
    await writeFile(stick, 'a file, no folder');
    const practice = ['--practice', 'miseq-4.0-ruo', '--data-dir', join(home, 'data'), '--out', stick];
    const { exitCode, stdout } = await run('run', ...practice, '--yes', '--confirm-idle', '--json');
    const { error } = JSON.parse(stdout);
    expect([exitCode, error.code]).toEqual([1, 'receipt-not-written']);
    expect(error.message).toContain('overall: mitigated');
    const kept = /kept: (.+)$/.exec(error.message)?.[1] ?? '';
    expect(await readFile(kept, 'utf8')).toContain('payload');
  });

  it('that loads no module but those of Node', async () => {
    const text = await readFile(inject('program'), 'utf8');
    const required = [...text.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name ?? '');
    expect(required.length).toBeGreaterThan(10);
    expect([...new Set(required.filter((name) => !isBuiltin(name)))]).toEqual([]);
  });
});
