import { describe, expect, it } from 'vitest';
import type { InstrumentMode } from '../../../main/model/assessment.ts';
import { isDiagnosticUse } from '../../../main/run/gates.ts';
import { catalogue, identified } from '../assess/machines.ts';
import { choicesOf, runBench } from './run-bench.ts';

const CHANGE_CONTROL = { reference: 'CC-1', authorisedBy: 'Q. Officer', guideRead: true } as const;

function diagnostic(product: string | null, mode: InstrumentMode): boolean {
  const identification = { ...identified(product ?? 'miseq', ['1']), product, mode };
  return isDiagnosticUse({ identification } as Parameters<typeof isDiagnosticUse>[0], catalogue.products);
}

describe('whether patients\u2019 results may depend on the instrument', () => {
  it('a product nobody knows, and a mode nobody knows, count as yes', () => {
    expect(diagnostic(null, 'single')).toBe(true);
    expect(diagnostic('no-such-product', 'RUO')).toBe(true);
    expect(diagnostic('miseq', 'unknown')).toBe(true);
    expect(diagnostic('miseq', 'Dx')).toBe(true);
  });

  it('a diagnostic instrument counts as yes in whatever mode somebody says it runs', () => {
    for (const { key } of catalogue.products.filter((product) => product.diagnosticInstrument)) {
      for (const mode of ['RUO', 'Dx', 'single', 'unknown'] as const) expect(diagnostic(key, mode)).toBe(true);
    }
    expect(catalogue.products.some(({ diagnosticInstrument }) => diagnosticInstrument)).toBe(true);
  });

  it('a research instrument in a known mode counts as no', () => {
    expect(diagnostic('miseq', 'RUO')).toBe(false);
    expect(diagnostic('iseq-100', 'single')).toBe(false);
  });
});

describe('the gate of in-vitro diagnostic instruments', () => {
  const DX = 'dx-without-change-control';

  it('without change control nothing is changed, whatever else was confirmed', async () => {
    const bench = await runBench(DX);
    bench.front.answer = () => 'yes';
    const before = await bench.bytes();
    const result = await bench.run({ confirmIdle: true, confirmBackup: true, interactive: true });
    expect(result).toMatchObject({ exitCode: 18, end: 'stopped', problem: { code: 'change-control-missing' } });
    expect(bench.front.asked).toEqual([]);
    expect(await bench.bytes()).toBe(before);
  });

  it('a wrong statement about the mode does not open it', async () => {
    const bench = await runBench(DX);
    const { stated } = choicesOf(DX);
    const result = await bench.run({}, { stated: { ...stated, mode: 'RUO' } });
    expect(result).toMatchObject({ exitCode: 18, problem: { code: 'change-control-missing' } });
  });

  it('with change control the run goes on, and the receipt names it', async () => {
    const bench = await runBench(DX);
    const result = await bench.run({}, { changeControl: CHANGE_CONTROL });
    expect(result.exitCode).toBe(0);
    expect(bench.receipts[0]?.changeControl).toEqual(CHANGE_CONTROL);
  });

  it('an instrument nobody can name is not changed without authority', async () => {
    const bench = await runBench('miseq-4.0-ruo');
    await bench.edit({
      software: { 'MiSeq Control Software': null },
      fileVersions: { 'C:\\Program Files\\Practice\\MiSeq Control Software\\PracticeControl.exe': null },
      runFolders: { 'D:\\Illumina\\MiSeqAnalysis\\260101_M99001_0001_PRACTICE': null },
    });
    const before = await bench.bytes();
    const result = await bench.run();
    expect(bench.receipts[0]?.instrument.product).toBeNull();
    expect(result).toMatchObject({ exitCode: 18, problem: { code: 'change-control-missing' } });
    expect(await bench.bytes()).toBe(before);
  });
});

describe('the backup gate', () => {
  const installer = 'E:\\UCS Update\\UCS-Setup.exe';

  it('opens by the person\u2019s word, and the receipt says whose word it was', async () => {
    const bench = await runBench('miseq-4.0-ruo');
    bench.front.answer = () => 'yes';
    const result = await bench.run({ confirmBackup: false }, { installer });
    expect(bench.front.asked.map(({ kind }) => kind)).toEqual(['confirm-backup']);
    expect(result.exitCode).toBe(0);
    expect(bench.receipts[0]?.confirmations).toEqual({ idle: true, backup: true });
  });

  it('is not asked for where everything can be undone', async () => {
    const bench = await runBench('miseq-4.0-ruo');
    expect((await bench.run({ confirmBackup: false })).exitCode).toBe(0);
    expect(bench.front.asked).toEqual([]);
    expect(bench.receipts[0]?.confirmations).toEqual({ idle: true, backup: false });
  });
});
