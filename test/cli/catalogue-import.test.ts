import { existsSync, readFileSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { CatalogueCandidate } from '../../main/catalogue/csaf/candidate.ts';
import { sha256 } from '../../main/model/json.ts';
import { absent, newFolder, REPOSITORY, runProgram, type Start, ucsRemedy } from './harness.ts';

const UNSHARE = '/usr/bin/unshare';
const FIXTURES = join(REPOSITORY, 'test/fixtures/csaf');
const fixture = (name: string) => join(FIXTURES, `${name}.json`);
const noNetworkNamespace = absent('import without a network', [UNSHARE], true);

let desk = '';
beforeAll(async () => {
  desk = await newFolder();
  await copyFile(inject('program'), join(desk, 'ucs-remedy.cjs'));
  await copyFile(join(REPOSITORY, 'build/desk-validator.cjs'), join(desk, 'desk-validator.cjs'));
});

/** Runs `catalogue import` of a program with the desk validator beside it. */
function importAdvisory(args: readonly string[], { under = [], ...start }: Start = {}) {
  const [file = process.execPath, ...words] = [...under, process.execPath];
  return runProgram(file, [...words, join(desk, 'ucs-remedy.cjs'), 'catalogue', 'import', ...args], start);
}

const KNOWN_DIFFERENCE = {
  kind: 'range-differs',
  id: 'CSAFPID-00011',
  productName: 'NextSeq 1000/2000 Control Software',
  builtIn: '<= 1.7',
  file: '<= 1.4.1',
};

describe('the advisory of the Universal Copy Service', () => {
  test('is understood in full and differs in the one known range', async () => {
    const { exitCode, json, stderr } = await importAdvisory([fixture('icsma-23-117-01'), '--json']);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(json).toMatchObject({ productIds: 13, notUnderstood: [], invalid: [], written: null });
    expect(json).toMatchObject({ comparison: { sameAdvisory: true, differences: [KNOWN_DIFFERENCE] } });
    expect(json).not.toHaveProperty('error');
  });

  test('shows a person all 13 ids, the lost character and the difference', async () => {
    const { exitCode, stdout } = await importAdvisory([fixture('icsma-23-117-01')]);
    expect(exitCode).toBe(0);
    for (let number = 1; number <= 13; number += 1) expect(stdout).toContain(` CSAFPID-000${number} `);
    expect(stdout).toContain('>= 1.0.0  | <= 1.3.1');
    expect(stdout).toContain('! A character was lost');
    expect(stdout).toContain('Difference to the built-in catalogue: 1\n');
    expect(stdout).toContain('(built-in "<= 1.7", file "<= 1.4.1")');
  });

  test.skipIf(noNetworkNamespace)('is validated without a network', async () => {
    const { exitCode, json } = await importAdvisory([fixture('icsma-23-117-01'), '--json'], {
      under: [UNSHARE, '-n'],
    });
    expect(exitCode).toBe(0);
    expect(json).toMatchObject({ invalid: [] });
  });
});

test('the advisory of Local Run Manager is understood, and its published hash shown', async () => {
  const { exitCode, stdout } = await importAdvisory([fixture('icsa-22-153-02')]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('Understood: 7 of 7 product ids');
  expect(stdout).toContain('595b724f1c5b4bac446001400b38b748b4ef05520b5489ea4711a2a4289e721a');
  expect(stdout).toContain('another advisory than the built-in one');
});

describe('an advisory that was not understood in full', () => {
  test('names each product and ends with 1, and shows everything else all the same', async () => {
    const { exitCode, stdout, stderr } = await importAdvisory([fixture('vers-not-understood')]);
    expect(exitCode).toBe(1);
    for (const id of ['P-1', 'P-2', 'P-3', 'P-4', 'P-5', 'P-6', 'P-7', 'P-8']) expect(stdout).toContain(`! ${id} (`);
    expect(stdout).toContain('Understood: 1 of 9 product ids');
    expect(stderr).toContain('(advisory-partly-understood)');
  });

  test('gives one JSON document with the rest and the error', async () => {
    const { exitCode, json } = await importAdvisory([fixture('statuses'), '--json']);
    expect(exitCode).toBe(1);
    expect(json).toMatchObject({ productIds: 8, error: { code: 'advisory-partly-understood' } });
  });

  test('gives no candidate, unless asked for one that is marked', async () => {
    const out = join(await newFolder(), 'candidate.json');
    const refused = await importAdvisory([fixture('statuses'), '--out', out]);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('No candidate was written');
    expect(existsSync(out)).toBe(false);

    const partial = await importAdvisory([fixture('statuses'), '--out', out, '--allow-partial', '--json']);
    expect(partial.exitCode).toBe(1);
    expect(partial.json).toMatchObject({ written: out });
    const candidate = CatalogueCandidate.parse(JSON.parse(readFileSync(out, 'utf8')));
    expect(candidate.partial).toBe(true);
    expect(candidate.notUnderstood.map(({ id }) => id)).toEqual(['P-5', 'P-6', 'P-7']);
  });
});

describe('a candidate', () => {
  test('holds the entries, the digest of the source and nothing left open', async () => {
    const out = join(await newFolder(), 'candidate.json');
    const { exitCode } = await importAdvisory([fixture('icsma-23-117-01'), '--out', out]);
    expect(exitCode).toBe(0);
    const candidate = CatalogueCandidate.parse(JSON.parse(await readFile(out, 'utf8')));
    expect(candidate).toMatchObject({ schema: 'ucs-catalogue-candidate/1', partial: false, notUnderstood: [] });
    expect(candidate.sourceDigest).toBe(sha256(readFileSync(fixture('icsma-23-117-01'))));
    expect(candidate.entries).toHaveLength(13);
  });

  test('never overwrites a file', async () => {
    const out = join(await newFolder(), 'candidate.json');
    await writeFile(out, 'signed by now');
    const { exitCode, json } = await importAdvisory([fixture('icsma-23-117-01'), '--out', out, '--json']);
    expect(exitCode).toBe(1);
    expect(json).toMatchObject({ written: null, error: { code: 'candidate-exists' }, productIds: 13 });
    expect(readFileSync(out, 'utf8')).toBe('signed by now');
  });
});

describe('a file that is not valid', () => {
  async function changed(change: (text: string) => string): Promise<string> {
    const path = join(await newFolder(), 'advisory.json');
    await writeFile(path, change(readFileSync(fixture('icsma-23-117-01'), 'utf8')));
    return path;
  }

  test('that fails a mandatory test is shown, ends with 1 and gives no candidate', async () => {
    const file = await changed((text) => text.replace('"product_id": "CSAFPID-0002"', '"product_id": "CSAFPID-0001"'));
    const out = join(await newFolder(), 'candidate.json');
    const { exitCode, json } = await importAdvisory([file, '--json', '--out', out, '--allow-partial']);
    expect(exitCode).toBe(1);
    expect(json).toMatchObject({ productIds: 13, written: null, error: { code: 'csaf-invalid' } });
    expect(existsSync(out)).toBe(false);
  });

  test('that fails the schema is refused', async () => {
    const file = await changed((text) => text.replace('"tracking"', '"trucking"'));
    const { exitCode, json } = await importAdvisory([file, '--json']);
    expect(exitCode).toBe(1);
    expect(json).toEqual({ error: expect.objectContaining({ code: 'csaf-invalid' }) });
  });

  test('of another CSAF version is refused with a sentence', async () => {
    const file = await changed((text) => text.replace(/"csaf_version":\s*"2.0"/, '"csaf_version": "2.1"'));
    const { exitCode, stderr } = await importAdvisory([file]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('reads CSAF 2.0 only');
    expect(stderr).toContain('(csaf-version-unsupported)');
  });

  test('cannot write to the terminal what is not there', async () => {
    const file = await changed((text) => text.replace('"name": "iSeq 100"', '"name": "\\u001b[2Jgone \\u202e"'));
    const { stdout } = await importAdvisory([file]);
    for (const hidden of ['\u001b', '\u202e']) expect(stdout).not.toContain(hidden);
    expect(stdout).toContain('gone');
    expect(stdout).toContain('CSAFPID-0003');
  });
});

describe('on an instrument', () => {
  test('the desk tool is missing, which is said with what to do', async () => {
    const { exitCode, json } = await ucsRemedy(['catalogue', 'import', fixture('icsma-23-117-01'), '--json']);
    expect(exitCode).toBe(1);
    expect(json).toMatchObject({ error: { code: 'desk-tool-missing' } });
  });

  test('the validator is no part of the program', async () => {
    expect(await readFile(inject('program'), 'utf8')).not.toContain('mandatoryTest_6_1_1');
    expect(await readFile(join(desk, 'desk-validator.cjs'), 'utf8')).toContain('mandatoryTest_6_1_1');
  });
});

test('help is complete, with an example', async () => {
  const { exitCode, stdout } = await ucsRemedy(['catalogue', 'import', '--help']);
  expect(exitCode).toBe(0);
  for (const word of ['--out', '--allow-partial', '--json', 'Example:']) expect(stdout).toContain(word);
});
