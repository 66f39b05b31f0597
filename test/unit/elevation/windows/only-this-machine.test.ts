import { expect, test } from 'vitest';
import type { Job, Target } from '../../../../main/elevation/messages.ts';
import { onlyThisMachine } from '../../../../main/elevation/only-this-machine.ts';
import type { RunFront } from '../../../../main/run/ports.ts';

const JOB: Job = { kind: 'resume', interactive: false, approval: { kind: 'ask' }, confirmIdle: false };

test('a helper with more rights than its front writes nothing where the front says', () => {
  const done: Target[] = [];
  const perform = onlyThisMachine((target) => {
    done.push(target);
    return new Promise(() => undefined);
  });
  const front = {} as RunFront;
  const practice: Target = { kind: 'practice', scenario: 'miseq-4.0-ruo', dataFolder: 'C:\\Windows\\System32' };
  expect(() => perform(practice, JOB, front)).toThrow(expect.objectContaining({ code: 'practice-not-elevated' }));
  expect(done).toEqual([]);
  void perform({ kind: 'this-machine' }, JOB, front);
  expect(done).toEqual([{ kind: 'this-machine' }]);
});
