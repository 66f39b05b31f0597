import { describe, expect, test } from 'vitest';
import { errorCode } from './documents.ts';
import { absent, commandLine, startProgram } from './harness.ts';
import { PracticeInstrument } from './practice-instrument.ts';

const SCRIPT = '/usr/bin/script';
const noTerminal = absent('answering questions at a terminal', [SCRIPT]);

/** What is typed when the screen shows this text, in this order. */
type Answers = readonly (readonly [shows: RegExp, typed: string])[];

/** Runs the program at a pseudo terminal and answers its questions. */
async function atTerminal(instrument: PracticeInstrument, args: readonly string[], answers: Answers) {
  const [file, words] = commandLine(args, { dataDir: instrument.dataDir });
  // `script` takes a line for a shell; the words reach it as variables, so that nothing is built into that line.
  const named = [file, ...words].map((word, n) => [`WORD_${n}`, word] as const);
  const line = `exec ${named.map(([name]) => `"$${name}"`).join(' ')}`;
  const env = { ...Object.fromEntries(named), TERM: 'xterm', SHELL: '/bin/sh' };
  const terminal = startProgram(SCRIPT, ['-q', '-e', '-c', line, '/dev/null'], { env, piped: true }, instrument.home);
  const waiting = [...answers];
  let screen = '';
  let seen = 0;
  terminal.stdout?.on('data', (chunk: Buffer) => {
    screen += chunk.toString('utf8');
    const [next] = waiting;
    if (next?.[0].test(screen.slice(seen))) {
      waiting.shift();
      seen = screen.length;
      terminal.stdin?.write(next[1]);
    }
  });
  const { exitCode } = await terminal;
  return { exitCode, screen, unasked: waiting.length };
}

const START = ['run', '--practice', 'miseq-4.0-ruo', '--operator', 'A. Tech', '--site', 'Room 7'];
const RETURN = '\r';

describe.skipIf(noTerminal)('a person at the terminal', () => {
  test('sees verdicts and plan before anything changes, says yes, and ends with a closed instrument', async () => {
    const instrument = await PracticeInstrument.create('miseq-4.0-ruo');
    const { exitCode, screen, unasked } = await atTerminal(instrument, START, [
      [/is it idle/, `y${RETURN}`],
      [/Carry out this plan\?/, `y${RETURN}`],
      [/Password of .*sbsuser/, `practice-user${RETURN}`],
    ]);
    expect({ exitCode, unasked }, screen).toEqual({ exitCode: 0, unasked: 0 });
    expect(screen.indexOf('EXPOSED')).toBeLessThan(screen.indexOf('Carry out this plan?'));
    expect(screen).toContain('MITIGATED');
    expect(screen).toContain('Receipt: ');
    expect(screen).not.toContain('practice-user');
    expect((await instrument.command('assess')).exitCode).toBe(0);
  });

  test('says no, and nothing is changed; what was found is on a receipt', async () => {
    const instrument = await PracticeInstrument.create('miseq-4.0-ruo');
    const before = await instrument.state();
    const { exitCode, screen, unasked } = await atTerminal(instrument, START, [
      [/is it idle/, `y${RETURN}`],
      [/Carry out this plan\?/, `n${RETURN}`],
    ]);
    expect({ exitCode, unasked }, screen).toEqual({ exitCode: 10, unasked: 0 });
    expect(screen).toContain('Receipt: ');
    expect(await instrument.state()).toBe(before);
    expect(errorCode(await instrument.resume(), 2)).toBe('nothing-to-resume');
  });

  test('cannot say that it is idle, and nothing is changed', async () => {
    const instrument = await PracticeInstrument.create('miseq-4.0-ruo');
    const before = await instrument.state();
    const { exitCode, screen } = await atTerminal(instrument, START, [[/is it idle/, RETURN]]);
    expect(exitCode, screen).toBe(14);
    expect(await instrument.state()).toBe(before);
  });
});
