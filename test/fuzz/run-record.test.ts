import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { read } from '../../main/model/fact.ts';
import { RunFolder } from '../../main/model/run-folder.ts';
import { understandRunFolder } from '../../main/observe/run-folders.ts';

const AT = '2026-11-20T12:00:00.000Z';
const SECRET = 'never-to-be-read-4711';
const folder = mkdtempSync(join(tmpdir(), 'run-record-'));
const secretFile = join(folder, 'secret.txt');
writeFileSync(secretFile, SECRET);
afterAll(() => rmSync(folder, { recursive: true }));

/** What becomes of two file texts; fails when it breaks the contract. */
function understand(parameters: string, info: string) {
  const record = understandRunFolder(
    {
      path: '/run',
      changedAt: AT,
      files: [],
      parameters: read(parameters, 'RunParameters.xml', AT),
      info: read(info, 'RunInfo.xml', AT),
    },
    AT,
  );
  return RunFolder.parse(record).record;
}

const ELEMENTS = [
  'RunParameters',
  'RunInfo',
  'Setup',
  'Run',
  'Instrument',
  'ApplicationName',
  'ApplicationVersion',
  'Application',
  'MCSVersion',
  'ScannerID',
  'UcsVersion',
  '__proto__',
  'constructor',
  'toString',
];
const TOKENS = [
  ...ELEMENTS.flatMap((name) => [`<${name}>`, `</${name}>`, `<${name}/>`, `<${name} a="1">`]),
  '<?xml version="1.0" encoding="utf-16"?>',
  '<!DOCTYPE r [',
  '<!ENTITY a "4.0">',
  '<!ENTITY % p "4.0">',
  '%p;',
  '&a;',
  '&amp;',
  ']>',
  ']',
  '>',
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '"',
  "'",
  '\r\n',
  '\uFEFF',
  '\0',
  '4.0.0.1769',
  'MiSeq Control Software',
];

const GOOD =
  '<?xml version="1.0"?><RunParameters><MCSVersion>4.0.0.1769</MCSVersion><ScannerID>M99001</ScannerID><Setup><ApplicationName>MiSeq Control Software</ApplicationName><ApplicationVersion>4.0.0.1769</ApplicationVersion></Setup></RunParameters>';

describe('whatever lies in a run folder, looking at it never fails and gives a valid fact', () => {
  test('arbitrary bytes, decoded in any way a host may decode them', () => {
    const bytes = fc.uint8Array({ maxLength: 400 });
    const encoding = fc.constantFrom('utf-8', 'utf-16le', 'latin1');
    fc.assert(
      fc.property(bytes, bytes, encoding, (a, b, as) => {
        const decoder = new TextDecoder(as);
        understand(decoder.decode(a), decoder.decode(b));
      }),
      { numRuns: 1500 },
    );
  });

  test('arbitrary text inside an element', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
        understand(`<RunParameters><ScannerID>${text}</ScannerID></RunParameters>`, `<RunInfo ${text}/>`);
      }),
      { numRuns: 1500 },
    );
  });

  test('a good file with parts cut out, doubled or overwritten', () => {
    const cut = fc.tuple(fc.nat(GOOD.length), fc.nat(GOOD.length), fc.constantFrom('', '\0', '<', '&', ']]>', GOOD));
    fc.assert(
      fc.property(fc.array(cut, { maxLength: 4 }), (cuts) => {
        const mangled = cuts.reduce((text, [from, to, by]) => text.slice(0, from) + by + text.slice(to), GOOD);
        understand(mangled, mangled);
      }),
      { numRuns: 1500 },
    );
  });
});

describe('no entity is ever resolved', () => {
  const external = `<!ENTITY a SYSTEM "${pathToFileURL(secretFile).href}">`;
  const parts = (maxLength: number) =>
    fc.array(fc.constantFrom(external, ...TOKENS), { maxLength }).map((tokens) => tokens.join(''));

  test.each([
    ['one that names a file, among XML parts in any order', parts(30)],
    [
      'one that is declared before anything else, whatever follows',
      // The secret stands only inside this declaration, so it can reach a record in no other way than by the reference.
      fc
        .tuple(parts(4), fc.constantFrom('a', 'b'), fc.constantFrom('', external))
        .map(
          ([more, entity, before]) =>
            `<!DOCTYPE r [${before}<!ENTITY b "${SECRET}">${more}]><RunParameters><ScannerID>&${entity};</ScannerID></RunParameters>`,
        ),
    ],
    [
      'one that is declared after the root began',
      parts(4).map(
        (more) =>
          `<RunParameters><!DOCTYPE r [<!ENTITY b "${SECRET}">]>${more}<ScannerID>&b;</ScannerID></RunParameters>`,
      ),
    ],
  ])('%s', (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const record = understand(text, '<RunInfo/>');
        if (record.status === 'read') expect(JSON.stringify(record.value)).not.toContain(SECRET);
      }),
      { numRuns: 1500 },
    );
  });

  test('a document type of any size and shape is passed over in bounded work', () => {
    for (const part of ['<!--', '<?', '"', "'", '[', '<', '<!ENTITY a "', ']]>']) {
      understand(`<!DOCTYPE r ${part.repeat(500_000 / part.length)}`, '<RunInfo/>');
    }
  });
});
