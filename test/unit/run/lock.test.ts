import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { takeRunLock } from '../../../main/run/lock.ts';
import { newFolder } from '../practice/practice-bench.ts';
import { failureOf } from './run-bench.ts';

const LOCK_MODULE = join(import.meta.dirname, '../../../main/run/lock.ts');
const held = { code: 'run-in-progress-elsewhere', exitCode: 1 };

/** Takes the lock of a folder when told to, says whether it has it, and keeps it until its input ends. */
const TAKER = `
  import { takeRunLock } from ${JSON.stringify(LOCK_MODULE)};
  async function main() {
    process.stdout.write('ready\\n');
    await new Promise((resolve) => process.stdin.once('data', resolve));
    try {
      await takeRunLock(process.argv[2], 'taker');
      process.stdout.write('won\\n');
    } catch (error) {
      process.stdout.write(error.code + '\\n');
    }
    await new Promise((resolve) => process.stdin.once('end', resolve));
  }
  main();
`;

async function takerProgram(): Promise<string> {
  const program = join(await newFolder(), 'taker.cjs');
  const contents = { contents: TAKER, resolveDir: import.meta.dirname, loader: 'ts' } as const;
  await build({ stdin: contents, bundle: true, platform: 'node', format: 'cjs', outfile: program });
  return program;
}

function startTaker(program: string, folder: string) {
  const child = execa(process.execPath, [program, folder], { reject: false, stdin: 'pipe', buffer: false });
  const lines: string[] = [];
  const waiting: (() => void)[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    lines.push(...chunk.toString().trim().split('\n'));
    for (const wake of waiting.splice(0)) wake();
  });
  const line = async (index: number): Promise<string> => {
    while (lines[index] === undefined) await new Promise<void>((wake) => waiting.push(wake));
    return lines[index] ?? '';
  };
  return {
    pid: child.pid,
    ready: () => line(0),
    go: () => child.stdin.write('go\n'),
    answer: () => line(1),
    async end() {
      child.stdin.end();
      await child;
    },
    async kill() {
      child.kill('SIGKILL');
      await child;
    },
  };
}

describe('two runs never work on one instrument at the same time', () => {
  it('whoever comes second is told who works there, and the lock is free afterwards', async () => {
    const folder = await newFolder();
    const lock = await takeRunLock(folder, 'A. Tech');
    expect(await failureOf(takeRunLock(folder, 'B. Other'))).toEqual(held);
    await expect(takeRunLock(folder, 'B. Other')).rejects.toThrow(`A. Tech, process ${process.pid}`);
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
    await (await takeRunLock(folder, 'B. Other')).release();
  });

  it('of many that start at the same moment at most one goes on, also over the lock of a dead one', async () => {
    const program = await takerProgram();
    for (let round = 0; round < 4; round += 1) {
      const folder = await newFolder();
      if (round % 2 === 1) await writeFile(join(folder, 'run-1.lock'), holder({ pid: 2 ** 22 + 1 }));
      const takers = Array.from({ length: 6 }, () => startTaker(program, folder));
      await Promise.all(takers.map(({ ready }) => ready()));
      for (const taker of takers) taker.go();
      const answers = await Promise.all(takers.map(({ answer }) => answer()));
      expect(answers.filter((answer) => answer === 'won').length).toBeLessThanOrEqual(1);
      expect(answers.filter((answer) => answer !== 'won')).toEqual(
        answers.filter((answer) => answer === 'run-in-progress-elsewhere'),
      );
      await Promise.all(takers.map((taker) => taker.end()));
      await (await takeRunLock(folder, 'next')).release();
    }
  });

  it('the lock of a process that was killed is recognised and taken over', async () => {
    const folder = await newFolder();
    const taker = startTaker(await takerProgram(), folder);
    await taker.ready();
    taker.go();
    expect(await taker.answer()).toBe('won');
    expect(await failureOf(takeRunLock(folder, 'me'))).toEqual(held);
    await taker.kill();
    await (await takeRunLock(folder, 'me')).release();
    expect(await readdir(folder)).toEqual([]);
  });
});

function holder(changed: Record<string, unknown>): string {
  const startedAt = 'another boot 1';
  return JSON.stringify({ pid: process.pid, startedAt, holder: 'X', since: '2026-11-23T08:00:00Z', ...changed });
}

describe('a lock that was left behind', () => {
  it('by a process whose number now belongs to another one is stale', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'run-7.lock'), holder({}));
    const lock = await takeRunLock(folder, 'me');
    expect(await readdir(folder)).toEqual(['run-8.lock']);
    await lock.release();
  });

  it('with an unknown start time counts as held while its process lives', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'run-1.lock'), holder({ startedAt: null }));
    expect(await failureOf(takeRunLock(folder, 'me'))).toEqual(held);
    expect(await readdir(folder)).toEqual(['run-1.lock']);
  });

  it('half written or without content is nobody\u2019s', async () => {
    for (const content of ['', '{"pid":', '{}']) {
      const folder = await newFolder();
      await writeFile(join(folder, 'run-1.lock'), content);
      await (await takeRunLock(folder, 'me')).release();
    }
  });

  it('by a process that has ended and was not fetched by its parent is stale', async () => {
    // The shell becomes a program that never asks how its child ended, before it ends: the child stays as a zombie.
    const parent = execa('/bin/sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60'], { reject: false, buffer: false });
    const pid = Number(
      await new Promise<string>((resolve) => parent.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()))),
    );
    const zombie = await waitForZombie(pid);
    const bootId = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    const folder = await newFolder();
    await writeFile(join(folder, 'run-1.lock'), holder({ pid, startedAt: `${bootId} ${zombie}` }));
    await (await takeRunLock(folder, 'me')).release();
    parent.kill('SIGKILL');
    await parent;
  });
});

/** Start time of a process, once it is a zombie. */
async function waitForZombie(pid: number): Promise<string> {
  for (;;) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return fields[19] ?? '';
    await new Promise(setImmediate);
  }
}

it('files and folders of others in the same place are left alone', async () => {
  const folder = await newFolder();
  await mkdir(join(folder, 'run-x.lock'));
  await writeFile(join(folder, '20261123t080000z-00000001.jsonl'), '');
  await (await takeRunLock(folder, 'me')).release();
  expect((await readdir(folder)).sort()).toEqual(['20261123t080000z-00000001.jsonl', 'run-x.lock']);
});
