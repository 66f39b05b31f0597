import { join, resolve } from 'node:path';
import { realDataFolder } from '../host/data-folder/data-folder.ts';
import { checkMachineOptions, type MachineOptions } from '../run/machine.ts';
import { defaultPracticeFolder, findRealData, openPractice, openRealData, systemFamily } from '../run/places.ts';
import { programFile } from '../run/program-stamp.ts';
import { chooseElevation, type ElevationAhead, type FrontKind } from './elevation.ts';
import { type HelperLauncher, launchUnelevated } from './launcher.ts';
import type { Target } from './messages.ts';

/** Where a job is done: the machine the helper is told, the way it is started, and the folder that keeps its receipts. */
export interface Workplace {
  target: Target;
  launch: HelperLauncher;
  /** Absolute path; the helper keeps a copy of every receipt there. */
  receipts: string;
  /** What the system will ask when the helper is started. Absent for practice: nothing real is changed. */
  ahead?: ElevationAhead;
}

/**
 * Finds where a job on this machine is done.
 *
 * @param program absolute path of the built program, which is command line and helper in one
 * @param front where the person is; without it the system does not ask in the terminal
 * Throws `Failure`: those of opening a data folder. Where there is no way to get the rights, `launch` says so.
 */
export async function openWorkplace(
  options: MachineOptions,
  program = programFile(),
  front: FrontKind = 'window',
): Promise<Workplace> {
  checkMachineOptions(options);
  const { practice, dataDir } = options;
  if (practice !== undefined) {
    const dataFolder = resolve(dataDir ?? defaultPracticeFolder());
    const { data } = await openPractice(practice, dataFolder);
    const target = { kind: 'practice', scenario: practice, dataFolder } as const;
    return { target, launch: launchUnelevated(program), receipts: data.receipts };
  }
  const { launch: start, ...ahead } = await chooseElevation(front, program);
  return { target: { kind: 'this-machine' }, launch: start, receipts: await receiptsHere(ahead), ahead };
}

/** Only the helper may make the data folder; until then it is enough to know where it will be. */
async function receiptsHere({ way }: ElevationAhead): Promise<string> {
  if (way === 'none-needed') return (await openRealData()).receipts;
  return (await findRealData())?.receipts ?? join(realDataFolder(systemFamily()), 'receipts');
}
