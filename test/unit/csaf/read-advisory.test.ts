import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type CsafDocument, ProductStatus } from '../../../main/catalogue/csaf/csaf-document.ts';
import { readAdvisory } from '../../../main/catalogue/csaf/read-advisory.ts';
import { parseRange } from '../../../main/catalogue/range.ts';
import { FIXTURES, fixture, importedFixture, reasons, understood } from './advisories.ts';

const NAMES = readdirSync(FIXTURES)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace('.json', ''));

/** Counted without the importer: every id in every status list. */
function idsInStatusLists({ vulnerabilities = [] }: CsafDocument): Set<string> {
  return new Set(
    vulnerabilities.flatMap(({ product_status = {} }) =>
      ProductStatus.options.flatMap((status) => product_status[status] ?? []),
    ),
  );
}

describe.each(NAMES)('%s', (name) => {
  const read = importedFixture(name);

  test('no product of a status list is lost in silence', () => {
    const accounted = [...read.entries.map(({ id }) => id), ...read.notUnderstood.map(({ id }) => id)];
    expect([...idsInStatusLists(fixture(name))].filter((id) => !accounted.includes(id))).toEqual([]);
  });

  test('no product is both understood and not understood, and the count adds up', () => {
    const clear = new Set(read.entries.map(({ id }) => id));
    const unclear = new Set(read.notUnderstood.flatMap(({ id }) => (id === null ? [] : [id])));
    expect([...clear].filter((id) => unclear.has(id))).toEqual([]);
    expect(clear.size).toBe(read.entries.length);
    expect(clear.size + unclear.size).toBe(read.productIds);
  });

  test('every range that counts as understood can be judged by', () => {
    for (const { range } of read.entries) expect(parseRange(range)).not.toBeNull();
  });

  test('whatever was not understood says where and why', () => {
    for (const { path, why } of read.notUnderstood) {
      expect(path).toMatch(/^\/(product_tree|vulnerabilities)\//);
      expect(why).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe('the advisory of the Universal Copy Service', () => {
  const { entries, notUnderstood } = importedFixture('icsma-23-117-01');

  test('gives all 13 entries with ids and ranges exactly as published', () => {
    expect(notUnderstood).toEqual([]);
    expect(entries.map(({ id, productName, range }) => [id, productName, range])).toEqual([
      ['CSAFPID-0001', 'iScan Control Software', '4.0.0'],
      ['CSAFPID-0002', 'iScan Control Software', '4.0.5'],
      ['CSAFPID-0003', 'iSeq 100', 'vers:all/*'],
      ['CSAFPID-0004', 'MiniSeq Control Software', '>= 2.0'],
      ['CSAFPID-0005', 'MiSeq Control Software', '4.0'],
      ['CSAFPID-0006', 'MiSeqDx Operating Software', '>= 4.0.1'],
      ['CSAFPID-0007', 'NextSeq 500/550 Control Software', '4.0'],
      ['CSAFPID-0008', 'NextSeq 550Dx Control Software', '4.0'],
      ['CSAFPID-0009', 'NextSeq 550Dx Operating Software', '>= 1.0.0  | <= 1.3.1'],
      ['CSAFPID-00010', 'NextSeq 550Dx Operating Software', '>= 1.3.3'],
      ['CSAFPID-00011', 'NextSeq 1000/2000 Control Software', '<= 1.4.1'],
      ['CSAFPID-00012', 'NovaSeq 6000 Control Software', '<= 1.7'],
      ['CSAFPID-00013', 'NovaSeq Control Software', '1.8'],
    ]);
  });

  test('lists every entry for both weaknesses, and keeps the full name that spells the range differently', () => {
    for (const { cves } of entries) expect(cves).toEqual(['CVE-2023-1968', 'CVE-2023-1966']);
    expect(entries.find(({ id }) => id === 'CSAFPID-0003')?.fullName).toBe('iSeq 100: *');
  });
});

describe('the advisory of Local Run Manager', () => {
  const { entries, notUnderstood, remedies } = importedFixture('icsa-22-153-02');

  test('gives 7 entries for five weaknesses', () => {
    expect(notUnderstood).toEqual([]);
    expect(entries).toHaveLength(7);
    expect(new Set(entries.map(({ range }) => range))).toEqual(new Set(['>= 1.3 | <= 3.1']));
    for (const { cves } of entries) expect(cves).toHaveLength(5);
  });

  test('hands on the published hash of the patch once, for all five weaknesses', () => {
    const hashed = remedies.filter(({ sha256 }) => sha256.length > 0);
    expect(hashed.map(({ sha256, cves }) => [sha256, cves.length])).toEqual([
      [['595b724f1c5b4bac446001400b38b748b4ef05520b5489ea4711a2a4289e721a'], 5],
    ]);
    expect(hashed[0]!.productIds).toHaveLength(7);
  });
});

test('versions of deb, rpm and npm, and invalid vers ranges, are never compared as plain numbers', () => {
  const read = importedFixture('vers-not-understood');
  expect(understood(read)).toEqual({ 'P-9': 'vers:intdot/>=1.0' });
  expect(Object.keys(reasons(read))).toEqual(['P-1', 'P-2', 'P-3', 'P-4', 'P-5', 'P-6', 'P-7', 'P-8']);
  expect(reasons(read)['P-1']).toContain('vers:deb/>=1.0-1|<2.0-3');
});

test('numeric vers ranges are all understood', () => {
  expect(importedFixture('vers-understood')).toMatchObject({ productIds: 8, notUnderstood: [] });
});

test('free text that no rule covers is named, never guessed', () => {
  const read = importedFixture('free-text-ranges');
  expect(understood(read)).toEqual({ 'P-1': '4.0', 'P-2': '<= 1.7', 'P-3': '>=2.0', 'P-4': '>= 1.0.0  | <= 1.3.1' });
  expect(Object.keys(reasons(read))).toEqual(['P-5', 'P-6', 'P-7', 'P-8', 'P-9', 'P-10']);
});

test('branches of several vendors stay apart, and what narrows a product down is kept', () => {
  const read = importedFixture('nested-branches');
  expect(read.entries.map(({ id, vendor, productName, range }) => [id, vendor, productName, range])).toEqual([
    ['P-ARCH', 'Vendor One', 'Copy Station', '1.0'],
    ['P-RANGE', 'Vendor One', 'Copy Station', '<= 0.9'],
    ['P-OTHER-VENDOR', 'Vendor Two', 'Copy Station', '1.0'],
  ]);
  expect(read.entries[0]!.qualifiers.map(({ name }) => name)).toEqual(['x64', 'en']);
  expect(reasons(read)).toEqual({
    'P-PATCH': 'Its patch level ("Patch 2") is not a version this program can compare.',
    'P-TWICE': 'It stands below 2 versions: ">= 2.0", "2.1".',
    'P-NO-VERSION': 'No branch above it gives a version or a version range.',
    'P-NO-NAME': 'No branch above it gives a product name.',
    'P-TWO-NAMES': 'It stands below 2 product names: "Suite", "Viewer".',
  });
});

test('no version is cut out of a full name', () => {
  const read = importedFixture('full-names');
  expect(understood(read)).toEqual({ 'P-3': '4.0' });
  expect(Object.keys(reasons(read))).toEqual(['P-1', 'P-2']);
});

test('a product that only a group or a threat speaks of is named', () => {
  const read = importedFixture('product-groups');
  expect(understood(read)).toEqual({ 'P-1': '1.0', 'P-2': '1.1' });
  expect(reasons(read)['P-3']).toContain('no status list');
  expect(read.warnings).toEqual([expect.stringContaining('"P-4"')]);
});

test('a remedy for a group is for its products, and its hash comes in lower case', () => {
  const { remedies } = importedFixture('product-groups');
  expect(remedies.map(({ productIds, cves, sha256 }) => [productIds, cves, sha256])).toEqual([
    [['P-1', 'P-2'], ['CVE-2024-0001', 'CVE-2024-0002'], []],
    [['P-1'], ['CVE-2024-0001'], ['ab'.repeat(32)]],
  ]);
});

test('products that belong together are the component with the other beside it, however deep', () => {
  const read = importedFixture('relationships');
  const related = read.entries.map(({ id, productName, range, relatedTo }) => [
    id,
    productName,
    range,
    relatedTo.map(({ category, id: other, range: versions }) => [category, other, versions]),
  ]);
  expect(related).toEqual([
    ['P-INSTALLED', 'Run Manager', '>= 1.3 | <= 3.1', [['installed_on', 'P-WINDOWS', null]]],
    ['P-DEFAULT', 'Run Manager', '>= 1.3 | <= 3.1', [['default_component_of', 'P-STATION', '4.0']]],
    ['P-OPTIONAL', 'Plugin', '2.0', [['optional_component_of', 'P-STATION', '4.0']]],
    ['P-EXTERNAL', 'Plugin', '2.0', [['external_component_of', 'P-WINDOWS', null]]],
    [
      'P-NESTED',
      'Run Manager',
      '>= 1.3 | <= 3.1',
      [
        ['default_component_of', 'P-STATION', '4.0'],
        ['installed_on', 'P-WINDOWS', null],
      ],
    ],
  ]);
  expect(Object.keys(reasons(read))).toEqual(['P-UNREADABLE', 'P-ON-COMPOSITE']);
});

test('a relationship that leads back to itself ends with a sentence', () => {
  const document = fixture('relationships');
  document.product_tree!.relationships![1]!.product_reference = 'P-NESTED';
  expect(reasons(readAdvisory(document))['P-NESTED']).toContain('lead back to itself');
});

describe('status lists', () => {
  const read = importedFixture('statuses');
  const cvesOf = (id: string) => read.entries.find((entry) => entry.id === id)?.cves;

  test('not affected, fixed, recommended or under investigation never counts as affected', () => {
    expect(cvesOf('P-1')).toEqual(['CVE-2024-0001', 'CVE-2024-0002']);
    expect(cvesOf('P-2')).toEqual(['CVE-2024-0002']);
    for (const id of ['P-3', 'P-4', 'P-8']) expect(cvesOf(id)).toEqual([]);
  });

  test('a first or last version is named, because what lies beyond it is not stated', () => {
    expect(Object.keys(reasons(read))).toEqual(['P-5', 'P-6', 'P-7']);
  });

  test('affected and not affected at once is a contradiction, not a choice', () => {
    const document = fixture('statuses');
    document.vulnerabilities![0]!.product_status!.known_not_affected!.push('P-1');
    const contradicted = readAdvisory(document);
    expect(contradicted.entries.some(({ id }) => id === 'P-1')).toBe(false);
    expect(reasons(contradicted)['P-1']).toContain('CVE-2024-0001');
  });
});

test('a weakness without a CVE number takes its products along to what was not understood', () => {
  expect(Object.keys(reasons(importedFixture('no-cve')))).toEqual(['P-1', 'P-2']);
});

describe('ids that do not add up', () => {
  test('an id that is defined nowhere is named', () => {
    const document = fixture('icsma-23-117-01');
    document.vulnerabilities![0]!.product_status!.known_affected!.push('CSAFPID-0010');
    const read = readAdvisory(document);
    expect(read.productIds).toBe(14);
    expect(read.notUnderstood).toEqual([
      {
        id: 'CSAFPID-0010',
        name: null,
        path: '/vulnerabilities/0/product_status/known_affected/13',
        why: 'The product id "CSAFPID-0010" is defined nowhere in the file.',
      },
    ]);
  });

  test('an id that is defined twice is neither of the two', () => {
    const document = fixture('product-groups');
    document.product_tree!.full_product_names = [{ product_id: 'P-1', name: 'Another product' }];
    const read = readAdvisory(document);
    expect(understood(read)).toEqual({ 'P-2': '1.1' });
    expect(reasons(read)['P-1']).toContain('defined 2 times');
  });

  test('the id of a group among products is named as such', () => {
    const document = fixture('product-groups');
    document.vulnerabilities![0]!.product_status!.known_affected!.push('G-1');
    expect(reasons(readAdvisory(document))['G-1']).toContain('product group');
  });

  test('a group that is defined nowhere is named', () => {
    const document = fixture('product-groups');
    document.product_tree!.product_groups!.shift();
    expect(readAdvisory(document).notUnderstood).toContainEqual({
      id: null,
      name: null,
      path: '/vulnerabilities/0/remediations/0',
      why: 'It speaks of the product group "G-1", which the file does not define.',
    });
  });
});

test('a draft and a weakness without products are pointed out', () => {
  const document = fixture('icsa-22-153-02');
  document.document.tracking.status = 'draft';
  delete document.vulnerabilities![4]!.product_status;
  const { warnings } = readAdvisory(document);
  expect(warnings[0]).toContain('"draft"');
  expect(warnings[1]).toContain('/vulnerabilities/4');
});
