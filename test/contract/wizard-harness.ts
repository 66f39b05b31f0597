import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { EngineLog } from '../../main/ipc/engine/engine-log.ts';
import type { Wizard } from '../../main/ipc/engine/front-ports.ts';
import { createWizard } from '../../main/ipc/engine/wizard.ts';
import { SnapshotChange, WizardSnapshot } from '../../main/ipc/wizard-snapshot.ts';

/** A wizard with a real engine, a real helper and practice instruments of its own; only the window is missing. */
export interface WizardBench {
  wizard: Wizard;
  folder: string;
  /** What a window would show: the first snapshot with every push applied. */
  shown(): WizardSnapshot;
  /** Resolves with the first shown state for which this holds, now or later. */
  until(holds: (shown: WizardSnapshot) => boolean): Promise<WizardSnapshot>;
  /** Another wizard on the same folder, as after the program was started again. */
  startAgain(): Promise<WizardBench>;
  leave(): Promise<void>;
}

export async function openBench(folder?: string): Promise<WizardBench> {
  const own = folder ?? (await mkdtemp(join(tmpdir(), 'wizard-bench-')));
  const places = { userFolder: own, practiceFolder: own, program: inject('program') };
  const ports = { kind: 'chromium' as const, sandboxed: true, pdf: async () => new Uint8Array([37, 80, 68, 70]) };
  const wizard = await createWizard(ports, places, new EngineLog(own));
  let shown = WizardSnapshot.parse(await wizard.handlers.snapshot(null));
  const waiting = new Set<() => void>();
  wizard.onPush((push) => {
    const change = SnapshotChange.parse(push);
    if (change.revision !== shown.revision + 1) throw new Error(`push ${change.revision} after ${shown.revision}`);
    shown = { ...shown, ...change };
    for (const look of waiting) look();
  });
  return {
    wizard,
    folder: own,
    shown: () => shown,
    until: (holds) =>
      new Promise((resolve) => {
        const look = () => {
          if (!holds(shown)) return;
          waiting.delete(look);
          resolve(shown);
        };
        waiting.add(look);
        look();
      }),
    startAgain: () => openBench(own),
    async leave() {
      await wizard.closing();
      await rm(own, { recursive: true, force: true });
    },
  };
}

/** Looks at a practice instrument and goes to its plan, as a person who changes nothing on the way would. */
export async function goToPlan(bench: WizardBench, practice: string): Promise<WizardSnapshot> {
  const { handlers } = bench.wizard;
  await handlers.saveSettings({ name: 'A. Tech', role: 'technician', site: 'Lab 3' });
  await handlers.chooseMachine({ practice });
  await handlers.look(null);
  await bench.until(({ prepared, problem }) => prepared !== null || problem !== null);
  await handlers.goTo({ screen: 'plan' });
  return bench.shown();
}

/** Answers every question with yes, and leaves passwords to the simulated person, until the work has ended. */
export async function sayYesUntilEnded(bench: WizardBench): Promise<WizardSnapshot> {
  const { handlers } = bench.wizard;
  for (;;) {
    const { work, problem } = await bench.until(
      ({ work: now, ended, problem: wrong }) =>
        (now?.question ?? null) !== null || (now === null && (ended !== null || wrong !== null)),
    );
    const question = work?.question ?? null;
    if (question === null) return bench.shown();
    if (question.question.kind === 'password') await handlers.password({ id: question.id, password: null });
    else await handlers.answer({ id: question.id, answer: 'yes' });
    if (problem !== null) throw new Error(`${problem.code}: ${problem.message}`);
  }
}
