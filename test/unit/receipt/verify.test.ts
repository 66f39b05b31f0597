import { copyFile, mkdir, readFile, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SigningKey } from '../../../main/catalogue/keys.ts';
import { trustFingerprint } from '../../../main/catalogue/trusted-keys.ts';
import type { ReceiptContent } from '../../../main/model/receipt.ts';
import { issueReceipt, writeReceiptFiles } from '../../../main/receipt/bundle.ts';
import { verifyReceipt } from '../../../main/receipt/verify.ts';
import { freshKey, sampleRealReceipt, sampleReceipt, temporaryFolder } from './sample-receipt.ts';

async function issued(content: ReceiptContent, signer?: SigningKey) {
  const key = signer ?? (await freshKey(content.practice ? 'practice' : 'instrument'));
  const folder = await temporaryFolder();
  const file = await writeReceiptFiles(folder, issueReceipt(content, key));
  const base = join(folder, content.receiptId);
  const trustFolder = join(folder, 'trusted');
  await mkdir(trustFolder);
  return { key, folder, file, page: `${base}.receipt.html`, pem: `${base}.pub.pem`, trustFolder };
}

describe('with a folder of trusted keys', () => {
  test('a receipt of an enrolled key is accepted, and its page matches', async () => {
    const { key, file, trustFolder } = await issued(sampleRealReceipt());
    await trustFingerprint(trustFolder, key.publicKey.fingerprint, {
      label: 'MiSeq of laboratory 3',
      kind: 'instrument',
    });
    const report = await verifyReceipt({ file, trustFolder });
    expect(report).toMatchObject({
      accepted: true,
      code: 'accepted',
      practice: false,
      page: 'matches',
      trustProblems: [],
    });
    expect(report.summary).toMatchObject({ receiptId: sampleRealReceipt().receiptId, overall: 'mitigated' });
    expect(report.fingerprint).toBe(key.publicKey.fingerprint);
  });

  test('a key that only lies beside the receipt is not trusted, and nothing of the receipt is repeated', async () => {
    const { file, trustFolder } = await issued(sampleRealReceipt());
    expect(await verifyReceipt({ file, trustFolder })).toMatchObject({
      accepted: false,
      code: 'key-unknown',
      summary: null,
      practice: null,
      page: 'not-checked',
    });
  });

  test('a folder that does not exist trusts nobody and says so', async () => {
    const { file, folder } = await issued(sampleRealReceipt());
    const report = await verifyReceipt({ file, trustFolder: join(folder, 'absent') });
    expect(report).toMatchObject({ accepted: false, code: 'key-unknown' });
    expect(report.trustProblems[0]).toContain('does not exist');
  });

  test('the key file beside it counts only when its own fingerprint is the enrolled one', async () => {
    const { key, file, pem, trustFolder } = await issued(sampleRealReceipt());
    await trustFingerprint(trustFolder, key.publicKey.fingerprint, { label: 'ours', kind: 'instrument' });
    await writeFile(pem, (await freshKey('instrument')).publicKey.pem);
    expect(await verifyReceipt({ file, trustFolder })).toMatchObject({ accepted: false, code: 'key-missing' });
    await unlink(pem);
    expect(await verifyReceipt({ file, trustFolder })).toMatchObject({ accepted: false, code: 'key-missing' });
    await writeFile(join(trustFolder, 'laboratory-3.pem'), key.publicKey.pem);
    expect(await verifyReceipt({ file, trustFolder })).toMatchObject({ accepted: true });
  });

  test.each(['probe', 'pack'] as const)('a receipt is refused when its key was enrolled for a %s', async (kind) => {
    const { key, file, trustFolder } = await issued(sampleRealReceipt());
    await trustFingerprint(trustFolder, key.publicKey.fingerprint, { label: 'laptop', kind });
    const report = await verifyReceipt({ file, trustFolder });
    expect(report).toMatchObject({ accepted: false, code: 'key-other-use', summary: null });
  });

  test('a receipt that names an enrolled key but was signed by another is refused', async () => {
    const { key, file, pem, trustFolder } = await issued(sampleRealReceipt());
    const trusted = await freshKey('instrument');
    await trustFingerprint(trustFolder, trusted.publicKey.fingerprint, { label: 'ours', kind: 'instrument' });
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(key.publicKey.fingerprint, trusted.publicKey.fingerprint));
    await writeFile(pem, trusted.publicKey.pem);
    expect(await verifyReceipt({ file, trustFolder })).toMatchObject({ accepted: false, code: 'receipt-altered' });
  });

  test('a practice receipt is never accepted, even when somebody enrolled the practice key', async () => {
    const { key, file, trustFolder } = await issued(sampleReceipt());
    await trustFingerprint(trustFolder, key.publicKey.fingerprint, {
      label: 'enrolled by mistake',
      kind: 'instrument',
    });
    const report = await verifyReceipt({ file, trustFolder });
    expect(report).toMatchObject({ accepted: false, code: 'practice-not-trusted', practice: true });
    expect(report.sentence).toContain('PRACTICE');
  });
});

describe('with a key', () => {
  test('a practice receipt is accepted and loudly called PRACTICE', async () => {
    const { file, pem } = await issued(sampleReceipt());
    const report = await verifyReceipt({ file, key: pem });
    expect(report).toMatchObject({ accepted: true, code: 'accepted', practice: true, page: 'matches' });
    expect(report.sentence).toMatch(/^PRACTICE:/);
  });

  test('a receipt of another key is refused', async () => {
    const { file, folder } = await issued(sampleReceipt());
    const other = join(folder, 'other.pem');
    await writeFile(other, (await freshKey('practice')).publicKey.pem);
    expect(await verifyReceipt({ file, key: other })).toMatchObject({ accepted: false, code: 'key-unknown' });
  });

  test.each(['', 'no key', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n'])(
    'a file that is no key (%j) is wrong use, not a judgement of the receipt',
    async (content) => {
      const { file, folder } = await issued(sampleReceipt());
      await writeFile(join(folder, 'bad.pem'), content);
      await expect(verifyReceipt({ file, key: join(folder, 'bad.pem') })).rejects.toMatchObject({
        code: 'key-unreadable',
        exitCode: 2,
      });
    },
  );
});

describe('the page beside a receipt', () => {
  test('that says something else than what was signed makes it unacceptable', async () => {
    const { file, page, pem } = await issued(sampleReceipt());
    await writeFile(page, (await readFile(page, 'utf8')).replaceAll('Mitigated', 'Fixed'));
    expect(await verifyReceipt({ file, key: pem })).toMatchObject({
      accepted: false,
      code: 'page-altered',
      page: 'altered',
    });
  });

  test('with one byte more or a byte order mark is altered', async () => {
    const { file, page, pem } = await issued(sampleReceipt());
    const text = await readFile(page, 'utf8');
    for (const changed of [`${text}\n`, `\ufeff${text}`, '', text.slice(0, -1)]) {
      await writeFile(page, changed);
      expect(await verifyReceipt({ file, key: pem })).toMatchObject({ accepted: false, code: 'page-altered' });
    }
  });

  test('that is a link is not taken as the page', async () => {
    const { file, page, pem, folder } = await issued(sampleReceipt());
    await rename(page, join(folder, 'elsewhere.html'));
    await symlink(join(folder, 'elsewhere.html'), page);
    expect(await verifyReceipt({ file, key: pem })).toMatchObject({ accepted: false, code: 'page-altered' });
  });

  test('may be absent', async () => {
    const { file, page, pem } = await issued(sampleReceipt());
    await rm(page);
    expect(await verifyReceipt({ file, key: pem })).toMatchObject({ accepted: true, page: 'absent' });
  });

  test('cannot be hidden by renaming the receipt', async () => {
    const { file, page, pem, folder } = await issued(sampleReceipt());
    const renamed = join(folder, 'miseq.receipt.json');
    await rename(file, renamed);
    await writeFile(page, 'all is fixed');
    expect(await verifyReceipt({ file: renamed, key: pem })).toMatchObject({ accepted: false, code: 'page-altered' });
    await rm(page);
    await writeFile(join(folder, 'miseq.receipt.html'), 'all is fixed');
    expect(await verifyReceipt({ file: renamed, key: pem })).toMatchObject({ accepted: false, code: 'page-altered' });
  });
});

describe('what is no receipt', () => {
  test('is refused without an exception', async () => {
    const { file, pem, folder } = await issued(sampleReceipt());
    expect(await verifyReceipt({ file: join(folder, 'absent.json'), key: pem })).toMatchObject({
      code: 'receipt-unreadable',
    });
    expect(await verifyReceipt({ file: folder, key: pem })).toMatchObject({
      code: 'receipt-unreadable',
      accepted: false,
    });
    expect(await verifyReceipt({ file: pem, key: pem })).toMatchObject({ code: 'receipt-malformed', accepted: false });
    await copyFile(file, `${file}.utf16`);
    await writeFile(`${file}.utf16`, Buffer.from(await readFile(file, 'utf8'), 'utf16le'));
    expect((await verifyReceipt({ file: `${file}.utf16`, key: pem })).accepted).toBe(false);
  });
});
