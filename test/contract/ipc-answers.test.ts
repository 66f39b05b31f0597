import { describe, expect, it } from 'vitest';
import { Answer, CALL_NAMES, type CallName } from '../../main/ipc/contract.ts';
import { Failure } from '../../main/model/failure.ts';
import { OWN_WINDOW, recorder, STRANGER } from './ipc-recorder.ts';
import { ARGUMENTS, RESULTS } from './ipc-samples.ts';

const SECRET = 'hunter2-secret';

function throwing(error: unknown): () => never {
  return () => {
    throw error;
  };
}

describe.each(CALL_NAMES)('the answer of %s', (name) => {
  const spoilt: unknown[] = [undefined, 7, 'text', () => null, { surprise: true }, [{ surprise: true }]];
  const result: unknown = RESULTS[name];
  if (result !== null && !Array.isArray(result)) spoilt.push({ ...(result as object), surprise: true });

  it.each(spoilt)('never brings the window a result of another shape (%#)', async (wrong) => {
    const { dispatch, noted } = recorder({ [name]: () => wrong });
    expect(await dispatch(name, ARGUMENTS[name], OWN_WINDOW)).toMatchObject({
      ok: false,
      problem: { code: 'internal-error' },
    });
    expect(noted).toEqual([{ event: 'result-malformed', context: { call: name, issues: expect.any(Array) } }]);
  });

  it('carries a failure with code, sentence and next step', async () => {
    const problem = { code: 'stick-full', message: 'The stick is full.', next: 'Take another one.' };
    const { dispatch, noted } = recorder({ [name]: throwing(new Failure(problem, undefined, new Error('ENOSPC'))) });
    expect(await dispatch(name, ARGUMENTS[name], OWN_WINDOW)).toEqual({ ok: false, problem });
    expect(noted).toEqual([
      { event: 'call-failed', context: expect.objectContaining({ call: name, code: 'stick-full' }) },
    ]);
  });

  it('turns a defect into a plain problem, and leaves its place to support', async () => {
    const { dispatch, noted } = recorder({ [name]: throwing(new TypeError('engine room')) });
    const answer = Answer.parse(await dispatch(name, ARGUMENTS[name], OWN_WINDOW));
    expect(answer).toMatchObject({ ok: false, problem: { code: 'internal-error' } });
    expect(JSON.stringify(answer)).not.toContain('engine room');
    expect(noted).toEqual([
      { event: 'internal-error', context: { call: name, stack: expect.stringContaining('    at ') } },
    ]);
  });

  it.each(['a text', null, undefined, 7])('survives a handler that throws no error (%#)', async (thrown) => {
    const { dispatch } = recorder({ [name]: throwing(thrown) });
    expect(await dispatch(name, ARGUMENTS[name], OWN_WINDOW)).toMatchObject({ problem: { code: 'internal-error' } });
  });
});

describe('a typed password', () => {
  const argument = { id: '1', password: SECRET };
  const messages: [string, CallName | string, unknown, typeof OWN_WINDOW][] = [
    ['it is accepted', 'password', argument, OWN_WINDOW],
    ['a stranger sends it', 'password', argument, STRANGER],
    ['it is sent under a name that is no call', 'passwort', argument, OWN_WINDOW],
    ['it is sent instead of the name', SECRET, null, OWN_WINDOW],
    ['it is sent to another call', 'look', argument, OWN_WINDOW],
    ['it is sent in another field', 'password', { id: 7, password: SECRET }, OWN_WINDOW],
    ['it is sent as the name of a field', 'password', { ...argument, [SECRET]: true }, OWN_WINDOW],
    ['it is too long', 'password', { ...argument, password: SECRET.repeat(20) }, OWN_WINDOW],
    ['it is far too long', 'password', { ...argument, password: SECRET.repeat(20_000) }, OWN_WINDOW],
  ];

  it.each(messages)('is not in the log when %s', async (_what, name, message, sender) => {
    const { dispatch, noted } = recorder();
    const answer = await dispatch(name, message, sender);
    expect(JSON.stringify(noted)).not.toContain(SECRET);
    expect(JSON.stringify(answer)).not.toContain(SECRET);
  });

  const errors: [string, unknown][] = [
    ['an error repeats it', new Error(`logon failed for ${SECRET}`)],
    ['an error repeats it in a line that looks like a place', new Error(`logon failed\n    at ${SECRET}`)],
    ['an error is named after it', Object.assign(new Error('logon failed'), { name: SECRET })],
    ['it is thrown as it is', SECRET],
    [
      'the cause of a failure repeats it',
      new Failure({ code: 'logon-failed', message: 'No.', next: 'Again.' }, undefined, new Error(SECRET)),
    ],
  ];

  it.each(errors)('is not in the log when %s', async (_what, error) => {
    const { dispatch, noted } = recorder({ password: throwing(error) });
    expect(await dispatch('password', argument, OWN_WINDOW)).toMatchObject({ ok: false });
    expect(noted).toHaveLength(1);
    expect(JSON.stringify(noted)).not.toContain(SECRET);
  });

  it('is not in the log when a result repeats it', async () => {
    const { dispatch, noted } = recorder({ password: () => ({ [SECRET]: SECRET }) });
    await dispatch('password', argument, OWN_WINDOW);
    expect(noted).toHaveLength(1);
    expect(JSON.stringify(noted)).not.toContain(SECRET);
  });
});
