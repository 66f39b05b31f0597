import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { validateCsaf20 } from '../../../main/catalogue/csaf/desk-validator.ts';
import { loadDeskValidator } from '../../../main/catalogue/csaf/validator.ts';
import { FIXTURES, fixtureText } from './advisories.ts';

const FILES = readdirSync(FIXTURES).filter((file) => file.endsWith('.json'));

test.each(FILES)('%s is valid CSAF 2.0, so that the importer is tested with real forms', async (file) => {
  expect(await validateCsaf20(JSON.parse(readFileSync(join(FIXTURES, file), 'utf8')))).toEqual([]);
});

describe('a file that is not valid', () => {
  test('fails the strict schema for a property nobody knows', async () => {
    const document = { ...JSON.parse(fixtureText('statuses')), surprise: true };
    expect(await validateCsaf20(document)).toMatchObject([{ kind: 'schema', test: 'csaf_2_0_strict' }]);
  });

  test('fails a mandatory test for an id defined nowhere', async () => {
    const document = JSON.parse(fixtureText('statuses'));
    document.vulnerabilities[0].product_status.known_affected.push('P-NOWHERE');
    const findings = await validateCsaf20(document);
    expect(findings).toMatchObject([{ kind: 'mandatory', path: '/vulnerabilities/0/product_status/known_affected/1' }]);
  });
});

describe('the desk tool', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ucs-validator-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('that is not there is named, with what to do', () => {
    expect(() => loadDeskValidator(join(folder, 'absent.cjs'))).toThrow(
      expect.objectContaining({ code: 'desk-tool-missing', exitCode: 1 }),
    );
  });

  test.each([
    ['is broken', 'exports.validateCsaf20 = ('],
    ['is something else', 'exports.other = () => [];'],
  ])('that %s is refused', async (what, content) => {
    const file = join(folder, `${what.replaceAll(' ', '-')}.cjs`);
    await writeFile(file, content);
    expect(() => loadDeskValidator(file)).toThrow(expect.objectContaining({ code: 'desk-tool-unusable' }));
  });

  test.each([
    ['throws', 'exports.validateCsaf20 = async () => { throw new Error("broken"); };'],
    ['answers nonsense', 'exports.validateCsaf20 = async () => true;'],
  ])('that %s never counts as "valid"', async (what, content) => {
    const file = join(folder, `${what.replaceAll(' ', '-')}.cjs`);
    await writeFile(file, content);
    await expect(loadDeskValidator(file)({})).rejects.toMatchObject({ code: 'desk-tool-unusable' });
  });
});
