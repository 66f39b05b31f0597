import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { predicateOf } from '../cli/practice-instrument.ts';
import { programsMissing } from './support/end-to-end.ts';
import type { FakeState } from './support/fakes/state.ts';
import { ADMINISTRATORS, NOVASEQ } from './support/images.ts';
import { Instrument, states } from './support/instrument.ts';
import type { Answers } from './support/terminal.ts';

const missing = await programsMissing();
if (missing !== null) console.log(`Skipped "NovaSeq end to end": ${missing}.`);

const OUT = 'C:\\out';

/** What the person does in Windows' own windows for accounts. */
function makeAdministrator(state: FakeState, administrator: boolean): void {
  const sid = state.users.find(({ name }) => name === 'sbsuser')?.sid ?? '';
  for (const group of state.groups.filter((each) => each.sid === ADMINISTRATORS)) {
    const others = group.members.filter((member) => member !== sid);
    group.members = administrator ? [...others, sid] : others;
  }
}

describe.skipIf(missing !== null)('NovaSeq 6000 1.7.5, with Windows: UCS runs as whoever is logged on', () => {
  let instrument: Instrument;

  beforeAll(async () => {
    instrument = await Instrument.start(NOVASEQ);
    // The account at the screen is the sequencing one; an administrator consents.
    await instrument.change((state) => {
      state.terminal = 'person';
    });
  }, 300_000);

  afterAll(() => instrument?.stop(), 60_000);

  /** Goes through a run or its undoing at the terminal; `act` is what the person has done when asked. */
  function guided(command: 'run' | 'rollback', act: (state: FakeState) => void) {
    const does = async () => {
      await instrument.change(act);
      return 'y';
    };
    const consent: Answers = command === 'run' ? [[/Carry out this plan\?/, 'y']] : [];
    const words = [command, '--confirm-idle', '--operator', 'A. Tech', '--site', 'Lab 1', '--out', OUT];
    return instrument.atTerminal(words, [...consent, [/Have you done this\?/, does]]);
  }

  const resumed = () => instrument.command(['resume', '--confirm-idle', '--json', '--out', OUT]);

  it('a standard account counts as one when it has logged on again, and not before; undone, all is as it was', async () => {
    const there = await guided('run', (state) => makeAdministrator(state, false));
    expect({ ...there, screen: '' }, there.screen).toEqual({ exitCode: 11, screen: '', unasked: 0 });
    expect(there.screen).toContain('CVE-2023-1968: MITIGATED');
    expect(there.screen).toContain('CVE-2023-1966: PENDING');

    // Still the same log-on: looking again changes nothing.
    instrument.ended(await resumed(), 11);
    await instrument.change((state) => {
      state.administratorLogons = [];
    });
    expect(states(instrument.ended(await resumed(), 0))).toEqual(['mitigated', 'mitigated']);

    const back = await guided('rollback', (state) => makeAdministrator(state, true));
    expect({ ...back, screen: '' }, back.screen).toEqual({ exitCode: 10, screen: '', unasked: 0 });
    expect(back.screen).toMatch(/ucs-account +│ undone/);
    expect(await instrument.ourRules()).toEqual([]);

    // One question of Windows each; the receipts name whose session it was and who had the rights.
    expect(await instrument.consents()).toEqual([0, 0, 0, 0]);
    const receipts = (await readdir(instrument.here(OUT))).filter((name) => name.endsWith('.receipt.json'));
    expect(receipts).toHaveLength(4);
    for (const name of receipts) {
      expect(await predicateOf(instrument.here(`${OUT}\\${name}`))).toMatchObject({
        accounts: { helper: expect.any(String), operatorSession: expect.stringMatching(/\\sbsuser$/) },
      });
    }
    await instrument.verifyOnLinux(receipts.map((name) => `${OUT}\\${name}`));
  }, 900_000);
});
