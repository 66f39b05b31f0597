import pc from 'picocolors';
import { EXIT, type ExitCode, Failure, type Problem } from '../../model/failure.ts';

/** Where a command writes. With `--json` exactly one document goes to standard output, whatever happens. */
export interface Output {
  readonly json: boolean;
  readonly colours: ReturnType<typeof pc.createColors>;
  /** A line for people; nothing with `--json`. */
  line(text?: string): void;
  /** The document of a command; nothing without `--json`. */
  document(value: unknown): void;
}

/** The colours of this program, or a control character from outside: also one that turns the direction of writing. */
const CONTROL = new RegExp(
  `${String.fromCharCode(27)}\\[(?:1|2|22|31|32|33|39)m|(?![\\n\\t])[\\p{Cc}\\p{Bidi_Control}]`,
  'gu',
);

/** Names from a machine (of files, services, accounts) must not be able to paint over a verdict on the screen. */
function harmless(text: string): string {
  return text.replace(CONTROL, (found) => (found.length > 1 ? found : '\ufffd'));
}

/** Colour only on a terminal, and never as the only sign of anything. */
export function createOutput(json: boolean): Output {
  const colours = pc.createColors(!json && process.stdout.isTTY === true && pc.isColorSupported);
  return {
    json,
    colours,
    line(text = '') {
      if (!json) process.stdout.write(`${harmless(text)}\n`);
    },
    document(value) {
      if (json) process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
  };
}

/** Tells a person (or, with `--json`, a program) what went wrong and what to do, and gives the exit code. */
export function reportError(output: Output, error: unknown): ExitCode {
  const failure = error instanceof Failure ? error : internalError(error);
  output.document({ error: failure.problem });
  if (!output.json) process.stderr.write(`${harmless(problemText(failure.problem, output))}\n`);
  return failure.exitCode;
}

/** A problem in words: what happened, what to do, and the code to quote to support. */
export function problemText({ code, message, next }: Problem, { colours }: Output): string {
  return `${colours.red('Problem:')} ${message}\n${colours.bold('What to do:')} ${next}\n${colours.dim(`(${code})`)}`;
}

function internalError(error: unknown): Failure {
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new Failure(
    {
      code: 'internal-error',
      message: `Something went wrong inside the program (${detail}).`,
      next: 'Run `ucs-remedy resume` if a run was under way, and report this message to support.',
    },
    EXIT.error,
    error,
  );
}
