import { resolve } from 'node:path';
import { EXIT, Failure } from '../model/failure.ts';
import { checkMachineOptions, type MachineOptions } from '../run/machine.ts';
import { defaultPracticeFolder, openPractice, openRealData } from '../run/places.ts';
import { programFile } from '../run/program-stamp.ts';
import { type HelperLauncher, launchUnelevated } from './launcher.ts';
import type { Target } from './messages.ts';

/** Where a job is done: the machine the helper is told, the way it is started, and the folder that keeps its receipts. */
export interface Workplace {
  target: Target;
  launch: HelperLauncher;
  /** Absolute path; the helper keeps a copy of every receipt there. */
  receipts: string;
}

/**
 * Finds where a job on this machine is done.
 *
 * @param program absolute path of the built program, which is command line and helper in one
 * Throws `Failure`: `not-elevated`, and those of opening a data folder.
 */
export async function openWorkplace(options: MachineOptions, program = programFile()): Promise<Workplace> {
  checkMachineOptions(options);
  const launch = launchUnelevated(program);
  const { practice, dataDir } = options;
  if (practice !== undefined) {
    const dataFolder = resolve(dataDir ?? defaultPracticeFolder());
    const { data } = await openPractice(practice, dataFolder);
    return { target: { kind: 'practice', scenario: practice, dataFolder }, launch, receipts: data.receipts };
  }
  if (process.platform !== 'win32' && process.getuid?.() !== 0) {
    throw new Failure(
      {
        code: 'not-elevated',
        message: 'Working on this instrument needs administrator rights, and this program has none.',
        next: 'Start it as root (for example with sudo), or only look with `ucs-remedy assess`.',
      },
      EXIT.elevationFailed,
    );
  }
  return { target: { kind: 'this-machine' }, launch, receipts: (await openRealData()).receipts };
}
