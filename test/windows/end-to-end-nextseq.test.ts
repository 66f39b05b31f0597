import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AssessDocument, documentOf } from '../cli/documents.ts';
import { predicateOf } from '../cli/practice-instrument.ts';
import { programsMissing } from './support/end-to-end.ts';
import { NEXTSEQ, UCS_IN_TWO_SCRIPTS } from './support/images.ts';
import { expectUntouched, Instrument, outcomes, states } from './support/instrument.ts';

const missing = await programsMissing();
if (missing !== null) console.log(`Skipped "NextSeq end to end": ${missing}.`);

const { name: SERVICE, displayName, path } = UCS_IN_TWO_SCRIPTS;
/** A standard account with a German name; its password has spaces and letters of two scripts. */
const ACCOUNT = ['--account', '.\\gerätebediener'];
const PASSWORD = 'Prüfung 検査 1';

describe.skipIf(missing !== null)(
  'NextSeq 500/550 4.0 with Windows, all of whose names are German and Japanese',
  () => {
    let instrument: Instrument;

    beforeAll(async () => {
      instrument = await Instrument.start(NEXTSEQ);
    }, 300_000);

    afterAll(() => instrument?.stop(), 60_000);

    it('is found, closed as approved, receipted, and put back as it was', async () => {
      const looked = documentOf(AssessDocument, await instrument.command(['assess', '--json']), 10);
      expect(looked.instrument).toMatchObject({ product: 'NextSeq 500/550 Control Software', ucsVersion: '2.3.0.100' });
      expect(JSON.stringify(looked.verdicts)).toContain(displayName);

      const digest = await instrument.digest(ACCOUNT);
      const there = await instrument.run(0, [...ACCOUNT, '--approve', digest, '--out', 'C:\\Übergabe'], PASSWORD);
      expect(states(there)).toEqual(['mitigated', 'mitigated']);
      expect(outcomes(there)).toEqual([
        ['firewall-ports', 'done'],
        ['ucs-account', 'done'],
      ]);
      expect(await instrument.ourRules()).toHaveLength(3);
      expect(await instrument.accountOf(SERVICE)).toBe('.\\gerätebediener');
      // The rule names the program: its folder has spaces, umlauts and Japanese letters.
      expect(await readFile(instrument.here('C:\\fake-windows\\netsh.log'), 'utf8')).toContain(`program=${path}`);
      expect(JSON.stringify(await predicateOf(instrument.here(there.receipt)))).toContain(displayName);

      const back = await instrument.rollback(10);
      expect(states(back)).toEqual(['exposed', 'exposed']);
      await expectUntouched(instrument, SERVICE);
      await instrument.verifyOnLinux([there.receipt, back.receipt]);
    }, 900_000);
  },
);
