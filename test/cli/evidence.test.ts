import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { documentOf, errorCode, RunDocument } from './documents.ts';
import { absent, newFolder, REPOSITORY, runProgram, ucsRemedy } from './harness.ts';
import { OPENSSL, SHELL } from './openssl-guide.ts';
import { PracticeInstrument, predicateOf } from './practice-instrument.ts';

const SCENARIO = 'signs-of-exploitation';
const Finding = z.looseObject({
  code: z.string(),
  grade: z.enum(['note', 'review', 'strong']),
  evidence: z.array(z.unknown()),
});
const Advice = z.looseObject({ code: z.string(), advice: z.string() });
const Assessed = z.looseObject({
  overall: z.string(),
  signs: z.array(Finding).min(1),
  exposure: z.array(Advice).min(1),
});
const Exported = z.looseObject({
  evidence: z.string(),
  practice: z.literal(true),
  fingerprint: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  members: z.array(z.looseObject({ name: z.string() })),
});

async function run(options: readonly string[], dataDir: string) {
  return ucsRemedy(['run', '--practice', SCENARIO, '--yes', '--confirm-idle', '--json', ...options], { dataDir });
}

describe('an instrument that somebody broke into', () => {
  test('assess shows the signs and the network advice, in words and in the document', async () => {
    const dataDir = await newFolder();
    const args = ['assess', '--practice', SCENARIO];
    const { signs, exposure } = documentOf(Assessed, await ucsRemedy([...args, '--json'], { dataDir }), 10);
    const strong = signs.filter(({ grade }) => grade === 'strong').map(({ code }) => code);
    expect(strong).toEqual(['ucs-started-shell', 'foreign-file-beside-ucs']);
    expect(signs.map(({ code }) => code)).toContain('new-administrator');
    expect(exposure.map(({ code }) => code)).toEqual(['default-route', 'behind-gateway-only', 'seen-from-inside-only']);
    const { stdout } = await ucsRemedy(args, { dataDir });
    expect(stdout).toContain('STRONG SIGN: The copy service (UCS) has started a shell or script host.');
    expect(stdout).toContain('Network advice');
  });

  test('is left as it is: nothing changes before a technician decides', async () => {
    for (const options of [[], ['--role', 'lab', '--accept-signs', 'we need the machine']]) {
      const instrument = await PracticeInstrument.create(SCENARIO);
      const before = await instrument.state();
      const ended = documentOf(RunDocument, await instrument.run(options), 18);
      expect(ended.error?.code).toBe('signs-of-compromise');
      expect(ended.error?.next).toContain('ucs-remedy evidence export');
      expect(await instrument.state()).toEqual(before);
      const receipt = await predicateOf(ended.receipt);
      expect(receipt).toMatchObject({ kind: 'stopped', signsAccepted: null });
      const page = await readFile(ended.receipt.replace(/json$/, 'html'), 'utf8');
      expect(page).toContain('Strong signs of exploitation');
    }
  });

  test('is worked on when a technician says why, and the receipt says so for ever', async () => {
    const dataDir = await newFolder();
    const options = ['--role', 'technician', '--operator', 'A. Tech', '--accept-signs', 'evidence exported'];
    const ended = documentOf(RunDocument, await run(options, dataDir), 0);
    expect(ended.error).toBeUndefined();
    const receipt = await predicateOf(ended.receipt);
    expect(receipt).toMatchObject({ signsAccepted: { reason: 'evidence exported', by: 'A. Tech' } });
    const page = await readFile(ended.receipt.replace(/json$/, 'html'), 'utf8');
    expect(page).toContain('Reason: evidence exported');
    expect(page).toContain('Network advice');
    const checks = ended.steps.flatMap((step) => z.array(z.looseObject({ says: z.string() })).parse(step['checks']));
    expect(checks.map(({ says }) => says)).toContain('The copy service (UCS). Before: running; after: running.');
  });

  test('a reason that says nothing is refused before anything is looked at', async () => {
    expect(errorCode(await run(['--accept-signs', '  '], await newFolder()), 2)).toBe('wrong-use');
  });

  test('that was remediated before is not called done', async () => {
    const instrument = await PracticeInstrument.create(SCENARIO);
    documentOf(RunDocument, await instrument.run(['--accept-signs', 'exported']), 0);
    expect(documentOf(RunDocument, await instrument.run(), 18).error?.code).toBe('signs-of-compromise');
  });
});

test('an ordinary instrument gets a note that finding nothing is no proof, and is worked on', async () => {
  const args = ['assess', '--practice', 'miseq-4.0-ruo', '--json'];
  const { signs } = documentOf(Assessed, await ucsRemedy(args, { dataDir: await newFolder() }), 10);
  expect(signs).toHaveLength(1);
  expect(signs[0]).toMatchObject({ code: 'no-signs-found', grade: 'note' });
});

describe('exported evidence', () => {
  async function exported(folder: string, dataDir: string) {
    const args = ['evidence', 'export', '--practice', SCENARIO, '--out', join(folder, 'evidence.tar'), '--json'];
    return ucsRemedy(args, { dataDir });
  }

  test('is one file for its owner only, never replaces another, and changes nothing on the instrument', async () => {
    const folder = await newFolder();
    const instrument = await PracticeInstrument.create(SCENARIO);
    const before = await instrument.state();
    const path = join(folder, 'evidence.tar');
    const document = documentOf(Exported, await exported(folder, instrument.dataDir), 0);
    expect(document.evidence).toBe(path);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await instrument.state()).toEqual(before);
    expect(errorCode(await exported(folder, instrument.dataDir), 1)).toBe('evidence-exists');
    expect(errorCode(await exported(join(folder, 'nowhere'), instrument.dataDir), 1)).toBe('evidence-not-written');
  });

  const skipped = absent('checking evidence by its guide', [OPENSSL, SHELL, '/usr/bin/sha256sum', '/bin/tar']);
  const guide = async () => {
    const text = await readFile(join(REPOSITORY, 'docs/evidence-export.md'), 'utf8');
    const blocks = [...text.matchAll(/^```sh \w+\n([\s\S]*?)^```$/gm)].map(([, commands]) => commands ?? '');
    expect(blocks).toHaveLength(4);
    return ['set -eu', ...blocks].join('\n');
  };

  test.skipIf(skipped)('can be checked by the guide alone; a changed member or list is noticed', async () => {
    const folder = await newFolder();
    const { fingerprint, members } = documentOf(Exported, await exported(folder, await newFolder()), 0);
    const checked = await runProgram(SHELL, ['-c', await guide()], { cwd: folder });
    expect(checked.exitCode, checked.stderr + checked.stdout).toBe(0);
    expect(checked.stdout).toContain(fingerprint.replace('sha256:', ''));
    expect(checked.stdout).toContain('Signature Verified Successfully');
    for (const { name } of members) expect(checked.stdout).toContain(`${name}: OK`);
    const sums = await runProgram('/usr/bin/sha256sum', ['-c', 'SHA256SUMS'], { cwd: folder });
    expect(sums.exitCode).toBe(0);

    const facts = JSON.parse(await readFile(join(folder, 'facts.json'), 'utf8'));
    expect(facts.host.practice).toBe(true);
    const files = JSON.parse(await readFile(join(folder, 'files.json'), 'utf8'));
    expect(files.map(({ path }: { path: string }) => path.split('\\').at(-1))).toContain('update32.dll');

    const archive = await readFile(join(folder, 'evidence.tar'));
    for (const [text, other] of [
      ['"strong"', '"review"'],
      ['"payload": "ey', '"payload": "eY'],
    ] as const) {
      const forged = join(folder, `forged-${other.length}`);
      await mkdir(forged);
      const at = archive.indexOf(text);
      const changed = Buffer.concat([archive.subarray(0, at), Buffer.from(other), archive.subarray(at + text.length)]);
      await writeFile(join(forged, 'evidence.tar'), changed);
      const refused = await runProgram(SHELL, ['-c', await guide()], { cwd: forged });
      expect(refused.exitCode).not.toBe(0);
    }
  });

  test('of a real machine needs administrator rights', async () => {
    if (process.getuid?.() === 0) return;
    const args = ['evidence', 'export', '--out', join(await newFolder(), 'e.tar'), '--json'];
    expect(errorCode(await ucsRemedy(args), 15)).toBe('not-elevated');
  });
});
