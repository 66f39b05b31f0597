import { describe, expect, it } from 'vitest';
import type { Push } from '../../../main/ipc/contract.ts';
import type { WizardSnapshot } from '../../../main/ipc/wizard-snapshot.ts';
import { createMirror } from '../../../renderer/store/mirror.ts';

/** An engine of which a test says when each answer arrives. */
function fakeEngine() {
  let listener: (push: Push) => void = () => undefined;
  const waiting: { resolve: (snapshot: WizardSnapshot) => void; reject: (error: unknown) => void }[] = [];
  return {
    api: {
      snapshot: () => new Promise<WizardSnapshot>((resolve, reject) => waiting.push({ resolve, reject })),
      onPush(each: (push: Push) => void) {
        listener = each;
        return () => undefined;
      },
    },
    asked: () => waiting.length,
    push: (push: Push) => listener(push),
    async answer(snapshot: WizardSnapshot) {
      waiting.shift()?.resolve(snapshot);
      await settled();
    },
    async fail(error: unknown) {
      waiting.shift()?.reject(error);
      await settled();
    },
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

function snapshot(revision: number, screen: WizardSnapshot['screen'] = 'welcome'): WizardSnapshot {
  return { revision, screen, problem: null, unfinished: null } as unknown as WizardSnapshot;
}

const PROBLEM = { code: 'look-failed', message: 'It failed.', next: 'Look again.' };

describe('what the window shows is what the engine said last', () => {
  it('takes over each part that is pushed and keeps the others', async () => {
    const engine = fakeEngine();
    const mirror = createMirror(engine.api);
    mirror.connect();
    await engine.answer(snapshot(4));
    engine.push({ revision: 5, screen: 'look' });
    engine.push({ revision: 6, problem: PROBLEM });
    expect(mirror.getState().snapshot).toMatchObject({ revision: 6, screen: 'look', problem: PROBLEM });
    expect(engine.asked()).toBe(0);
  });

  it('fetches everything again after a missed push, instead of showing a verdict that is over', async () => {
    const engine = fakeEngine();
    const mirror = createMirror(engine.api);
    mirror.connect();
    await engine.answer(snapshot(1));
    engine.push({ revision: 3, screen: 'verdict' });
    expect(mirror.getState().snapshot?.screen).toBe('welcome');
    await engine.answer(snapshot(3, 'verdict'));
    expect(mirror.getState().snapshot).toMatchObject({ revision: 3, screen: 'verdict' });
  });

  it('asks once more when the first answer is older than a push that came before it', async () => {
    const engine = fakeEngine();
    const mirror = createMirror(engine.api);
    mirror.connect();
    engine.push({ revision: 8, screen: 'run' });
    await engine.answer(snapshot(7));
    await engine.answer(snapshot(8, 'run'));
    expect(mirror.getState().snapshot).toMatchObject({ revision: 8, screen: 'run' });
    expect(engine.asked()).toBe(0);
  });

  it('ignores a push that is older than what is shown', async () => {
    const engine = fakeEngine();
    const mirror = createMirror(engine.api);
    mirror.connect();
    await engine.answer(snapshot(9, 'result'));
    engine.push({ revision: 9, screen: 'run' });
    expect(mirror.getState().snapshot?.screen).toBe('result');
  });

  it('shows why there is no answer, in the words of the engine', async () => {
    const engine = fakeEngine();
    const mirror = createMirror(engine.api);
    mirror.connect();
    await engine.fail(PROBLEM);
    expect(mirror.getState()).toMatchObject({ snapshot: null, failure: PROBLEM });
  });

  it('does not carry a failed call over to the next screen', async () => {
    const engine = fakeEngine();
    const mirror = createMirror(engine.api);
    mirror.connect();
    await engine.answer(snapshot(1));
    mirror.setState({ failure: PROBLEM });
    engine.push({ revision: 2, problem: null });
    expect(mirror.getState().failure).toEqual(PROBLEM);
    engine.push({ revision: 3, screen: 'look' });
    expect(mirror.getState().failure).toBeNull();
  });
});
