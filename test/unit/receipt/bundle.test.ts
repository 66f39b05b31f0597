import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { issueReceipt, writeReceiptFiles } from '../../../main/receipt/bundle.ts';
import { freshKey, sampleReceipt, temporaryFolder } from './sample-receipt.ts';

const bundle = issueReceipt(sampleReceipt(), await freshKey('practice'));

test('the three files lie under the id of the receipt, and nothing else is left', async () => {
  const folder = join(await temporaryFolder(), 'made', 'on demand');
  expect(await writeReceiptFiles(folder, bundle)).toBe(join(folder, `${bundle.id}.receipt.json`));
  expect((await readdir(folder)).sort()).toEqual([
    `${bundle.id}.pub.pem`,
    `${bundle.id}.receipt.html`,
    `${bundle.id}.receipt.json`,
  ]);
  expect(await readFile(join(folder, `${bundle.id}.receipt.json`), 'utf8')).toBe(bundle.envelope);
});

test('writing again after a crash completes what is missing and changes nothing', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, `${bundle.id}.pub.pem`), bundle.publicKeyPem);
  await writeReceiptFiles(folder, bundle);
  await writeReceiptFiles(folder, bundle);
  expect(await readdir(folder)).toHaveLength(3);
});

test('another receipt under the same name is never replaced, and nothing is half-written', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, `${bundle.id}.receipt.json`);
  await writeFile(path, 'older');
  await expect(writeReceiptFiles(folder, bundle)).rejects.toMatchObject({ code: 'receipt-exists' });
  expect(await readFile(path, 'utf8')).toBe('older');
  expect(await readdir(folder)).toHaveLength(1);
});

test('a link laid in the way is not followed', async () => {
  const folder = await temporaryFolder();
  const victim = join(folder, 'victim');
  await writeFile(victim, 'mine');
  await symlink(victim, join(folder, `${bundle.id}.receipt.json`));
  await expect(writeReceiptFiles(folder, bundle)).rejects.toMatchObject({ code: 'receipt-exists' });
  expect(await readFile(victim, 'utf8')).toBe('mine');
});

test('a place that is no folder is explained', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'sub'));
  await writeFile(join(folder, 'sub', 'file'), '');
  await expect(writeReceiptFiles(join(folder, 'sub', 'file'), bundle)).rejects.toMatchObject({
    code: 'receipt-not-written',
  });
});
