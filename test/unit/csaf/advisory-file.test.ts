import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAdvisoryFile } from '../../../main/catalogue/csaf/advisory-file.ts';
import { jsonShapeOf } from '../../../main/catalogue/csaf/json-shape.ts';
import { sha256 } from '../../../main/model/json.ts';
import { fixtureText } from './advisories.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ucs-advisory-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(content: string | Uint8Array): Promise<string> {
  const path = join(folder, 'advisory.json');
  await writeFile(path, content);
  return path;
}

const TEXT = fixtureText('statuses');

test('the digest is the one of the file itself', async () => {
  const read = await readAdvisoryFile(await file(TEXT));
  expect(read).toEqual({ document: JSON.parse(TEXT), digest: sha256(TEXT), warnings: [] });
});

test('a byte order mark is passed over and said, and stays in the digest', async () => {
  const { warnings, digest } = await readAdvisoryFile(await file(`\uFEFF${TEXT}`));
  expect(warnings).toEqual([expect.stringContaining('byte order mark')]);
  expect(digest).toBe(sha256(`\uFEFF${TEXT}`));
});

describe('what is refused, with a code of its own', () => {
  const refused: [string, string, string | Uint8Array][] = [
    ['a web page', 'advisory-not-json', '<html></html>'],
    ['an empty file', 'advisory-not-json', ''],
    ['UTF-16', 'advisory-not-json', Buffer.from(TEXT, 'utf16le')],
    ['a file cut off', 'advisory-not-json', TEXT.slice(0, -10)],
    ['JSON that is no advisory', 'advisory-not-csaf', '{"document":{}}'],
    ['a list', 'advisory-not-csaf', '[]'],
    ['CSAF 2.1', 'csaf-version-unsupported', TEXT.replace('"csaf_version": "2.0"', '"csaf_version": "2.1"')],
    ['a version of old', 'csaf-version-unsupported', TEXT.replace('"csaf_version": "2.0"', '"csaf_version": "1.2"')],
    [
      'a second list of weaknesses, which would hide the first',
      'advisory-repeats-a-name',
      TEXT.replace('"vulnerabilities"', '"vulnerabilities": [], "vulnerabilities"'),
    ],
    ['a name repeated in another spelling', 'advisory-repeats-a-name', '{"a":1,"b":{"a":2},"\\u0061":3}'],
    ['JSON nested without end', 'advisory-nested-too-deep', '['.repeat(50_000) + ']'.repeat(50_000)],
  ];

  test.each(refused)('%s: %s', async (_, code, content) => {
    await expect(readAdvisoryFile(await file(content))).rejects.toMatchObject({ code, exitCode: 1 });
  });

  test('more than 16 MiB', async () => {
    const path = await file(TEXT);
    await truncate(path, 16 * 1024 * 1024 + 1);
    await expect(readAdvisoryFile(path)).rejects.toMatchObject({ code: 'advisory-too-large' });
  });

  test('a folder, and a file that is not there', async () => {
    await expect(readAdvisoryFile(folder)).rejects.toMatchObject({ code: 'advisory-not-a-file' });
    await expect(readAdvisoryFile(join(folder, 'absent'))).rejects.toMatchObject({ code: 'advisory-unreadable' });
  });
});

test.each([
  ['{"a":{"b":[1,{"b":2}]},"b":"a"}', { repeatedName: null, depth: 4 }],
  ['{"a":["a","a"],"b":"\\"a\\":,{"}', { repeatedName: null, depth: 2 }],
  ['[{"a":1},{"a":2}]', { repeatedName: null, depth: 2 }],
  ['[{"a":1,"a":2}]', { repeatedName: 'a', depth: 2 }],
  ['{"":1,"x":[],"":2}', { repeatedName: '', depth: 2 }],
  ['"text"', { repeatedName: null, depth: 0 }],
])('names and values are told apart in %s', (text, shape) => {
  expect(jsonShapeOf(text)).toEqual(shape);
});
