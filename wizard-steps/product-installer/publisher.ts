import type { InstallerFile } from '../../main/model/installer.ts';

/** The publisher whose signature is trusted on instruments: the organisation in Illumina's code-signing certificates. */
const VENDOR = 'Illumina, Inc.';

/** Signs the invented installers of practice instruments; worth nothing on a real one. */
const PRACTICE_VENDOR = 'Practice Publisher';

/** Whether an installer may run: signed by the pinned publisher. The answer is the reason for people when it may not. */
export function refusalOf(installer: InstallerFile, practice: boolean): string | null {
  const pinned = practice ? PRACTICE_VENDOR : VENDOR;
  if (installer.signer === null) return 'it carries no signature that holds';
  if (installer.signer.organisation === pinned) return null;
  return `it is signed by "${installer.signer.organisation}", not by "${pinned}"`;
}
