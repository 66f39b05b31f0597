import { generateKeyPairSync } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import {
  loadOrCreateSigningKey,
  parseFingerprint,
  parsePublicKey,
  printFingerprint,
} from '../../../main/catalogue/keys.ts';
import { temporaryFolder } from '../receipt/sample-receipt.ts';

describe('a signing key', () => {
  test('stays the same from run to run', async () => {
    const keys = join(await temporaryFolder(), 'keys');
    const first = await loadOrCreateSigningKey(keys, 'instrument');
    const second = await loadOrCreateSigningKey(keys, 'instrument');
    expect(second.publicKey.fingerprint).toBe(first.publicKey.fingerprint);
    expect(await readdir(keys)).toEqual(['instrument-signing-key.pem']);
  });

  test('of practice is another one than that of the instrument', async () => {
    const keys = await temporaryFolder();
    const practice = await loadOrCreateSigningKey(keys, 'practice');
    const instrument = await loadOrCreateSigningKey(keys, 'instrument');
    expect(practice.publicKey.fingerprint).not.toBe(instrument.publicKey.fingerprint);
  });

  test('can be read by its owner only', async () => {
    const keys = join(await temporaryFolder(), 'keys');
    await loadOrCreateSigningKey(keys, 'practice');
    expect((await stat(join(keys, 'practice-signing-key.pem'))).mode & 0o777).toBe(0o600);
    expect((await stat(keys)).mode & 0o777).toBe(0o700);
  });

  test('asked for many times at once in one process is one key', async () => {
    const keys = join(await temporaryFolder(), 'keys');
    const made = await Promise.all(Array.from({ length: 30 }, () => loadOrCreateSigningKey(keys, 'practice')));
    expect(new Set(made.map((key) => key.publicKey.fingerprint)).size).toBe(1);
    expect(await readdir(keys)).toHaveLength(1);
  });

  test('asked for by several processes at once is one key', async () => {
    const folder = await temporaryFolder();
    const program = join(folder, 'print-key.mjs');
    const source = fileURLToPath(new URL('../../../main/catalogue/keys.ts', import.meta.url));
    await build({
      stdin: {
        contents: `import { loadOrCreateSigningKey } from ${JSON.stringify(source)};
          const key = await loadOrCreateSigningKey(process.argv[2], 'practice');
          process.stdout.write(key.publicKey.fingerprint);`,
        resolveDir: fileURLToPath(new URL('../../..', import.meta.url)),
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
      outfile: program,
    });
    const keys = join(folder, 'keys');
    const runs = await Promise.all(
      Array.from({ length: 6 }, () =>
        execa(process.execPath, [program, keys], { timeout: 30_000, maxBuffer: 100_000 }),
      ),
    );
    expect(new Set(runs.map((run) => run.stdout)).size).toBe(1);
    expect(runs[0]!.stdout).toMatch(/^[0-9a-f]{64}$/);
    expect(await readdir(keys)).toEqual(['practice-signing-key.pem']);
  });

  test('that is damaged is never replaced in silence, because its fingerprint may be enrolled', async () => {
    const keys = await temporaryFolder();
    const path = join(keys, 'practice-signing-key.pem');
    const wrongKind = generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    for (const content of ['', 'rubbish', wrongKind, 'x'.repeat(20_000)]) {
      await writeFile(path, content, { mode: 0o600 });
      await expect(loadOrCreateSigningKey(keys, 'practice')).rejects.toMatchObject({ code: 'signing-key-unusable' });
      expect(await readFile(path, 'utf8')).toBe(content);
    }
  });

  test('that others can read is refused', async () => {
    const keys = await temporaryFolder();
    await loadOrCreateSigningKey(keys, 'practice');
    await chmod(join(keys, 'practice-signing-key.pem'), 0o640);
    await expect(loadOrCreateSigningKey(keys, 'practice')).rejects.toMatchObject({ code: 'signing-key-unusable' });
  });

  test('that is a link or a folder is refused', async () => {
    const keys = await temporaryFolder();
    await loadOrCreateSigningKey(keys, 'instrument');
    await symlink(join(keys, 'instrument-signing-key.pem'), join(keys, 'practice-signing-key.pem'));
    await expect(loadOrCreateSigningKey(keys, 'practice')).rejects.toMatchObject({ code: 'signing-key-unusable' });
    const other = await temporaryFolder();
    await mkdir(join(other, 'practice-signing-key.pem'));
    await expect(loadOrCreateSigningKey(other, 'practice')).rejects.toMatchObject({ code: 'signing-key-unusable' });
  });

  test('in a place that cannot be written is explained', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), '');
    await expect(loadOrCreateSigningKey(join(folder, 'file', 'keys'), 'practice')).rejects.toMatchObject({
      name: 'Failure',
    });
  });
});

describe('a public key', () => {
  const pem = (kind: 'ed25519' | 'x25519') =>
    generateKeyPairSync(kind as 'ed25519')
      .publicKey.export({ type: 'spki', format: 'pem' })
      .toString();

  test('is read back with the same fingerprint, Windows line ends or not', async () => {
    const text = pem('ed25519');
    expect(parsePublicKey(text)?.pem).toBe(text);
    expect(parsePublicKey(text.replaceAll('\n', '\r\n'))?.fingerprint).toBe(parsePublicKey(text)?.fingerprint);
  });

  test('is not read from anything else, least of all from a private key', () => {
    const secret = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    for (const text of ['', 'x', pem('x25519'), pem('ed25519') + pem('ed25519'), `note\n${pem('ed25519')}`, secret]) {
      expect(parsePublicKey(text)).toBeNull();
    }
  });
});

describe('a fingerprint', () => {
  const digits = '0123456789abcdef'.repeat(4);
  const pairs = digits.match(/../g)!.join(':');
  test.each([
    digits,
    digits.toUpperCase(),
    `sha256:${digits}`,
    `SHA256:${digits.toUpperCase()}`,
    pairs,
    `  sha256:${pairs.toUpperCase()}\n`,
  ])('is understood as people copy it: %s', (text) => {
    expect(parseFingerprint(text)).toBe(digits);
  });

  test.each([
    '',
    'sha256:',
    digits.slice(1),
    `${digits}0`,
    `md5:${digits}`,
    digits.replace('a', 'g'),
    pairs.replace(':', ''),
    `${pairs}:`,
  ])('that is none is refused: %s', (text) => {
    expect(() => parseFingerprint(text)).toThrow(
      expect.objectContaining({ code: 'fingerprint-malformed', exitCode: 2 }),
    );
  });

  test('is printed with its kind', () => {
    expect(printFingerprint(digits)).toBe(`sha256:${digits}`);
  });
});
