import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { trustJournalPath } from '../../../main/catalogue/trust-journal.ts';
import { readTrust, trustFingerprint } from '../../../main/catalogue/trusted-keys.ts';
import { canonicalJson, digestOf } from '../../../main/model/json.ts';
import { temporaryFolder } from '../receipt/sample-receipt.ts';

const [first, second, third] = ['ab'.repeat(32), 'cd'.repeat(32), 'ef'.repeat(32)];
const altered = { code: 'trust-journal-altered', exitCode: 1 };
const AS = { label: 'x', kind: 'instrument' } as const;

async function folderOfTwo() {
  const folder = join(await temporaryFolder(), 'trusted');
  await trustFingerprint(folder, first, { label: 'Example Laboratory', kind: 'pack' });
  await trustFingerprint(folder, second, { label: 'MiSeq, room 7', kind: 'instrument' });
  const path = trustJournalPath(folder);
  return { folder, path, text: await readFile(path, 'utf8') };
}

/** That no key was enrolled, and the record is as it was. */
async function nothingEnrolled(folder: string, path: string, text: string) {
  expect((await readTrust(folder)).kinds.has(third)).toBe(false);
  expect(await readFile(path, 'utf8')).toBe(text);
}

describe('the record of trusted keys', () => {
  test('tells each enrolment with key, label and account, chained from the first on', async () => {
    const { text } = await folderOfTwo();
    const entries = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { username: by } = userInfo();
    expect(entries.map(({ event }) => event)).toEqual([
      { kind: 'key-trusted', fingerprint: first, label: 'Example Laboratory', signs: 'pack', by },
      { kind: 'key-trusted', fingerprint: second, label: 'MiSeq, room 7', signs: 'instrument', by },
    ]);
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(entries[0].previous).toBe('0'.repeat(64));
    expect(entries[1].previous).toBe(entries[0].hash);
    const { hash, ...content } = entries[1];
    expect(digestOf(content)).toBe(hash);
  });

  test('is no enrolment itself and no problem to whoever reads the trusted keys', async () => {
    const { folder } = await folderOfTwo();
    const trust = await readTrust(folder);
    expect([...trust.kinds.keys()].sort()).toEqual([first, second]);
    expect(trust.problems).toEqual([]);
  });

  test('can be changed by its owner only', async () => {
    const { path } = await folderOfTwo();
    expect((await stat(path)).mode & 0o077).toBe(0);
  });

  test('says nothing twice about a key that is trusted already', async () => {
    const { folder, path, text } = await folderOfTwo();
    expect(await trustFingerprint(folder, first, { label: 'again', kind: 'pack' })).toBe('already-trusted');
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  test('holds an enrolment before the key is trusted, so that no power cut leaves a key without one', async () => {
    const { folder, path } = await folderOfTwo();
    // The enrolment file cannot appear: a folder lies under its name.
    await mkdir(join(folder, `${third}.json`));
    await expect(trustFingerprint(folder, third, AS)).rejects.toMatchObject({ code: 'trust-not-stored' });
    expect(await readFile(path, 'utf8')).toContain(third);
    await rm(join(folder, `${third}.json`), { recursive: true });
    expect(await trustFingerprint(folder, third, AS)).toBe('added');
  });

  test('goes on after a line that a power cut left half written', async () => {
    const { folder, path, text } = await folderOfTwo();
    await writeFile(path, text.slice(0, -40));
    await trustFingerprint(folder, third, AS);
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).event.fingerprint)).toEqual([first, third]);
    expect(lines[0]).toBe(text.split('\n')[0]);
  });
});

describe('a record of trusted keys that somebody changed enrols nobody', () => {
  const edits: [string, (lines: string[]) => string[]][] = [
    ['another label', ([a = '', b = '']) => [a.replace('Example', 'Exemple'), b]],
    ['an entry left out', ([, b = '']) => [b]],
    ['an entry twice', ([a = '', b = '']) => [a, b, b]],
    ['a line that is no entry', ([a = '', b = '']) => [a, 'nothing', b]],
    ['an empty line', ([a = '', b = '']) => [a, '', b]],
    [
      'an entry of another kind with a right hash',
      ([a = '']) => {
        const { hash: _hash, ...content } = JSON.parse(a);
        const forged = { ...content, event: { ...content.event, kind: 'key-forgotten' } };
        return [canonicalJson({ ...forged, hash: digestOf(forged) })];
      },
    ],
  ];

  test.each(edits)('%s', async (_what, edit) => {
    const { folder, path, text } = await folderOfTwo();
    const changed = `${edit(text.trimEnd().split('\n')).join('\n')}\n`;
    await writeFile(path, changed);
    await expect(trustFingerprint(folder, third, AS)).rejects.toMatchObject(altered);
    await nothingEnrolled(folder, path, changed);
  });

  test('a link, so that nothing is ever written to another file', async () => {
    const { folder, path } = await folderOfTwo();
    const victim = join(await temporaryFolder(), 'victim');
    await writeFile(victim, '');
    await rm(path);
    await symlink(victim, path);
    await expect(trustFingerprint(folder, third, AS)).rejects.toMatchObject(altered);
    await nothingEnrolled(folder, victim, '');
  });

  test('a folder in its place', async () => {
    const { folder, path } = await folderOfTwo();
    await rm(path);
    await mkdir(path);
    await expect(trustFingerprint(folder, third, AS)).rejects.toMatchObject(altered);
    expect(await readdir(folder)).not.toContain(`${third}.json`);
  });
});

const root = process.getuid?.() === 0;
if (root) console.log('Skipped: a record that cannot be written needs an account other than root.');

test.skipIf(root)('a record that cannot be written enrols nobody', async () => {
  const { folder, path, text } = await folderOfTwo();
  await chmod(path, 0o400);
  await expect(trustFingerprint(folder, third, AS)).rejects.toMatchObject({ code: 'trust-not-stored' });
  await nothingEnrolled(folder, path, text);
});
