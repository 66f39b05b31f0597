import { elevationAhead } from '../../elevation/elevation.ts';
import type { Job } from '../../elevation/messages.ts';
import { processAccount } from '../../host/process-account.ts';
import { type Operator, type RunRequest, StepId } from '../../model/choices.ts';
import { Failure, type Problem } from '../../model/failure.ts';
import type { ElevationAhead, ReceiptView, Screen, SeenLook, Work } from '../wizard-snapshot.ts';
import type { EngineLog } from './engine-log.ts';
import { HelperWork, type WorkDone } from './helper-work.ts';
import type { LookDesk } from './look-desk.ts';
import type { ReceiptDesk } from './receipt-desk.ts';
import type { SnapshotStore } from './snapshot-store.ts';

/** What is said beside the result of a run that has one. It does not say what the run did: the result does. */
const AFTER_RUN = {
  runs: {
    code: 'runs-not-read-after',
    message: 'The run has ended, but the record of the runs of this instrument could not be read afterwards.',
    next: 'Save the receipt. Then copy the whole data folder to a safe place and ask for support before anything else is changed here.',
  },
  receipt: {
    code: 'receipt-not-shown',
    message: 'The run has ended, but its receipt could not be shown.',
    next: 'A copy is kept in the folder of receipts of this program. Save a report for support and send it in.',
  },
} as const satisfies Record<string, Problem>;

/** The jobs of the helper: started by the person, shown while they are done, and what came of them. */
export class JobDesk {
  private work: HelperWork | null = null;
  private under: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: SnapshotStore,
    private readonly looks: LookDesk,
    private readonly receipts: ReceiptDesk,
    private readonly log: EngineLog,
    private readonly program: string,
  ) {}

  /** Starts a run, or (`read-only`) one that leaves every step out and ends with a receipt of what was found. */
  start(job: 'run' | 'read-only'): void {
    const { choices, confirmIdle, confirmBackup, acceptSigns } = this.store.current.decisions;
    const request: RunRequest = {
      operator: this.operator(),
      choices: job === 'run' ? choices : { ...choices, decline: [...StepId.options].sort(), installer: null },
      pack: this.looks.packFile,
      approval: { kind: 'ask' },
      confirmIdle,
      confirmBackup,
      acceptSigns: acceptSigns === null || acceptSigns.trim() === '' ? null : acceptSigns.trim(),
      interactive: true,
    };
    this.begin(job, { kind: 'run', request });
  }

  resume(confirmIdle: boolean): void {
    this.begin('resume', { kind: 'resume', interactive: true, approval: { kind: 'ask' }, confirmIdle });
  }

  /** Undoes the run that waits, else the newest that changed something. */
  rollBack(confirmIdle: boolean): void {
    const runId = this.store.current.unfinished?.runId ?? null;
    this.begin('rollback', { kind: 'rollback', runId, operator: this.operator(), interactive: true, confirmIdle });
  }

  /** The work that is being done. Throws Failure `no-work`. */
  working(): HelperWork {
    if (this.work !== null) return this.work;
    throw new Failure({
      code: 'no-work',
      message: 'The program is not working on the instrument now.',
      next: 'Look at the screen again: it shows where things stand.',
    });
  }

  /** Asks the work to stop before its next step and waits until it has. */
  async ended(): Promise<void> {
    this.work?.stop();
    await this.under;
  }

  /** What the system will ask when a run is started. */
  async elevationAhead(): Promise<ElevationAhead> {
    const seat = this.looks.needSeat();
    if (seat.chosen.kind === 'practice') return { way: 'practice', program: null, warning: null };
    const { way, program, warning } = await elevationAhead('window', this.program);
    return { way, program, warning: warning ?? null };
  }

  private operator(): Operator {
    const { settings, decisions } = this.store.current;
    const { name, role, site } = settings;
    return {
      name: name.trim() === '' ? processAccount() : name.trim(),
      role,
      site: site.trim(),
      reason: decisions.reason.trim(),
    };
  }

  private begin(kind: Work['job'], job: Job): void {
    const seat = this.looks.needSeat();
    const { look } = this.store.current;
    const steps = (this.store.current.unfinished?.steps ?? []).map(({ id, phase }) => ({
      id,
      state: phase === 'ended' || phase === 'undone' ? ('ended' as const) : ('waiting' as const),
      says: '',
    }));
    const work = new HelperWork(kind, kind === 'resume' || kind === 'rollback' ? steps : [], (shown) =>
      this.store.change({ work: shown, screen: screenOf(shown) }),
    );
    this.work = work;
    this.store.change({ work: work.shown, screen: screenOf(work.shown), ended: null, receipt: null, problem: null });
    this.log.note('job-started', { job: kind });
    this.under = work.perform(seat.options, job, this.program).then(
      (done) => this.finished(kind, done, look),
      (error) => this.broke(kind, error),
    );
  }

  private async finished(
    job: Work['job'],
    { result, receipt, receipts }: WorkDone,
    before: SeenLook | null,
  ): Promise<void> {
    this.log.note('job-ended', { job, end: result.end, overall: result.overall, exitCode: result.exitCode });
    const view = this.takeReceipt(receipt, receipts);
    const runsRead = await this.readRunsAgain();
    const after = await this.looks.glance();
    this.work = null;
    this.store.change({
      work: null,
      screen: 'result',
      ended: { job, result, before, after },
      receipt: view,
      problem: view === null ? AFTER_RUN.receipt : runsRead ? null : AFTER_RUN.runs,
    });
  }

  /** Null, with a note in the log: what came is not a receipt that can be shown. The result is shown all the same. */
  private takeReceipt(files: WorkDone['receipt'], keptIn: string): ReceiptView | null {
    try {
      return this.receipts.take(files, keptIn);
    } catch (error) {
      this.log.note('receipt-not-taken', { error: String(error) });
      return null;
    }
  }

  /** Reads whether a run waits to go on. False where the journals cannot be read: what was known of them stays. */
  private async readRunsAgain(): Promise<boolean> {
    try {
      await this.looks.refreshUnfinished();
      return true;
    } catch (error) {
      this.log.note('runs-not-read', { error: String(error) });
      return false;
    }
  }

  /** The helper ended without a result: nothing is lost, and what was begun is offered to be gone on with. */
  private async broke(job: Work['job'], error: unknown): Promise<void> {
    const problem = problemOf(error);
    this.log.note('job-broke', { job, code: problem.code, error: String(error) });
    const begun = this.work?.shown.approved !== null || job === 'resume' || job === 'rollback';
    this.work = null;
    await this.readRunsAgain();
    const waiting = this.store.current.unfinished !== null;
    const back: Screen = waiting || begun || this.store.current.prepared === null ? 'welcome' : 'plan';
    this.store.change({ work: null, screen: back, problem });
  }
}

/** Which screen belongs to work: before approval the one that asks for it, then the one that shows it being done. */
function screenOf({ job, stage, question, approved }: Work): Screen {
  if (question?.question.kind === 'approve') return 'approve';
  if (job !== 'run' || approved !== null) return 'run';
  return stage === 'elevating' ? 'elevate' : 'approve';
}

function problemOf(error: unknown): Problem {
  if (error instanceof Failure) return error.problem;
  return {
    code: 'internal-error',
    message: 'Something went wrong inside the program.',
    next: 'Look at the instrument again before anything else, and save a report for support.',
  };
}
