import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTrust, TrustedKey, trustFingerprint, trustFor } from '../../../main/catalogue/trusted-keys.ts';
import { freshKey, temporaryFolder } from '../receipt/sample-receipt.ts';

const fingerprint = 'ab'.repeat(32);

test('an enrolled fingerprint is trusted under its label', async () => {
  const folder = join(await temporaryFolder(), 'trusted');
  expect(await trustFingerprint(folder, fingerprint, { label: 'MiSeq of laboratory 3', kind: 'instrument' })).toBe(
    'added',
  );
  const trust = await readTrust(folder);
  expect([...trust.kinds.keys()]).toEqual([fingerprint]);
  expect(trust.labels.get(fingerprint)).toBe('MiSeq of laboratory 3');
  expect(trust.problems).toEqual([]);
  expect(TrustedKey.parse(JSON.parse(await readFile(join(folder, `${fingerprint}.json`), 'utf8')))).toMatchObject({
    fingerprint,
  });
});

test('enrolling again keeps the first enrolment', async () => {
  const folder = await temporaryFolder();
  await trustFingerprint(folder, fingerprint, { label: 'first', kind: 'instrument' });
  expect(await trustFingerprint(folder, fingerprint, { label: 'second', kind: 'instrument' })).toBe('already-trusted');
  expect((await readTrust(folder)).labels.get(fingerprint)).toBe('first');
  expect((await readdir(folder)).sort()).toEqual([`${fingerprint}.json`, 'trust-journal.jsonl']);
});

test('a text that is no fingerprint never becomes a file name', async () => {
  const folder = await temporaryFolder();
  await expect(trustFingerprint(folder, '../../evil', { label: 'x', kind: 'instrument' })).rejects.toThrow();
  expect(await readdir(folder)).toEqual([]);
});

test('a public key laid into the folder is trusted', async () => {
  const folder = await temporaryFolder();
  const { publicKey } = await freshKey('instrument');
  await writeFile(join(folder, 'lab-3.pem'), publicKey.pem);
  const trust = await readTrust(folder);
  expect(trust.keys.get(publicKey.fingerprint)?.pem).toBe(publicKey.pem);
  expect(trust.kinds.get(publicKey.fingerprint)).toBeNull();
  expect(trust.labels.get(publicKey.fingerprint)).toBe('lab-3.pem');
});

test('what is not understood trusts nobody and is named; the rest still counts', async () => {
  const folder = await temporaryFolder();
  await trustFingerprint(folder, fingerprint, { label: 'good', kind: 'instrument' });
  const enrolment = await readFile(join(folder, `${fingerprint}.json`), 'utf8');
  await writeFile(join(folder, `${'cd'.repeat(32)}.json`), enrolment);
  await writeFile(join(folder, 'broken.json'), '{');
  await writeFile(join(folder, 'broken.pem'), 'no key');
  await writeFile(join(folder, 'huge.json'), ' '.repeat(100_000));
  await writeFile(join(folder, 'README.txt'), 'left alone');
  await mkdir(join(folder, 'folder.pem'));
  const trust = await readTrust(folder);
  expect([...trust.kinds.keys()]).toEqual([fingerprint]);
  expect(trust.problems).toHaveLength(5);
});

test('an enrolment that cannot be stored is explained', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'file'), '');
  await expect(
    trustFingerprint(join(folder, 'file'), fingerprint, { label: 'x', kind: 'instrument' }),
  ).rejects.toMatchObject({
    code: 'trust-not-stored',
  });
});

test('a key is trusted for what it was enrolled for and for nothing else', async () => {
  const folder = await temporaryFolder();
  await trustFingerprint(folder, fingerprint, { label: 'laptop', kind: 'probe' });
  const trust = await readTrust(folder);
  expect(trustFor(trust, fingerprint, 'probe')).toBe('trusted');
  expect(trustFor(trust, fingerprint, 'instrument')).toBe('other-use');
  expect(trustFor(trust, fingerprint, 'pack')).toBe('other-use');
  expect(trustFor(trust, 'cd'.repeat(32), 'probe')).toBe('unknown');
});

test('a key is not quietly enrolled for something else as well', async () => {
  const folder = await temporaryFolder();
  await trustFingerprint(folder, fingerprint, { label: 'laptop', kind: 'probe' });
  await expect(trustFingerprint(folder, fingerprint, { label: 'x', kind: 'instrument' })).rejects.toMatchObject({
    code: 'trust-other-use',
    exitCode: 2,
  });
  expect(trustFor(await readTrust(folder), fingerprint, 'instrument')).toBe('other-use');
});

test('a key enrolled before that was asked is trusted as it was, until somebody says what it signs', async () => {
  const folder = await temporaryFolder();
  const old = { schema: 'ucs-trusted-key/1', fingerprint, label: 'old', addedAt: '2026-11-01T00:00:00.000Z' };
  await writeFile(join(folder, `${fingerprint}.json`), JSON.stringify(old));
  const before = await readTrust(folder);
  expect(before.problems).toEqual([]);
  for (const kind of ['instrument', 'probe', 'pack'] as const)
    expect(trustFor(before, fingerprint, kind)).toBe('trusted');
  expect(await trustFingerprint(folder, fingerprint, { label: 'new', kind: 'probe' })).toBe('kind-added');
  const after = await readTrust(folder);
  expect(trustFor(after, fingerprint, 'instrument')).toBe('other-use');
  expect(after.labels.get(fingerprint)).toBe('old');
});

test('what an enrolment says a key signs holds also where the key itself lies beside it', async () => {
  const folder = await temporaryFolder();
  const { publicKey } = await freshKey('probe');
  await trustFingerprint(folder, publicKey.fingerprint, { label: 'laptop', kind: 'probe' });
  for (const name of ['0-before.pem', 'z-after.pem']) await writeFile(join(folder, name), publicKey.pem);
  expect(trustFor(await readTrust(folder), publicKey.fingerprint, 'instrument')).toBe('other-use');
});
