import type { Push } from '../contract.ts';
import type { WizardSnapshot } from '../wizard-snapshot.ts';

type Change = Partial<Omit<WizardSnapshot, 'revision'>>;

/** The one state of the wizard. Every change is pushed to whoever listens, with a revision that grows by one. */
export class SnapshotStore {
  private snapshot: WizardSnapshot;
  private readonly listeners = new Set<(push: Push) => void>();

  constructor(initial: Omit<WizardSnapshot, 'revision'>) {
    this.snapshot = { revision: 0, ...initial };
  }

  get current(): WizardSnapshot {
    return this.snapshot;
  }

  change(change: Change): void {
    const push = { ...change, revision: this.snapshot.revision + 1 };
    this.snapshot = { ...this.snapshot, ...push };
    for (const listener of this.listeners) listener(push);
  }

  onPush(listener: (push: Push) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
