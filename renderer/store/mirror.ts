import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CallName, Push, WindowApi } from '../../main/ipc/contract.ts';
import type { WizardSnapshot } from '../../main/ipc/wizard-snapshot.ts';
import type { Problem } from '../../main/model/failure.ts';
import { problemOf } from './problem-of.ts';

/** What the window knows. Everything but `asking` and `failure` is the engine's. */
export interface Mirror {
  /** What the engine said last; null until its first answer. */
  snapshot: WizardSnapshot | null;
  /** Why the last call failed; null once the person goes on. */
  failure: Problem | null;
  /** Calls without an answer yet. */
  asking: readonly CallName[];
}

export interface MirrorStore extends StoreApi<Mirror> {
  /** Begins to mirror the engine. To be called once. */
  connect(): void;
  /** Asks for everything; used again after the first answer failed. */
  fetch(): Promise<void>;
}

/** Mirrors the engine's snapshot: each push replaces parts of it; where a push was missed, everything is fetched again. */
export function createMirror(api: Pick<WindowApi, 'snapshot' | 'onPush'>): MirrorStore {
  const store = createStore<Mirror>(() => ({ snapshot: null, failure: null, asking: [] }));
  let fetching = false;
  let newest = 0;

  /** A problem of the last screen does not follow to the next one. */
  function show(snapshot: WizardSnapshot): void {
    store.setState((before) => ({
      snapshot,
      failure: before.snapshot?.screen === snapshot.screen ? before.failure : null,
    }));
  }

  function receive(push: Push): void {
    newest = Math.max(newest, push.revision);
    const { snapshot } = store.getState();
    if (snapshot === null || push.revision <= snapshot.revision) return;
    if (push.revision === snapshot.revision + 1) show({ ...snapshot, ...push });
    else void fetch();
  }

  async function fetch(): Promise<void> {
    if (fetching) return;
    fetching = true;
    try {
      do show(newerOf(store.getState().snapshot, await api.snapshot(null)));
      while ((store.getState().snapshot?.revision ?? 0) < newest);
    } catch (error) {
      store.setState({ failure: problemOf(error) });
    } finally {
      fetching = false;
    }
  }

  return {
    ...store,
    fetch,
    connect() {
      api.onPush(receive);
      void fetch();
    },
  };
}

/** Pushes can arrive while an older answer is still on its way. */
function newerOf(known: WizardSnapshot | null, answered: WizardSnapshot): WizardSnapshot {
  return known !== null && known.revision > answered.revision ? known : answered;
}
