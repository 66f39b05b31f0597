import type { InstallerFile } from '../../main/model/installer.ts';

function named({ productName, version, path }: InstallerFile): string {
  return `${productName ?? path}${version === null ? '' : ` ${version}`}`;
}

/** What this step says to people. */
export const texts = {
  because: (cves: readonly string[], saidBy: string | null) =>
    `A vendor installer is at hand and ${saidBy === null ? 'its signer is trusted' : `its digest is the one in ${saidBy}`}; ${cves.join(' and ')} ${cves.length === 1 ? 'is' : 'are'} open.`,
  what: 'Installed copy service software',
  before: 'as it is now',
  after: (installer: InstallerFile, args: readonly string[]) =>
    `${named(installer)} installed (SHA-256 ${installer.sha256})${args.length === 0 ? '' : `, started with: ${args.join(' ')}`}`,
  cannotBeUndone:
    'An installation cannot be undone by this program. Have a backup of the system image and of all run data.',
  meaning: 'What the installer corrects is not published; the instrument is looked at again afterwards.',
  restoreBackup: 'Restore the backup of the system image if the instrument must go back to what it was.',
  staging: 'Copying the installer to a protected place.',
  running: 'The installer is running. This can take several minutes.',
  anotherInstallation: 'Another installation is running; trying again.',
  copyRemains: (path: string) => `The copy of the installer could not be removed: ${path}`,
  altered: 'The installer was changed between the approval and the start. It was not run.',
  alteredNext:
    'Somebody or something changed the file. Treat this as a sign of compromise and tell your security officer.',
  installed: (version: string) => `Version ${version} is installed now.`,
  waitsForRestart: 'The installation is completed by a restart.',
  versionNotSeen: (version: string | null) =>
    version === null
      ? 'The installer does not tell its version, so it could not be found again among the installed software.'
      : `Version ${version} was not found among the installed software.`,
  byHandTitle: 'Run the vendor installer',
  byHand: (installer: InstallerFile) => [
    `Start ${installer.path} and follow its instructions.`,
    'Restart if it asks for it, then come back here.',
  ],
  doneByHand: 'The person says the installer has finished.',
  stillToDo: 'The installer still has to be run by a person.',
  stillToDoNext: 'Run the installer, then run this program again.',
};
