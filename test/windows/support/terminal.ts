import { execa } from 'execa';
import type { Wine } from './wine.ts';

const SCRIPT = '/usr/bin/script';
/** Wide enough that no line is broken, and the whole result is on one screen. */
const SIZE = 'stty cols 250 rows 400';
/** A question is shown a moment before the keys are read one by one. */
const BEFORE_TYPING_MS = 300;

/** What is typed when the screen shows this text, in this order. What a person does beforehand goes into the function. */
export type Answers = readonly (readonly [shows: RegExp, typed: string | (() => Promise<string>)])[];

export interface TerminalEnd {
  exitCode: number | undefined;
  /** All that was shown, without the marks that move the cursor and change colours. */
  screen: string;
  /** How many answers nobody asked for. */
  unasked: number;
}

/**
 * Runs a program of Windows in a console, types answers, and waits for its end.
 *
 * @param console path of the compiled `console.c` in the prefix
 */
export async function atTerminal(
  wine: Wine,
  console: string,
  command: readonly string[],
  answers: Answers,
): Promise<TerminalEnd> {
  // `script` takes a line for a shell; the words reach it as variables, so that nothing is built into that line.
  const words = ['/usr/bin/wine', console, ...command];
  const named = Object.fromEntries(words.map((word, index) => [`WORD_${index}`, word]));
  const line = `${SIZE}; exec ${Object.keys(named)
    .map((name) => `"$${name}"`)
    .join(' ')}`;
  const terminal = execa(SCRIPT, ['-q', '-e', '-c', line, '/dev/null'], {
    env: { ...wine.environment, ...named, TERM: 'xterm', SHELL: '/bin/sh' },
    extendEnv: false,
    stdin: 'pipe',
    reject: false,
    timeout: 600_000,
  });
  const waiting = [...answers];
  let screen = '';
  let seen = 0;
  terminal.stdout?.on('data', async (chunk: Buffer) => {
    screen += chunk.toString('utf8');
    const [next] = waiting;
    if (next?.[0].test(plain(screen.slice(seen))) !== true) return;
    waiting.shift();
    seen = screen.length;
    const typed = typeof next[1] === 'string' ? next[1] : await next[1]();
    setTimeout(() => terminal.stdin?.write(`${typed}\r`), BEFORE_TYPING_MS);
  });
  const { exitCode } = await terminal;
  return { exitCode, screen: plain(screen), unasked: waiting.length };
}

/** A console of Windows draws: what is left is what was drawn. */
function plain(drawn: string): string {
  const mark = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z]`, 'g');
  return drawn.replaceAll(mark, '').replaceAll('\r', '');
}
