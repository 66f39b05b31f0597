import { HostChangeError } from '../../host.ts';
import { runTool } from '../tool.ts';

type Finished = Extract<Awaited<ReturnType<typeof runTool>>, { kind: 'ran' }>;

/** Runs a system tool that changes something and waits for its end. Throws `HostChangeError` tool-failed where it gave no result. */
export async function attempt(name: string, args: readonly string[], timeoutMs?: number): Promise<Finished> {
  const run = await runTool(name, args, timeoutMs);
  if (run.kind === 'ran') return run;
  const why = run.kind === 'missing' ? `the tool "${name}" is not installed here` : run.detail;
  throw new HostChangeError('tool-failed', why);
}

/** As `attempt`, and throws also where the tool says that it failed. That it says it worked proves nothing. */
export async function change(name: string, args: readonly string[], timeoutMs?: number): Promise<Finished> {
  const run = await attempt(name, args, timeoutMs);
  if (run.exitCode === 0) return run;
  throw new HostChangeError('tool-failed', `${run.source}: ${said(run)}`);
}

/** The first line a tool said about its failure. */
export function said({ exitCode, stderr, stdout }: Finished): string {
  const line = `${stderr}\n${stdout}`.split('\n').find((text) => text.trim() !== '');
  return `${line?.trim().slice(0, 300) ?? 'it said nothing'} (code ${exitCode})`;
}
