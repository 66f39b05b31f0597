import { setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';
import type { Failure } from '../../model/failure.ts';
import { helperArguments, helperEnvironment, howItEnded } from '../helper-command.ts';
import type { HelperLauncher, LaunchedHelper } from '../launcher.ts';
import { processIds, type SeenProcess, seeProcess, withAncestors } from './process-table.ts';
import { isVouchedFor } from './voucher.ts';

const LOOK_EVERY_MS = 100;
const ROOT = 0;

/** A tool of the system that asks a person and then starts a program as root. */
export interface ElevatingTool {
  /** Absolute path of the tool, and what stands before the program on its command line. */
  file: string;
  options: readonly string[];
  /** Absolute path of the helper, or of Node and its script. */
  program: readonly string[];
  /** True: it asks at the terminal of this process, so it must stay there and what it says must be seen. */
  atTerminal: boolean;
  /** What it means that the tool ended and no helper came. */
  refusal(end: { exitCode: number | undefined; signal: string | undefined; how: string }): Failure;
}

/**
 * Starts the helper through a tool that asks first, and resolves once the helper runs: the prompt is over then. It takes as
 * long as the person takes. The helper is recognised in the process table: root, below the process we started, and exactly
 * the command line we asked for. Throws the tool's `Failure` where it ended and no helper came.
 */
export function elevatingLauncher(tool: ElevatingTool): HelperLauncher {
  return async (address, nonce) => {
    const command = [...tool.program, ...helperArguments(address, nonce)];
    const child = execa(tool.file, [...tool.options, ...command], {
      shell: false,
      detached: !tool.atTerminal,
      cleanup: false,
      reject: false,
      stdin: 'ignore',
      stdout: 'ignore',
      stderr: tool.atTerminal ? ['pipe', 'inherit'] : 'pipe',
      maxBuffer: 64 * 1024,
      extendEnv: false,
      env: helperEnvironment(),
    });
    const ending: { end: Parameters<ElevatingTool['refusal']>[0] | null } = { end: null };
    const ended = child.then((result) => {
      const how = howItEnded(result);
      ending.end = { exitCode: result.exitCode, signal: result.signal, how };
      return how;
    });
    for (;;) {
      const helper = child.pid === undefined ? null : await findHelper(child.pid, tool.file, command);
      if (helper !== null) return launched(helper, ended, address, nonce);
      // Looked at after the table: a helper that came and went in between is a refusal of nothing.
      if (ending.end !== null) throw tool.refusal(ending.end);
      await Promise.race([ended, wait(LOOK_EVERY_MS)]);
    }
  };
}

function launched(helper: SeenProcess, ended: Promise<string>, address: string, nonce: string): LaunchedHelper {
  const { pid } = helper;
  return {
    pid,
    ended,
    isGenuine: (secretKey) => isVouchedFor(address, { nonce, pid, secretKey }),
  };
}

/** The process that is root, runs the command and nothing else, and descends from the one we started. */
async function findHelper(
  startedPid: number,
  toolFile: string,
  command: readonly string[],
): Promise<SeenProcess | null> {
  for (const pid of await processIds()) {
    const seen = await seeProcess(pid);
    if (seen === null || !runsExactly(seen.argv, toolFile, command)) continue;
    if (seen.uids.length !== 4 || seen.uids.some((uid) => uid !== ROOT)) continue;
    if ((await withAncestors(pid)).some((each) => each.pid === startedPid)) return seen;
  }
  return null;
}

/** A script stands behind the one interpreter its first line names; the tool itself stands behind nothing. */
function runsExactly(argv: readonly string[], toolFile: string, command: readonly string[]): boolean {
  const before = argv.slice(0, -command.length);
  const same = command.every((word, index) => argv[before.length + index] === word);
  return same && argv.length === before.length + command.length && before.length <= 1 && before[0] !== toolFile;
}
