import { describe, expect, test } from 'vitest';
import catalogueFile from '../../../assets/catalogue/icsma-23-117-01.json';
import { builtInCatalogue, Catalogue, stampOf } from '../../../main/catalogue/catalogue.ts';
import { matchRange } from '../../../main/catalogue/range.ts';

const catalogue = builtInCatalogue();

/** CSAF id, our product key, product name in the CSAF file, range verbatim, qualifier of the CVE record. */
const ADVISORY_TABLE: [string, string, string, string, string | null][] = [
  ['CSAFPID-0001', 'iscan', 'iScan Control Software', '4.0.0', null],
  ['CSAFPID-0002', 'iscan', 'iScan Control Software', '4.0.5', null],
  ['CSAFPID-0003', 'iseq-100', 'iSeq 100', 'vers:all/*', 'all versions'],
  ['CSAFPID-0004', 'miniseq', 'MiniSeq Control Software', '>= 2.0', 'no "and newer"'],
  ['CSAFPID-0005', 'miseq', 'MiSeq Control Software', '4.0', 'RUO Mode'],
  ['CSAFPID-0006', 'miseqdx', 'MiSeqDx Operating Software', '>= 4.0.1', 'no "and newer"'],
  ['CSAFPID-0007', 'nextseq-500-550', 'NextSeq 500/550 Control Software', '4.0', null],
  ['CSAFPID-0008', 'nextseq-550dx-ruo', 'NextSeq 550Dx Control Software', '4.0', 'RUO Mode'],
  ['CSAFPID-0009', 'nextseq-550dx-dx', 'NextSeq 550Dx Operating Software', '>= 1.0.0  | <= 1.3.1', '1.0.0 to 1.3.1'],
  ['CSAFPID-00010', 'nextseq-550dx-dx', 'NextSeq 550Dx Operating Software', '>= 1.3.3', 'no "and newer"'],
  ['CSAFPID-00011', 'nextseq-1000-2000', 'NextSeq 1000/2000 Control Software', '<= 1.4.1', '0 to 1.4.1'],
  ['CSAFPID-00012', 'novaseq-6000', 'NovaSeq 6000 Control Software', '<= 1.7', '0 to 1.7'],
  ['CSAFPID-00013', 'novaseq-6000', 'NovaSeq Control Software', '1.8', null],
];

/** Product key, mode, other mode, made for diagnostic use. */
const PRODUCT_TABLE: [string, string, string, boolean][] = [
  ['iscan', 'single', 'no', false],
  ['iseq-100', 'single', 'no', false],
  ['miniseq', 'single', 'no', false],
  ['miseq', 'RUO', 'possible', false],
  ['miseqdx', 'Dx', 'yes', true],
  ['nextseq-500-550', 'single', 'no', false],
  ['nextseq-550dx-ruo', 'RUO', 'yes', true],
  ['nextseq-550dx-dx', 'Dx', 'yes', true],
  ['nextseq-1000-2000', 'single', 'no', false],
  ['novaseq-6000', 'single', 'no', false],
];

describe('the advisory as built in', () => {
  test('no line of the advisory is missing, changed or made up', () => {
    const lines = catalogue.entries.map((entry) => [
      entry.id,
      entry.product,
      entry.productName,
      entry.range,
      entry.qualifier,
    ]);
    expect(lines).toEqual(ADVISORY_TABLE);
  });

  test('every listed product counts for both CVEs', () => {
    for (const { cves } of catalogue.entries) expect(cves).toEqual(['CVE-2023-1968', 'CVE-2023-1966']);
  });

  test('only NextSeq 1000/2000 is judged by another range than the advisory prints', () => {
    const differing = catalogue.entries.filter(({ judgedRange }) => judgedRange !== null);
    expect(differing.map(({ id, judgedRange }) => [id, judgedRange])).toEqual([['CSAFPID-00011', '<= 1.7']]);
  });

  test('modes and diagnostic use are as known, so that the gate of diagnostic instruments cannot be missed', () => {
    const products = catalogue.products.map(({ key, mode, otherMode, diagnosticInstrument }) => [
      key,
      mode,
      otherMode,
      diagnosticInstrument,
    ]);
    expect(products).toEqual(PRODUCT_TABLE);
  });

  test.each([
    ['iscan', 'iScan Control Software'],
    ['iseq-100', 'iSeq Control Software'],
    ['miniseq', 'MiniSeq Control Software'],
    ['miseq', 'MiSeq Control Software'],
    ['nextseq-500-550', 'NextSeq Control Software'],
    ['nextseq-1000-2000', 'NextSeq 1000/2000 Control Software'],
    ['novaseq-6000', 'NovaSeq Control Software'],
  ])('%s is found by the name its software uses', (key, name) => {
    const product = catalogue.products.find((candidate) => candidate.key === key);
    expect(product?.applicationNames[0]?.name).toBe(name);
  });

  test('a name the software is not known to use is marked as such', () => {
    for (const key of ['miseqdx', 'nextseq-550dx-ruo', 'nextseq-550dx-dx']) {
      const product = catalogue.products.find((candidate) => candidate.key === key);
      expect(product?.applicationNames).toEqual([
        { name: product?.name, source: 'CSAF product name; the name the software itself uses is not published' },
      ]);
    }
  });

  test('no application name stands for two products', () => {
    const names = catalogue.products.flatMap(({ applicationNames }) => applicationNames.map(({ name }) => name));
    expect(new Set(names).size).toBe(names.length);
  });

  test('both weaknesses carry score, vector and UCS versions as published, disagreements included', () => {
    const published = catalogue.weaknesses.map((weakness) => [
      weakness.cve,
      weakness.cwe.id,
      weakness.baseScore,
      weakness.vector,
      weakness.ucsMajorVersions,
      weakness.vectorLabels.map(({ cvss }) => cvss),
    ]);
    expect(published).toEqual([
      ['CVE-2023-1968', 'CWE-1327', 10, 'AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', [2], ['3.0', '3.1']],
      ['CVE-2023-1966', 'CWE-250', 7.4, 'AV:P/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H', [1, 2], ['3.0', '3.1']],
    ]);
    expect(catalogue.weaknesses[1]?.notes[0]).toContain('AV:P');
  });

  test('the disagreement on NextSeq 1000/2000 names both sources', () => {
    const note = catalogue.notes.find(({ code }) => code === 'nextseq-1000-2000-disagreement');
    expect(note).toMatchObject({ product: 'nextseq-1000-2000', range: '>= 1.4.2 | <= 1.7' });
    expect(note?.text).toContain('CISA');
    expect(note?.text).toContain('Western Australia');
  });

  test('the advisory, the guide and the contact are those published', () => {
    expect(catalogue.advisory).toMatchObject({ id: 'ICSMA-23-117-01', version: '1', date: '2023-04-28' });
    expect(catalogue.guide).toBe('https://support.illumina.com/downloads/illumina-universal-copy-service-1-0.html');
    expect(catalogue.contact).toBe('techsupport@illumina.com');
    expect(catalogue.ucsNames.map(({ name }) => name)).toEqual([
      'Illumina Universal Copy Service',
      'Universal Copy Service',
    ]);
  });
});

describe('the catalogue as data', () => {
  test('every source that is cited can be looked up', () => {
    const known = new Set(catalogue.sources.map(({ id }) => id));
    const cited = [
      ...catalogue.entries.flatMap(({ sources }) => sources),
      ...catalogue.notes.flatMap(({ sources }) => sources),
      ...catalogue.weaknesses.flatMap(({ sources, vectorLabels }) => [
        ...sources,
        ...vectorLabels.map(({ source }) => source),
      ]),
    ];
    expect(cited.filter((id) => !known.has(id))).toEqual([]);
  });

  test('every entry and note speaks of a product there is, in a range that can be read', () => {
    const keys = catalogue.products.map(({ key }) => key);
    const ranges = [
      ...catalogue.entries.flatMap(({ range, judgedRange }) => [range, judgedRange ?? range]),
      ...catalogue.notes.map(({ range }) => range),
    ];
    for (const { product } of [...catalogue.entries, ...catalogue.notes]) expect(keys).toContain(product);
    for (const range of ranges) expect(() => matchRange(range, '1.0')).not.toThrow();
  });

  test('the stamp changes with every change of the catalogue', () => {
    const stamp = stampOf(catalogue);
    expect(stamp).toMatchObject({ version: '1.0.0', date: '2026-11-23' });
    const altered = { ...catalogue, entries: catalogue.entries.slice(1) };
    expect(stampOf(altered).digest).not.toBe(stamp.digest);
  });

  test('a catalogue with a field of its own is refused', () => {
    expect(Catalogue.safeParse({ ...catalogueFile, fixedVersion: '2.9' }).success).toBe(false);
  });
});
