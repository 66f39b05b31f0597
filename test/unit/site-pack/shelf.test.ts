import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPackCounter } from '../../../main/catalogue/pack-counters.ts';
import { readPackFile } from '../../../main/catalogue/pack-file.ts';
import { packShelf } from '../../../main/catalogue/pack-shelf.ts';
import { trustFingerprint } from '../../../main/catalogue/trusted-keys.ts';
import { sha256 } from '../../../main/model/json.ts';
import { temporaryFolder } from '../receipt/sample-receipt.ts';
import { issuerKey, NOW, packContent, packFile, refusal } from './pack-bench.ts';

const key = await issuerKey();
const number = (counter: number) => packFile(packContent({ counter }), key);

/** A machine that trusts the issuer. */
async function machine() {
  const folder = await temporaryFolder();
  const places = { trusted: join(folder, 'trusted'), counters: join(folder, 'counters') };
  await mkdir(places.counters);
  await trustFingerprint(places.trusted, key.publicKey.fingerprint, { label: 'Test Laboratory', kind: 'pack' });
  return { ...places, shelf: packShelf(places, false) };
}

test('once a newer pack was used, no older one comes back', async () => {
  const { shelf, counters } = await machine();
  expect((await shelf.use(number(7), NOW)).stamp.counter).toBe(7);
  expect(await refusal(shelf.use(number(6), NOW))).toBe('pack-older');
  expect(await refusal(shelf.look(number(6), NOW))).toBe('pack-older');
  expect(await refusal(shelf.use(number(7), NOW))).toBe('opened');
  expect(await refusal(shelf.use(number(8), NOW))).toBe('opened');
  expect((await readPackCounter(counters, 'test-pack'))?.counter).toBe(8);
});

test('looking at a pack leaves no trace', async () => {
  const { shelf, counters } = await machine();
  await shelf.look(number(7), NOW);
  expect(await readdir(counters)).toEqual([]);
});

test('a refused pack does not lock out the good one by its number', async () => {
  const { shelf, counters } = await machine();
  expect(await refusal(shelf.use(packFile(packContent({ counter: 99 }), await issuerKey()), NOW))).toBe(
    'pack-key-unknown',
  );
  expect(await refusal(shelf.use(number(99), new Date('2030-01-01T00:00:00Z')))).toBe('pack-expired');
  expect(await readdir(counters)).toEqual([]);
  expect(await refusal(shelf.use(number(1), NOW))).toBe('opened');
});

test('a run that goes on keeps its pack although a newer one was used meanwhile', async () => {
  const { shelf } = await machine();
  await shelf.use(number(7), NOW);
  expect(await refusal(shelf.useAgain(number(5), NOW))).toBe('opened');
  expect(await refusal(shelf.useAgain(packFile(packContent(), await issuerKey()), NOW))).toBe('pack-key-unknown');
});

test('a record that cannot be read is not the same as none', async () => {
  const { shelf, counters } = await machine();
  const path = join(counters, `${sha256('test-pack')}.json`);
  for (const content of [
    '',
    '{}',
    JSON.stringify({ schema: 'ucs-pack-counter/1', packId: 'other', counter: 1, digest: 'a'.repeat(64) }),
  ]) {
    await writeFile(path, content);
    expect(await refusal(shelf.use(number(7), NOW))).toBe('pack-counter-unusable');
    expect(await readFile(path, 'utf8')).toBe(content);
  }
});

test('a machine without a data folder trusts nobody', async () => {
  expect(await refusal(packShelf(null, false).look(number(7), NOW))).toBe('pack-key-unknown');
});

test('the key file beside a pack is found by the name of the pack', async () => {
  const folder = await temporaryFolder();
  const { envelope, publicKey } = number(7);
  await writeFile(join(folder, 'lab.pack.json'), envelope);
  expect(await readPackFile(join(folder, 'lab.pack.json'))).toEqual({ envelope, publicKey: null });
  await writeFile(join(folder, 'lab.pub.pem'), publicKey ?? '');
  expect(await readPackFile(join(folder, 'lab.pack.json'))).toEqual({ envelope, publicKey });
});

test('a file that is no text, too large, missing or a folder is refused with a reason', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'lab.pack.json');
  expect(await refusal(readPackFile(path))).toBe('pack-unreadable');
  expect(await refusal(readPackFile(folder))).toBe('pack-unreadable');
  await writeFile(path, Buffer.from([0xff, 0xfe, 0x00]));
  expect(await refusal(readPackFile(path))).toBe('pack-malformed');
  await writeFile(path, ' '.repeat(1024 * 1024 + 1));
  expect(await refusal(readPackFile(path))).toBe('pack-malformed');
});
