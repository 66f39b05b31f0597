import { describe, expect, it } from 'vitest';
import { CALL_NAMES, CALLS, type CallName } from '../../main/ipc/contract.ts';
import { OWN_WINDOW, type Recorder, recorder, STRANGER } from './ipc-recorder.ts';
import { ARGUMENTS, RESULTS } from './ipc-samples.ts';

function expectRefused({ done, noted }: Recorder, answer: unknown, code: string): void {
  expect(answer).toEqual({ ok: false, problem: { code, message: expect.any(String), next: expect.any(String) } });
  expect(done).toEqual([]);
  expect(noted).toEqual([{ event: 'message-refused', context: expect.objectContaining({ code }) }]);
}

/** Arguments no call takes, and what JSON cannot carry at all. */
function neverAccepted(): [string, unknown][] {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  return [
    ['nothing at all', undefined],
    ['a number', 7],
    ['a text', 'text'],
    ['a list', []],
    ['a function', () => null],
    ['a big integer', 7n],
    ['a circle', circle],
    ['an unknown property', { surprise: true }],
    ['something that breaks when it is read', { toJSON: () => JSON.parse('not JSON') }],
  ];
}

/** The sample argument with one field after another made into something it is not. */
function spoilt(name: CallName): [string, unknown][] {
  const argument: object | null = ARGUMENTS[name];
  if (argument === null) return [['an empty object', {}]];
  const fields = Object.keys(argument).flatMap((key): [string, unknown][] => [
    [`${key} as an object`, { ...argument, [key]: { surprise: true } }],
    [`${key} as a number`, { ...argument, [key]: 1e9 }],
  ]);
  return [
    ...fields,
    ['one property too many', { ...argument, surprise: true }],
    ['a prototype of its own', JSON.parse(`{"__proto__":${JSON.stringify(argument)}}`)],
  ];
}

describe.each(CALL_NAMES)('a window that calls %s', (name) => {
  it('gets through with what the call takes', async () => {
    const own = recorder();
    expect(await own.dispatch(name, ARGUMENTS[name], OWN_WINDOW)).toEqual({ ok: true, value: RESULTS[name] });
    expect(own.done).toEqual([{ name, argument: ARGUMENTS[name] }]);
    expect(own.noted).toEqual([]);
  });

  it('does nothing for a stranger, even with a perfect message', async () => {
    const own = recorder();
    expectRefused(own, await own.dispatch(name, ARGUMENTS[name], STRANGER), 'sender-not-trusted');
    expect(own.noted[0]?.context).toMatchObject({ call: name, from: STRANGER.from });
  });

  it.each([...neverAccepted(), ...spoilt(name)])('does nothing for %s', async (_what, argument) => {
    const own = recorder();
    expectRefused(own, await own.dispatch(name, argument, OWN_WINDOW), 'message-malformed');
  });

  it('does nothing for a message that is larger than the call allows, counted in bytes', async () => {
    const { maxBytes } = CALLS[name];
    for (const text of ['x'.repeat(maxBytes - 1), 'é'.repeat(maxBytes / 2)]) {
      const own = recorder();
      expectRefused(own, await own.dispatch(name, text, OWN_WINDOW), 'message-too-large');
      expect(own.noted[0]?.context['bytes']).toBeGreaterThan(maxBytes);
    }
    const largest = recorder();
    expectRefused(largest, await largest.dispatch(name, 'x'.repeat(maxBytes - 2), OWN_WINDOW), 'message-malformed');
  });
});

it.each([
  '',
  'Snapshot',
  'toString',
  '__proto__',
  'constructor',
  'x'.repeat(1_000_000),
  7,
  null,
  undefined,
  {},
  ['look'],
])('does nothing for a name that is no call (%#)', async (name) => {
  const own = recorder();
  expectRefused(own, await own.dispatch(name, null, OWN_WINDOW), 'call-unknown');
  const stranger = recorder();
  expectRefused(stranger, await stranger.dispatch(name, null, STRANGER), 'sender-not-trusted');
  expect(JSON.stringify([own.noted, stranger.noted]).length).toBeLessThan(1000);
});

it('keeps the log short when the address of a sender is endless', async () => {
  const own = recorder();
  await own.dispatch('look', null, { trusted: false, from: 'x'.repeat(1_000_000) });
  expect(JSON.stringify(own.noted).length).toBeLessThan(1000);
});

it('hands a handler a copy that the sender cannot change afterwards', async () => {
  const own = recorder();
  const argument = { id: '1', answer: 'yes' };
  await own.dispatch('answer', argument, OWN_WINDOW);
  argument.answer = 'no';
  expect(own.done[0]?.argument).toEqual({ id: '1', answer: 'yes' });
});
