import { builtInCatalogue } from '../../catalogue/catalogue.ts';
import type { TrustedPack } from '../../catalogue/open-pack.ts';
import { allUcsNames, ucsNamesFor } from '../../catalogue/pack-for-instrument.ts';
import { Failure } from '../../model/failure.ts';
import type { PackFile } from '../../model/pack-stamp.ts';
import { addressesOf, networksThatMayBeInside } from '../../observe/inside-networks.ts';
import { unitOfUcs } from '../../observe/unit-candidates.ts';
import { unfinishedRun } from '../../run/find-runs.ts';
import { type Look, lookAt } from '../../run/session.ts';
import type { DecisionChange } from '../contract.ts';
import type { Reading, SeenLook, UnfinishedRun } from '../wizard-snapshot.ts';
import type { EngineLog } from './engine-log.ts';
import { type MachineSeat, sitAtPractice, sitAtThisMachine } from './machine-seat.ts';
import { drawPicture } from './picture.ts';
import { planAhead } from './plan-ahead.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import { watchedReader } from './watched-reader.ts';

/** What is shown of a machine nobody has looked at, planned for or worked on yet. */
const NOTHING_SEEN = {
  readings: [],
  look: null,
  prepared: null,
  elevation: null,
  ended: null,
  receipt: null,
  problem: null,
};

/** What is shown while no machine is chosen. */
export const NO_MACHINE = { ...NOTHING_SEEN, machine: null, unfinished: null, pack: null };

/** Everything before changes: the machine, the look at it, the person's decisions, and the plan that follows from them. */
export class LookDesk {
  seat: MachineSeat | null = null;
  packFile: PackFile | null = null;
  private pack: TrustedPack | null = null;
  private lastLook: Look | null = null;

  constructor(
    private readonly store: SnapshotStore,
    private readonly log: EngineLog,
    private readonly places: { practiceFolder: string; program: string },
  ) {}

  /** Sits down at a machine: `null` is the one this program runs on. Throws `Failure`. */
  async sitDown(practice: string | null): Promise<void> {
    const seat =
      practice === null ? await sitAtThisMachine() : await sitAtPractice(practice, this.places.practiceFolder);
    this.seat = seat;
    this.lastLook = null;
    this.packFile = seat.firstPack;
    this.pack = await this.opened(seat.firstPack);
    this.store.change({
      screen: 'welcome',
      machine: seat.chosen,
      unfinished: shownRun(seat),
      decisions: seat.firstDecisions,
      pack: this.pack?.stamp ?? null,
      ...NOTHING_SEEN,
    });
  }

  /** At the start: a run that was cut off is found without anybody asking. This machine comes before practice. */
  async findUnfinished(practice: () => Promise<string | null>): Promise<void> {
    const { thisMachine } = this.store.current.about;
    try {
      if (thisMachine === null && shownRun(await sitAtThisMachine()) !== null) return await this.sitDown(null);
      const scenario = await practice();
      if (scenario !== null) await this.sitDown(scenario);
    } catch (error) {
      this.failed('unfinished-run-not-read', error);
    }
  }

  standUp(): void {
    this.seat = null;
    this.packFile = null;
    this.pack = null;
    this.lastLook = null;
    this.store.change({ screen: 'welcome', ...NO_MACHINE });
  }

  /** Looks at the machine and shows each fact as it comes. What goes wrong is shown as a problem. */
  async look(): Promise<void> {
    this.store.change({ screen: 'look', readings: [], look: null, prepared: null, problem: null });
    try {
      await this.lookAgain();
    } catch (error) {
      this.failed('look-failed', error);
    }
  }

  /** A fresh look for a picture after work; the decisions and the screen stay. Null where it was not possible. */
  async glance(): Promise<SeenLook | null> {
    try {
      const seat = this.needSeat();
      return this.seen(await this.lookThrough(seat, seat.host));
    } catch (error) {
      this.log.note('glance-failed', { error: String(error) });
      return null;
    }
  }

  async decide(change: DecisionChange): Promise<void> {
    const { decisions } = this.store.current;
    const { stated, decline, installer, account, insideNetworks, changeControl, ...rest } = change;
    const choices = { ...decisions.choices };
    if (stated !== undefined) choices.stated = stated;
    if (decline !== undefined) choices.decline = [...new Set(decline)].sort();
    if (installer !== undefined) choices.installer = installer;
    if (account !== undefined) choices.account = account;
    if (insideNetworks !== undefined) choices.insideNetworks = [...new Set(insideNetworks)].sort();
    if (changeControl !== undefined) choices.changeControl = changeControl;
    this.store.change({ decisions: { ...decisions, ...rest, choices } });
    if (this.lastLook === null) return;
    if (stated !== undefined) await this.lookAgain();
    else await this.planAgain();
  }

  async usePack(file: PackFile | null): Promise<void> {
    this.pack = await this.opened(file);
    this.packFile = file;
    this.store.change({ pack: this.pack?.stamp ?? null });
    if (this.lastLook !== null) await this.lookAgain();
  }

  async restartPractice(): Promise<void> {
    const seat = this.needSeat();
    if (seat.restart === null) {
      throw new Failure({
        code: 'restart-by-hand',
        message: 'The program does not restart a real instrument.',
        next: 'Restart the instrument as usual, then start this program again: it goes on where it was.',
      });
    }
    await seat.restart();
    await this.refreshUnfinished();
  }

  /** Reads again whether a run waits to go on. */
  async refreshUnfinished(): Promise<void> {
    const seat = this.needSeat();
    seat.runs = await seat.refreshRuns();
    this.store.change({ unfinished: shownRun(seat) });
  }

  /** Throws Failure `no-machine-chosen`. */
  needSeat(): MachineSeat {
    if (this.seat !== null) return this.seat;
    throw new Failure({
      code: 'no-machine-chosen',
      message: 'No instrument has been chosen yet.',
      next: 'Choose this instrument or a practice instrument on the first screen.',
    });
  }

  private async lookAgain(): Promise<void> {
    const seat = this.needSeat();
    const readings = new Map<Reading['fact'], Reading>();
    const tell = (reading: Reading) => {
      readings.set(reading.fact, reading);
      this.store.change({ readings: [...readings.values()] });
    };
    const host = watchedReader(seat.host, tell);
    const look = await this.lookThrough(seat, host);
    if (this.seat !== seat) return;
    this.lastLook = look;
    this.store.change({ look: this.seen(look) });
    await this.planAgain();
  }

  /** One full look with the person's statements, the pack and the earlier runs; `host` is the seat's own or one that tells what it reads. */
  private lookThrough({ runs }: MachineSeat, host: MachineSeat['host']): Promise<Look> {
    const ports = { host, catalogue: builtInCatalogue(), pack: this.pack };
    return lookAt(ports, this.store.current.decisions.choices.stated, runs);
  }

  /** The plan that follows from the last look and the decisions. A choice that cannot be planned with is shown as a problem. */
  private async planAgain(): Promise<void> {
    const seat = this.needSeat();
    const look = this.lastLook;
    if (look === null) return;
    try {
      const { choices } = this.store.current.decisions;
      const prepared = await planAhead(seat.host, look, this.pack, choices, this.places.program);
      this.store.change({ prepared, problem: null });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.log.note('plan-refused', { code: error.code });
      this.store.change({ prepared: null, problem: error.problem });
    }
  }

  private seen({ assessment, observation, snapshot }: Look): SeenLook {
    const catalogue = builtInCatalogue();
    const { ucsUnit } = this.store.current.decisions.choices.stated;
    return {
      at: observation.takenAt,
      assessment,
      signs: snapshot.signs,
      exposure: snapshot.exposure,
      picture: drawPicture(observation, allUcsNames(catalogue, this.pack, ucsUnit)),
      doubtfulNetworks: networksThatMayBeInside(observation).map((link) => ({
        name: link.name,
        addresses: addressesOf(link),
      })),
      unitCandidates: unitOfUcs(observation, ucsNamesFor(catalogue, this.pack, assessment.listed)).candidates,
    };
  }

  private async opened(file: PackFile | null): Promise<TrustedPack | null> {
    if (file === null) return null;
    return (await this.needSeat().packs()).look(file, new Date());
  }

  private failed(event: string, error: unknown): void {
    this.log.note(event, { error: String(error) });
    const problem =
      error instanceof Failure
        ? error.problem
        : {
            code: 'internal-error',
            message: 'Something went wrong inside the program while it looked at the instrument.',
            next: 'Look again. If it happens again, save a report for support.',
          };
    this.store.change({ problem });
  }
}

function shownRun({ runs }: MachineSeat): UnfinishedRun | null {
  const run = unfinishedRun(runs);
  if (run === undefined) return null;
  const { runId, startedAt, phase } = run;
  return { runId, startedAt, phase, steps: run.steps.map(({ id, phase: stepPhase }) => ({ id, phase: stepPhase })) };
}
