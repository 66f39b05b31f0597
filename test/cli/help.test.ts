import { describe, expect, test } from 'vitest';
import { type Finished, ucsRemedy } from './harness.ts';

/** The commands a work order named. There may be more; each must explain itself. */
const NAMED = [
  ...['assess', 'plan', 'run', 'resume', 'rollback', 'verify', 'probe', 'attach', 'key', 'key show', 'key trust'],
  ...['catalogue', 'catalogue show', 'practice', 'practice list', 'practice reboot'],
];

/** The options a work order named; a person finds each in the help of its command. */
const OPTIONS: Record<string, string[]> = {
  assess: ['--practice', '--root', '--data-dir', '--json', '--product', '--version'],
  plan: ['--practice', '--data-dir', '--json', '--decline', '--installer', '--account', '--change-control'],
  run: [
    ...['--practice', '--data-dir', '--json', '--yes', '--approve', '--operator', '--role', '--site', '--reason'],
    ...['--out', '--decline', '--installer', '--account', '--confirm-idle'],
    ...['--change-control', '--authorised-by', '--guide-read'],
  ],
  resume: ['--practice', '--data-dir', '--json', '--confirm-idle', '--account'],
  rollback: ['--practice', '--data-dir', '--json', '--operator', '--account'],
  verify: ['--key', '--trust', '--probe-key', '--json'],
  probe: ['--receipt', '--ports', '--out', '--json'],
  attach: ['--json'],
};

/** Commands of the listing below "Commands:", hidden ones not. */
function subcommands(help: string): string[] {
  const listing = /\nCommands:\n([\s\S]*?)(\n\n|$)/.exec(help)?.[1] ?? '';
  return [...listing.matchAll(/^ {2}(\S+)/gm)].map(([, name]) => name ?? '').filter((name) => name !== 'help');
}

/** A command and everything below it, as the help lists them. */
async function commandsFrom(words: string[]): Promise<{ words: string[]; help: Finished }[]> {
  const help = await ucsRemedy([...words, '--help']);
  const below = await Promise.all(subcommands(help.stdout).map((name) => commandsFrom([...words, name])));
  return [{ words, help }, ...below.flat()];
}

const commands = (await commandsFrom([])).map(({ words, help }) => [words.join(' '), help] as const);

describe.concurrent('somebody who has only the program', () => {
  test('finds every command in the help, and the exit codes', async () => {
    expect(commands.map(([name]) => name)).toEqual(expect.arrayContaining(NAMED));
    const { stdout } = await ucsRemedy(['--help']);
    for (const code of [0, 1, 2, 10, 11, 12, 13, 14, 15, 16, 17, 18]) {
      expect(stdout).toMatch(new RegExp(`^.* ${code}  [a-z]`, 'm'));
    }
  });

  test.each(commands)('finds out by `%s --help` how to use it, with an example', (name, help) => {
    expect(help.exitCode).toBe(0);
    expect(help.stderr).toBe('');
    expect(help.stdout).toMatch(/^Usage: ucs-remedy/);
    expect(help.stdout).toMatch(/\nExample:\n {2}ucs-remedy /);
    for (const option of OPTIONS[name] ?? []) expect(help.stdout).toContain(option);
  });

  test('gets the help, and the code of wrong use, when they type no command', async () => {
    const { exitCode, stdout } = await ucsRemedy([]);
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/^Usage: ucs-remedy/);
  });

  test('is told what to do next when they mistype', async () => {
    const { exitCode, stdout, stderr } = await ucsRemedy(['asses']);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('assess');
    expect(stderr).toMatch(/What to do: /);
  });
});
