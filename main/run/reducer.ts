import type { StepId } from '../model/choices.ts';
import { assertNever } from '../model/failure.ts';
import type { JournalEntry, JournalEvent } from '../model/journal.ts';
import type { RunState, StepProgress } from '../model/run-state.ts';

function waitingStep(id: StepId, mode: StepProgress['mode']): StepProgress {
  return {
    id,
    phase: 'waiting',
    mode,
    startedAt: null,
    endedAt: null,
    backup: null,
    outcome: null,
    performedBy: null,
    checks: [],
    endedInBoot: null,
  };
}

function withStep(state: RunState, id: StepId, change: (step: StepProgress) => Partial<StepProgress>): RunState {
  return { ...state, steps: state.steps.map((step) => (step.id === id ? { ...step, ...change(step) } : step)) };
}

function startOf(entry: JournalEntry): RunState {
  const { event } = entry;
  if (event.kind !== 'run-started') throw new TypeError('a journal begins with run-started');
  return {
    runId: event.runId,
    startedAt: entry.at,
    request: event.request,
    practice: event.practice,
    program: event.program,
    helperAccount: event.helperAccount,
    startedInBoot: event.bootId,
    phase: 'started',
    before: null,
    plan: null,
    planDigest: null,
    approval: null,
    confirmed: { idle: false, backup: false },
    problem: null,
    problemExit: null,
    problemEnd: null,
    steps: [],
    rollbackBy: null,
    after: null,
    end: null,
    exitCode: null,
    receipts: [],
    journalHead: entry.hash,
    journalEntries: 1,
  };
}

function applyEvent(state: RunState, event: JournalEvent, at: string): RunState {
  switch (event.kind) {
    case 'run-started':
      throw new TypeError('run-started stands only at the beginning of a journal');
    case 'looked':
      return { ...state, before: event.before };
    case 'planned':
      return {
        ...state,
        phase: 'planned',
        plan: event.plan,
        planDigest: event.digest,
        steps: event.plan.steps.map((step) => waitingStep(step.id, step.mode)),
      };
    case 'approved':
      return { ...state, phase: 'approved', approval: event.approval, confirmed: event.confirmed };
    case 'refused':
      return { ...state, problem: event.problem, problemExit: event.exitCode, problemEnd: event.end };
    case 'intent':
      // A second intent after a crash keeps the first backup: it alone knows the value from before any change.
      return withStep(state, event.step, (step) => ({
        phase: 'begun',
        mode: event.mode,
        startedAt: step.startedAt ?? at,
        backup: step.backup ?? event.backup,
      }));
    case 'outcome':
    case 'undo-outcome':
      return withStep(state, event.step, () => ({
        phase: event.kind === 'outcome' ? 'ended' : 'undone',
        endedAt: at,
        outcome: event.outcome,
        performedBy: event.performedBy,
        checks: event.checks,
        endedInBoot: event.bootId,
      }));
    case 'resumed':
      return {
        ...state,
        phase: resumedPhase(state),
        // The backup of the first attempt stays: a person may have changed something before they gave up.
        steps: state.steps.map((step) =>
          waitedForPerson(step) ? { ...waitingStep(step.id, step.mode), backup: step.backup } : step,
        ),
        after: null,
        end: null,
        exitCode: null,
      };
    case 'rollback-started':
      return {
        ...state,
        phase: 'rolling-back',
        rollbackBy: event.operator,
        problem: null,
        problemExit: null,
        problemEnd: null,
        after: null,
        end: null,
        exitCode: null,
      };
    case 'undo-intent':
      return withStep(state, event.step, () => ({ phase: 'undoing' }));
    case 'concluded':
      return { ...state, phase: 'concluded', after: event.after, end: event.end, exitCode: event.exitCode };
    case 'receipt':
      return { ...state, receipts: [...state.receipts, event.receiptId] };
    case 'ended':
      return { ...state, phase: 'ended' };
    case 'paused':
      return { ...state, phase: 'paused' };
    default:
      return assertNever(event);
  }
}

/** What a person did not do, or put off, is asked for again when the run goes on. */
function waitedForPerson({ phase, outcome }: StepProgress): boolean {
  return phase === 'ended' && (outcome?.status === 'needs-person' || outcome?.code === 'stopped-by-person');
}

/** Where a run goes on: never before what was journalled, never after what was not. */
function resumedPhase(state: RunState): RunState['phase'] {
  if (state.rollbackBy !== null) return 'rolling-back';
  if (state.approval !== null) return 'approved';
  return state.plan === null ? 'started' : 'planned';
}

/** The state of a run as the fold of its journal. Throws `TypeError` on an empty list: such a run never began. */
export function foldJournal(entries: readonly JournalEntry[]): RunState {
  const [first, ...rest] = entries;
  if (first === undefined) throw new TypeError('an empty journal has no state');
  let state = startOf(first);
  for (const entry of rest) {
    state = {
      ...applyEvent(state, entry.event, entry.at),
      journalHead: entry.hash,
      journalEntries: entry.seq,
    };
  }
  return state;
}
