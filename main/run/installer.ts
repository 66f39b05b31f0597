import type { Host } from '../host/host.ts';
import type { PlanChoices } from '../model/choices.ts';
import { EXIT, Failure } from '../model/failure.ts';
import type { InstallerFile } from '../model/installer.ts';

/** The installer a person chose, as the host reads it; null when none was chosen. Throws `Failure` when it cannot be read. */
export async function readInstaller(host: Host, choices: PlanChoices): Promise<InstallerFile | null> {
  if (choices.installer === null) return null;
  const file = await host.installerFile(choices.installer);
  if (file.status === 'read') return file.value;
  throw new Failure(
    {
      code: 'installer-not-readable',
      message: `The installer ${choices.installer} could not be read (${file.detail}).`,
      next: 'Check the path, plug the drive in again, or leave the installer out. Nothing was changed.',
    },
    EXIT.wrongUse,
  );
}
