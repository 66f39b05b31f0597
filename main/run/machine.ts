import { resolve } from 'node:path';
import { type PackShelf, packShelf } from '../catalogue/pack-shelf.ts';
import { copiedDiskHost } from '../host/copied-disk.ts';
import type { Host } from '../host/host.ts';
import { linuxHost } from '../host/linux/linux-host.ts';
import { windowsHost } from '../host/windows/live/windows-host.ts';
import { isElevated } from '../host/windows/win32/security/process-token.ts';
import { EXIT, Failure } from '../model/failure.ts';
import type { RunState } from '../model/run-state.ts';
import { readRuns } from './find-runs.ts';
import { defaultPracticeFolder, findRealData, openPractice } from './places.ts';

/** Which machine a command is about, as the options say. */
export interface MachineOptions {
  practice?: string;
  root?: string;
  dataDir?: string;
}

/** A machine to look at, with what earlier runs left on it. */
export interface Machine {
  host: Host;
  runs: readonly RunState[];
  /** Opens site packs for it. Asked for only where a pack was given: it needs the data folder of this machine. */
  packs(): Promise<PackShelf>;
}

/** Opens the machine for looking at it only. */
export async function openMachine(options: MachineOptions): Promise<Machine> {
  checkMachineOptions(options);
  if (options.practice !== undefined) {
    const { host, data, journalFolder } = await openPractice(
      options.practice,
      options.dataDir ?? defaultPracticeFolder(),
    );
    return { host, runs: await readRuns(journalFolder), packs: async () => packShelf(data, true) };
  }
  const packs = async () => packShelf(await findRealData(), false);
  if (options.root !== undefined) return { host: await copiedDiskHost(resolve(options.root)), runs: [], packs };
  return { host: thisMachine(), runs: await runsOfThisMachine(), packs };
}

/** The live host of this machine. */
export function thisMachine(): Host {
  if (process.platform === 'linux') return linuxHost();
  if (process.platform === 'win32') return windowsHost();
  throw new Failure({
    code: 'system-not-supported',
    message: 'This program looks at Windows and Linux systems only.',
    next: 'Copy the disk and look at the copy with --root, or practise with --practice.',
  });
}

/** Refuses options that contradict each other or have no meaning. */
export function checkMachineOptions({ practice, root, dataDir }: MachineOptions): void {
  const wrong = (message: string, next: string) => new Failure({ code: 'wrong-use', message, next }, EXIT.wrongUse);
  if (practice !== undefined && root !== undefined) {
    throw wrong('--practice and --root name two different machines.', 'Give one of them.');
  }
  if (dataDir !== undefined && practice === undefined) {
    throw wrong(
      'The data folder of a real instrument is fixed; --data-dir is for practice.',
      'Leave --data-dir out, or add --practice ID (see `ucs-remedy practice list`).',
    );
  }
}

function isAdministrator(): boolean {
  return process.platform === 'win32' ? isElevated() : process.getuid?.() === 0;
}

/** What earlier runs left on this machine. Their journal is for administrators: to anybody else it is as if there were none. */
async function runsOfThisMachine(): Promise<RunState[]> {
  if (!isAdministrator()) return [];
  const data = await findRealData();
  return data === null ? [] : readRuns(data.journal);
}
