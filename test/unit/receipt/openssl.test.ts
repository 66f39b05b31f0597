import { existsSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { issueReceipt, writeReceiptFiles } from '../../../main/receipt/bundle.ts';
import { freshKey, sampleReceipt, temporaryFolder } from './sample-receipt.ts';

const OPENSSL = '/usr/bin/openssl';
const SHELL = '/bin/sh';
const missing = [OPENSSL, SHELL].filter((path) => !existsSync(path));
if (missing.length > 0) console.log(`Skipped: checking receipts with OpenSSL needs ${missing.join(' and ')}.`);

const guide = await readFile(new URL('../../../docs/verify-with-openssl.md', import.meta.url), 'utf8');

/** The commands of one block of the guide, exactly as a reader copies them. */
function documented(name: string): string {
  const block = new RegExp(`^\`\`\`sh ${name}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(guide);
  if (block?.[1] === undefined) throw new Error(`the guide has no block "${name}"`);
  return block[1];
}

async function followGuide(folder: string, id: string, ...blocks: string[]) {
  const script = ['set -eu', documented('setup').replaceAll('ID.', `${id}.`), ...blocks.map(documented)].join('\n');
  return execa(SHELL, ['-c', script], {
    cwd: folder,
    shell: false,
    extendEnv: false,
    env: { LC_ALL: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    timeout: 30_000,
    maxBuffer: 1024 * 1024,
    reject: false,
  });
}

/** Long enough that line lengths of base64 tools matter. */
function longReceipt() {
  const content = sampleReceipt();
  return {
    ...content,
    notes: Array.from({ length: 400 }, (_, n) => ({
      code: `n${n}`,
      text: `Bemerkung ${n}: \u00e4\u00f6\u00fc \u6771\u4eac`,
    })),
  };
}

describe.skipIf(missing.length > 0)('the guide for checking with OpenSSL alone', () => {
  test.each([
    ['a usual receipt', sampleReceipt()],
    ['a long receipt', longReceipt()],
  ])('proves %s', async (_name, content) => {
    const folder = await temporaryFolder();
    const key = await freshKey('practice');
    await writeReceiptFiles(folder, issueReceipt(content, key));
    const all = await followGuide(folder, content.receiptId, 'fingerprint', 'extract', 'encode', 'verify', 'type');
    expect(all).toMatchObject({ exitCode: 0, stderr: '' });
    expect(all.stdout).toContain(key.publicKey.fingerprint);
    expect(all.stdout).toContain('Signature Verified Successfully');
    expect(all.stdout).toContain('urn:ucs-remediation-wizard:practice-receipt:v1');
    expect(JSON.parse(await readFile(join(folder, 'payload.json'), 'utf8')).predicate.overall).toBe('mitigated');
  });

  test('refuses an altered receipt and the key of somebody else', async () => {
    const folder = await temporaryFolder();
    const content = sampleReceipt();
    const file = await writeReceiptFiles(folder, issueReceipt(content, await freshKey('practice')));
    const pem = join(folder, `${content.receiptId}.pub.pem`);
    await copyFile(pem, join(folder, 'right.pem'));
    await writeFile(pem, (await freshKey('practice')).publicKey.pem);
    expect((await followGuide(folder, content.receiptId, 'extract', 'encode', 'verify')).exitCode).not.toBe(0);
    await copyFile(join(folder, 'right.pem'), pem);
    expect((await followGuide(folder, content.receiptId, 'extract', 'encode', 'verify')).exitCode).toBe(0);
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      text.replace(/"payload": "(.)/, (found) => found.slice(0, -1) + (found.endsWith('e') ? 'f' : 'e')),
    );
    expect((await followGuide(folder, content.receiptId, 'extract', 'encode', 'verify')).exitCode).not.toBe(0);
  });
});
