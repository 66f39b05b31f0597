import { open } from 'node:fs/promises';
import { HostChangeError } from '../../../host.ts';
import { FULL_CHECK } from '../../rpm-signature.ts';
import { attempt, said } from '../change-tool.ts';
import { isStaged } from './staging.ts';

const RPM_MAGIC = 'edabeedb';
/** What may be added to an installation. Anything that weakens rpm's own checks is not among them. */
const HARMLESS = ['--replacepkgs', '--oldpackage', '--nosuggest', '--excludedocs'];
const INSTALL_MS = 3_600_000;

/**
 * Installs a staged rpm package after rpm has checked its signature and digests against its own keys. Any other kind of installer is
 * started by a person only. Throws `HostChangeError`: not-found, access-denied (not signed by a known key), tool-failed.
 */
export async function runInstaller(stagedPath: string, args: readonly string[]): Promise<{ exitCode: number }> {
  if (!(await isStaged(stagedPath))) throw new HostChangeError('not-found', `${stagedPath} is not a staged installer`);
  if (!(await isRpm(stagedPath))) {
    throw new HostChangeError(
      'access-denied',
      'only rpm packages are installed by the program; a person starts other installers',
    );
  }
  const odd = args.find((word) => !HARMLESS.includes(word));
  if (odd !== undefined) throw new HostChangeError('access-denied', `rpm is not started with "${odd}"`);
  const checked = await attempt('rpm', ['--checksig', ...FULL_CHECK, '--', stagedPath]);
  if (checked.exitCode !== 0) {
    throw new HostChangeError('access-denied', `rpm does not accept the signature or digests: ${said(checked)}`);
  }
  const { exitCode } = await attempt('rpm', ['-U', ...FULL_CHECK, ...args, '--', stagedPath], INSTALL_MS);
  return { exitCode };
}

async function isRpm(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString('hex') === RPM_MAGIC;
  } finally {
    await file.close();
  }
}
