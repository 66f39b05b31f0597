import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type PackShelf, packShelf } from '../../catalogue/pack-shelf.ts';
import type { Host } from '../../host/host.ts';
import { practiceDefaults, scenarioSummaries } from '../../host/practice/scenarios.ts';
import { NO_CHOICES } from '../../model/choices.ts';
import type { PackFile } from '../../model/pack-stamp.ts';
import type { RunState } from '../../model/run-state.ts';
import { chosenPack } from '../../run/chosen-pack.ts';
import { readRuns, unfinishedRun } from '../../run/find-runs.ts';
import { type MachineOptions, openMachine } from '../../run/machine.ts';
import { instrumentFolder, openPractice } from '../../run/places.ts';
import type { ChosenMachine, Decisions } from '../wizard-snapshot.ts';

/** The machine the person works on, and how it is named to the helper. */
export interface MachineSeat {
  chosen: ChosenMachine;
  options: MachineOptions;
  host: Host;
  /** Earlier runs, oldest first; read again by `refreshRuns`. */
  runs: readonly RunState[];
  packs(): Promise<PackShelf>;
  refreshRuns(): Promise<readonly RunState[]>;
  /** Starts a practice instrument anew; null for a real one, which people restart. */
  restart: (() => Promise<void>) | null;
  /** What is decided before the person decides anything. */
  firstDecisions: Decisions;
  firstPack: PackFile | null;
}

/** The decisions of somebody who has decided nothing yet. */
export const UNDECIDED: Decisions = {
  choices: NO_CHOICES,
  reason: '',
  confirmIdle: false,
  confirmBackup: false,
  acceptSigns: null,
};

/** Sits down at the machine this program runs on. Throws `Failure` where it cannot be worked on. */
export async function sitAtThisMachine(): Promise<MachineSeat> {
  const { host, runs, packs } = await openMachine({});
  return {
    chosen: { kind: 'this-machine' },
    options: {},
    host,
    runs,
    packs,
    refreshRuns: async () => (await openMachine({})).runs,
    restart: null,
    firstDecisions: UNDECIDED,
    firstPack: null,
  };
}

/**
 * Sits down at a practice instrument. One that has an unfinished run is found as it was left; any other begins anew, so that
 * everybody who practises meets the instrument as nobody has touched it. Throws `Failure` `unknown-scenario` and those of `openPractice`.
 */
export async function sitAtPractice(scenario: string, dataFolder: string): Promise<MachineSeat> {
  const { account, installer } = practiceDefaults(scenario);
  let place = await openPractice(scenario, dataFolder);
  let runs = await readRuns(place.journalFolder);
  if (runs.length > 0 && unfinishedRun(runs) === undefined) {
    await rm(instrumentFolder(dataFolder, scenario), { recursive: true });
    place = await openPractice(scenario, dataFolder);
    runs = [];
  }
  const { host, data, journalFolder } = place;
  const options = { practice: scenario, dataDir: dataFolder };
  return {
    chosen: { kind: 'practice', scenario: practiceChoice(scenario) },
    options,
    host,
    runs,
    packs: async () => packShelf(data, true),
    refreshRuns: () => readRuns(journalFolder),
    restart: () => host.reboot(),
    firstDecisions: { ...UNDECIDED, choices: { ...NO_CHOICES, account, installer } },
    firstPack: await chosenPack(options),
  };
}

/** The practice instrument that has an unfinished run; the newest run where there are several. Null: none. */
export async function findUnfinishedPractice(dataFolder: string): Promise<string | null> {
  let found: { scenario: string; startedAt: string } | null = null;
  for (const { id } of scenarioSummaries()) {
    const run = unfinishedRun(await readRuns(join(instrumentFolder(dataFolder, id), 'journal')));
    if (run !== undefined && (found === null || run.startedAt > found.startedAt))
      found = { scenario: id, startedAt: run.startedAt };
  }
  return found?.scenario ?? null;
}

function practiceChoice(scenario: string) {
  const found = scenarioSummaries().find(({ id }) => id === scenario);
  if (found === undefined) throw new TypeError(`a scenario that was opened is in the list: ${scenario}`);
  const { id, title, summary } = found;
  return { id, title, summary };
}
