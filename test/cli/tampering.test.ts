import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentOf, RunDocument, VerifyDocument } from './documents.ts';
import { newFolder } from './harness.ts';
import { PracticeInstrument } from './practice-instrument.ts';

interface Envelope {
  payload: string;
  signatures: [{ keyid: string; sig: string }];
}

/** Places spread over so many bytes, the first and the last among them. */
function spread(length: number, places: number): number[] {
  return Array.from({ length: places }, (_, n) => Math.round((n * (length - 1)) / (places - 1)));
}

function withChangedByte(base64: string, at: number): string {
  const bytes = Buffer.from(base64, 'base64');
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes.toString('base64');
}

test('a receipt with one changed byte is refused, wherever the byte is', async () => {
  const instrument = await PracticeInstrument.create('miseq-4.0-ruo');
  const { receipt } = documentOf(RunDocument, await instrument.run(), 0);
  const text = await readFile(receipt, 'utf8');
  const read = (): Envelope => JSON.parse(text);
  const { payload, signatures } = read();

  const altered: [string, Envelope][] = [];
  for (const at of spread(Buffer.from(payload, 'base64').length, 60)) {
    altered.push([`payload-${at}`, { ...read(), payload: withChangedByte(payload, at) }]);
  }
  for (const at of spread(64, 16)) {
    const [signature] = signatures;
    altered.push([`sig-${at}`, { ...read(), signatures: [{ ...signature, sig: withChangedByte(signature.sig, at) }] }]);
  }
  const folder = await newFolder();
  const files = await Promise.all(
    altered.map(async ([name, envelope]) => {
      const file = join(folder, `${name}.receipt.json`);
      await writeFile(file, `${JSON.stringify(envelope, null, 2)}\n`);
      return file;
    }),
  );

  // The way the altered ones are written is not what they are refused for.
  const unaltered = join(folder, 'unaltered.receipt.json');
  await writeFile(unaltered, `${JSON.stringify(read(), null, 2)}\n`);
  documentOf(VerifyDocument, await instrument.verify([unaltered]), 0);

  const report = documentOf(VerifyDocument, await instrument.verify(files), 17);
  expect(report.accepted).toBe(false);
  expect(report.receipts.filter(({ accepted }) => accepted)).toEqual([]);
  expect(report.receipts).toHaveLength(files.length);
  for (const { code, file } of report.receipts) expect(['receipt-altered', 'receipt-malformed'], file).toContain(code);
  // One bad receipt among good ones is not lost in them.
  expect((await instrument.verify([unaltered, ...files.slice(0, 1)])).exitCode).toBe(17);
});

test('a receipt signed by another instrument, a changed page and a missing file are refused', async () => {
  const instrument = await PracticeInstrument.create('miseq-4.0-ruo');
  const other = await PracticeInstrument.create('miseq-4.0-ruo');
  const { receipt } = documentOf(RunDocument, await instrument.run(), 0);
  const codes = async (finished: ReturnType<PracticeInstrument['verify']>) =>
    documentOf(VerifyDocument, await finished, 17).receipts.map(({ code }) => code);

  expect(await codes(other.verify([receipt]))).toEqual(['key-unknown']);
  const page = receipt.replace('.receipt.json', '.receipt.html');
  await writeFile(page, (await readFile(page, 'utf8')).replace(/[Mm]itigated/, 'Fixed'));
  expect(await codes(instrument.verify([receipt]))).toEqual(['page-altered']);
  expect(await codes(instrument.verify([join(instrument.home, 'nowhere.receipt.json')]))).toEqual([
    'receipt-unreadable',
  ]);
});
