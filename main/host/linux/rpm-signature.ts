import { runTool, type ToolRun } from './tool.ts';

/** A package must carry a signature and digests, and both must hold by the keys rpm itself has. */
export const FULL_CHECK = ['--define', '_pkgverify_level all'];
/** rpm would take these as a pattern and could look at another file than the one that is meant. */
const PATTERN = /[*?[\]{}\\]/;

/** Whether rpm can be asked about exactly this file. */
export function isPlainRpmPath(path: string): boolean {
  return !PATTERN.test(path);
}

/** Has rpm check signature and digests of a package file. Exit code 0: they hold by the keys of this system. */
export function checkRpmSignature(path: string): Promise<ToolRun> {
  return runTool('rpm', ['--checksig', ...FULL_CHECK, '--', path]);
}

/** Why rpm would not install a package file, in words; null where it would. */
export async function rpmRefusal(path: string): Promise<string | null> {
  if (!isPlainRpmPath(path)) return 'its path has characters that rpm would take for a pattern';
  const checked = await checkRpmSignature(path);
  if (checked.kind === 'missing') return 'the tool "rpm" to check it is not installed here';
  const accepted = checked.kind === 'ran' && checked.exitCode === 0;
  return accepted ? null : 'rpm does not accept its signature or its digests with the keys this system has';
}
