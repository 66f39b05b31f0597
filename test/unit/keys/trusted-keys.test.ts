import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTrust, TrustedKey, trustFingerprint } from '../../../main/catalogue/trusted-keys.ts';
import { freshKey, temporaryFolder } from '../receipt/sample-receipt.ts';

const fingerprint = 'ab'.repeat(32);

test('an enrolled fingerprint is trusted under its label', async () => {
  const folder = join(await temporaryFolder(), 'trusted');
  expect(await trustFingerprint(folder, fingerprint, 'MiSeq of laboratory 3')).toBe('added');
  const trust = await readTrust(folder);
  expect([...trust.fingerprints]).toEqual([fingerprint]);
  expect(trust.labels.get(fingerprint)).toBe('MiSeq of laboratory 3');
  expect(trust.problems).toEqual([]);
  expect(TrustedKey.parse(JSON.parse(await readFile(join(folder, `${fingerprint}.json`), 'utf8')))).toMatchObject({
    fingerprint,
  });
});

test('enrolling again keeps the first enrolment', async () => {
  const folder = await temporaryFolder();
  await trustFingerprint(folder, fingerprint, 'first');
  expect(await trustFingerprint(folder, fingerprint, 'second')).toBe('already-trusted');
  expect((await readTrust(folder)).labels.get(fingerprint)).toBe('first');
  expect((await readdir(folder)).sort()).toEqual([`${fingerprint}.json`, 'trust-journal.jsonl']);
});

test('a text that is no fingerprint never becomes a file name', async () => {
  const folder = await temporaryFolder();
  await expect(trustFingerprint(folder, '../../evil', 'x')).rejects.toThrow();
  expect(await readdir(folder)).toEqual([]);
});

test('a public key laid into the folder is trusted', async () => {
  const folder = await temporaryFolder();
  const { publicKey } = await freshKey('instrument');
  await writeFile(join(folder, 'lab-3.pem'), publicKey.pem);
  const trust = await readTrust(folder);
  expect(trust.keys.get(publicKey.fingerprint)?.pem).toBe(publicKey.pem);
  expect(trust.fingerprints.has(publicKey.fingerprint)).toBe(true);
  expect(trust.labels.get(publicKey.fingerprint)).toBe('lab-3.pem');
});

test('what is not understood trusts nobody and is named; the rest still counts', async () => {
  const folder = await temporaryFolder();
  await trustFingerprint(folder, fingerprint, 'good');
  const enrolment = await readFile(join(folder, `${fingerprint}.json`), 'utf8');
  await writeFile(join(folder, `${'cd'.repeat(32)}.json`), enrolment);
  await writeFile(join(folder, 'broken.json'), '{');
  await writeFile(join(folder, 'broken.pem'), 'no key');
  await writeFile(join(folder, 'huge.json'), ' '.repeat(100_000));
  await writeFile(join(folder, 'README.txt'), 'left alone');
  await mkdir(join(folder, 'folder.pem'));
  const trust = await readTrust(folder);
  expect([...trust.fingerprints]).toEqual([fingerprint]);
  expect(trust.problems).toHaveLength(5);
});

test('an enrolment that cannot be stored is explained', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'file'), '');
  await expect(trustFingerprint(join(folder, 'file'), fingerprint, 'x')).rejects.toMatchObject({
    code: 'trust-not-stored',
  });
});
