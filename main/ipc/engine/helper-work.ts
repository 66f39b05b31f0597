import { randomBytes } from 'node:crypto';
import { type FrontDelegate, runInHelper } from '../../elevation/helper-session.ts';
import type { Job } from '../../elevation/messages.ts';
import { openWorkplace } from '../../elevation/workplace.ts';
import { Secret } from '../../host/secret.ts';
import type { Progress, Question, ReceiptFiles } from '../../model/conversation.ts';
import { Failure } from '../../model/failure.ts';
import type { RunResult } from '../../model/run-state.ts';
import type { MachineOptions } from '../../run/machine.ts';
import type { LogLine, OpenQuestion, Work } from '../wizard-snapshot.ts';

/** So that a long run does not grow the snapshot without end; the journal keeps everything. */
const MOST_LOG_LINES = 500;

type PersonAnswer = 'yes' | 'no' | Secret | null;

/** What a job brought. `receipts`: folder where the helper kept the receipt. */
export interface WorkDone {
  result: RunResult;
  receipt: ReceiptFiles;
  receipts: string;
}

/** One job of the helper, as a window shows it and answers it. */
export class HelperWork {
  private readonly stopper = new AbortController();
  private waiting: { id: string; kind: Question['kind']; settle: (answer: PersonAnswer) => void } | null = null;
  private work: Work;

  constructor(
    job: Work['job'],
    steps: Work['steps'],
    private readonly tell: (work: Work) => void,
  ) {
    this.work = {
      job,
      startedAt: new Date().toISOString(),
      stage: 'elevating',
      stopping: false,
      log: [],
      steps,
      approved: null,
      question: null,
    };
  }

  get shown(): Work {
    return this.work;
  }

  /** Starts the helper, has it do the job, and brings back what came of it. Throws `Failure`. */
  async perform(options: MachineOptions, job: Job, program: string): Promise<WorkDone> {
    const { target, launch, receipts } = await openWorkplace(options, program);
    const done = await runInHelper({ launch, target, job, delegate: this.delegate(), stop: this.stopper.signal });
    return { ...done, receipts };
  }

  /** Asks for the end before the next step. A question that is open is answered with no: nobody will come back to it. */
  stop(): void {
    if (this.work.stopping) return;
    this.change({ stopping: true });
    this.stopper.abort();
    this.waiting?.settle(this.waiting.kind === 'password' ? null : 'no');
  }

  answer(id: string, answer: 'yes' | 'no'): void {
    this.waitingFor(id, (kind) => kind !== 'password').settle(answer);
  }

  password(id: string, password: string | null): void {
    this.waitingFor(id, (kind) => kind === 'password').settle(password === null ? null : new Secret(password));
  }

  private waitingFor(id: string, fits: (kind: Question['kind']) => boolean) {
    const { waiting } = this;
    if (waiting !== null && waiting.id === id && fits(waiting.kind)) return waiting;
    throw new Failure({
      code: 'question-gone',
      message: 'This question is not open any more.',
      next: 'Look at the screen again: it shows what is asked now.',
    });
  }

  private delegate(): FrontDelegate {
    return {
      progress: (progress) => this.progress(progress),
      answer: async (question) => {
        const answer = await this.ask(question);
        if (question.kind === 'approve' && answer === 'yes') {
          this.change({ approved: { plan: question.plan, digest: question.digest } });
        }
        return answer === 'yes' ? 'yes' : 'no';
      },
      password: async (account) => {
        const answer = await this.ask({ kind: 'password', account });
        return answer instanceof Secret ? answer : null;
      },
    };
  }

  private progress(progress: Progress): void {
    const line: LogLine = { at: new Date().toISOString(), progress };
    const stage = progress.kind === 'looking' ? 'looking' : 'working';
    this.change({
      stage: this.work.question === null ? stage : 'asking',
      log: [...this.work.log, line].slice(-MOST_LOG_LINES),
      steps: this.work.steps.map((step) =>
        step.id === progress.step ? { ...step, ...stateAfter(step, progress) } : step,
      ),
    });
  }

  private async ask(question: Question): Promise<PersonAnswer> {
    if (this.work.stopping) return question.kind === 'password' ? null : 'no';
    const open: OpenQuestion = { id: randomBytes(8).toString('hex'), question };
    const steps =
      question.kind === 'approve'
        ? question.plan.steps.map(({ id }) => ({ id, state: 'waiting' as const, says: '' }))
        : this.work.steps;
    const answered = new Promise<PersonAnswer>((settle) => {
      this.waiting = { id: open.id, kind: question.kind, settle };
    });
    this.change({ stage: 'asking', question: open, steps });
    const answer = await answered;
    this.waiting = null;
    this.change({ stage: 'working', question: null });
    return answer;
  }

  private change(change: Partial<Work>): void {
    this.work = { ...this.work, ...change };
    this.tell(this.work);
  }
}

function stateAfter(step: Work['steps'][number], { kind, says }: Progress): Partial<Work['steps'][number]> {
  if (kind === 'step-ended') return { state: 'ended', says };
  if (kind === 'step-begun' || kind === 'step-says') return { state: 'doing', says };
  return step;
}
