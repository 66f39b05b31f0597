import { accessSync, constants } from 'node:fs';
import { execa } from 'execa';
import { type Fact, unavailable } from '../../model/fact.ts';

/** Where system tools live. Never the caller's PATH: it could lead to somebody else's program. */
const TOOL_FOLDERS = ['/usr/bin', '/usr/sbin', '/bin', '/sbin'];
const TIMEOUT_MS = 30_000;
const MAX_OUTPUT = 32 * 1024 * 1024;

/** How a tool ended: with an exit code, not at all because it is not installed, or without a result. */
export type ToolRun =
  | { kind: 'ran'; exitCode: number; stdout: string; stderr: string; source: string }
  | { kind: 'missing'; source: string }
  | { kind: 'failed'; detail: string; source: string };

/** Absolute path of a system tool; null when none of the system's folders has it. */
export function findTool(name: string): string | null {
  return TOOL_FOLDERS.map((folder) => `${folder}/${name}`).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us: for a caller that wants to run it that is the same.
    return false;
  }
}

/** Runs a system tool in the C locale with a clean environment. `source` names the call for people. */
export async function runTool(name: string, args: readonly string[], timeout = TIMEOUT_MS): Promise<ToolRun> {
  const source = [name, ...args].join(' ').slice(0, 300);
  const path = findTool(name);
  if (path === null) return { kind: 'missing', source };
  const result = await execa(path, args, {
    shell: false,
    reject: false,
    stdin: 'ignore',
    extendEnv: false,
    env: { LC_ALL: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    timeout,
    maxBuffer: MAX_OUTPUT,
  });
  if (result.exitCode === undefined || result.isMaxBuffer || result.timedOut) {
    const why = result.timedOut
      ? 'it did not answer in time'
      : result.isMaxBuffer
        ? 'it wrote too much'
        : 'it was stopped';
    return { kind: 'failed', detail: `${name} gave no result: ${why}.`, source };
  }
  return { kind: 'ran', exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr, source };
}

/** The fact for a tool that gave nothing to read. */
export function withoutResult(run: ToolRun): Fact<never> {
  switch (run.kind) {
    case 'missing':
      return unavailable('tool-missing', `The tool "${run.source.split(' ')[0]}" is not installed here.`, run.source);
    case 'failed':
      return unavailable('tool-failed', run.detail, run.source);
    case 'ran': {
      const said = run.stderr.trim().split('\n')[0]?.slice(0, 300) ?? '';
      return unavailable('tool-failed', `It ended with code ${run.exitCode}. ${said}`.trim(), run.source);
    }
  }
}

/** True when this process has the rights of root. */
export function isRoot(): boolean {
  return process.geteuid?.() === 0;
}
