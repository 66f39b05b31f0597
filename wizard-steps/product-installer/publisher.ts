import type { PackInstaller } from '../../main/catalogue/site-pack.ts';
import type { InstallerFile } from '../../main/model/installer.ts';

/** The publisher whose signature is trusted on instruments: the organisation in Illumina's code-signing certificates. */
const VENDOR = 'Illumina, Inc.';

/** Signs the invented installers of practice instruments; worth nothing on a real one. */
const PRACTICE_VENDOR = 'Practice Publisher';

/**
 * Whether an installer may run: its digest is one a trusted site pack names, or it is signed by the pinned publisher. The
 * answer is the reason for people when it may not.
 *
 * @param named what a site pack says about the file with this digest; null where no pack names it
 */
export function refusalOf(
  installer: InstallerFile,
  practice: boolean,
  named: PackInstaller | null = null,
): string | null {
  // Whatever a pack says of a file, the system would not install it.
  if (installer.systemRefuses !== undefined) return installer.systemRefuses;
  if (named !== null) return signerRefusal(installer, named);
  const pinned = practice ? PRACTICE_VENDOR : VENDOR;
  if (installer.signer === null) return 'it carries no signature that holds';
  if (installer.signer.organisation === pinned) return null;
  return `it is signed by "${installer.signer.organisation}", not by "${pinned}"`;
}

/** The digest decides; a signature that names somebody else than the pack says all the same that one of both is wrong. */
function signerRefusal({ signer }: InstallerFile, named: PackInstaller): string | null {
  const expected = named.signer.value;
  if (signer === null || expected === null || signer.organisation === expected) return null;
  return `it is signed by "${signer.organisation}", and the site pack names "${expected}"`;
}
