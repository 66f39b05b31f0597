import { expect, test } from 'vitest';
import { builtInCatalogue } from '../../../main/catalogue/catalogue.ts';
import { compareWithCatalogue } from '../../../main/catalogue/csaf/compare.ts';
import type { CsafDocument } from '../../../main/catalogue/csaf/csaf-document.ts';
import { readAdvisory } from '../../../main/catalogue/csaf/read-advisory.ts';
import { fixture } from './advisories.ts';

const KNOWN = {
  kind: 'range-differs',
  id: 'CSAFPID-00011',
  productName: 'NextSeq 1000/2000 Control Software',
  builtIn: '<= 1.7',
  file: '<= 1.4.1',
};

function differences(change: (document: CsafDocument) => void = () => undefined) {
  const document = fixture('icsma-23-117-01');
  change(document);
  return compareWithCatalogue(readAdvisory(document), builtInCatalogue()).differences;
}

function branchOf(document: CsafDocument, index: number) {
  return document.product_tree!.branches![0]!.branches![index]!;
}

test('the advisory differs from the built-in catalogue in the one known range', () => {
  const found = differences();
  expect(found).toMatchObject([KNOWN]);
  expect(found[0]!.says).toContain('deliberate');
});

test('other spacing is no difference, another number is', () => {
  const respaced = differences((document) => {
    branchOf(document, 8).branches![0]!.name = '>=1.0.0 | <=1.3.1';
  });
  expect(respaced).toHaveLength(1);
  const renumbered = differences((document) => {
    branchOf(document, 8).branches![0]!.name = '>= 1.0.0 | <= 1.3.2';
  });
  expect(renumbered.map(({ kind, id }) => [kind, id])).toEqual([
    ['range-differs', 'CSAFPID-0009'],
    ['range-differs', 'CSAFPID-00011'],
  ]);
  expect(renumbered[0]!.says).not.toContain('deliberate');
});

test('an entry the file no longer lists is missing, one it lists anew is added', () => {
  const found = differences((document) => {
    const { product } = branchOf(document, 0).branches![0]!;
    product!.product_id = 'CSAFPID-00014';
    for (const vulnerability of document.vulnerabilities!) {
      vulnerability.product_status!.known_affected![0] = 'CSAFPID-00014';
      delete vulnerability.remediations;
      delete vulnerability.scores;
    }
  });
  expect(found.map(({ kind, id }) => [kind, id])).toEqual([
    ['missing', 'CSAFPID-0001'],
    ['range-differs', 'CSAFPID-00011'],
    ['added', 'CSAFPID-00014'],
  ]);
});

test('an entry that was not understood is not called missing', () => {
  const found = differences((document) => {
    branchOf(document, 0).branches![0]!.name = 'first release';
  });
  expect(found[0]).toMatchObject({ kind: 'not-compared', id: 'CSAFPID-0001', builtIn: '4.0.0' });
});

test('fewer weaknesses and another product name are differences', () => {
  const found = differences((document) => {
    document.vulnerabilities![0]!.product_status!.known_affected!.shift();
    branchOf(document, 1).name = 'iScan Software';
  });
  expect(found.map(({ kind, id }) => [kind, id])).toEqual([
    ['cves-differ', 'CSAFPID-0001'],
    ['name-differs', 'CSAFPID-0002'],
    ['range-differs', 'CSAFPID-00011'],
  ]);
});

test('ids of another advisory are never taken for the built-in ones, though they read the same', () => {
  const { sameAdvisory, differences: all } = compareWithCatalogue(
    readAdvisory(fixture('icsa-22-153-02')),
    builtInCatalogue(),
  );
  expect(sameAdvisory).toBe(false);
  expect(all.filter(({ kind }) => kind === 'missing')).toHaveLength(13);
  expect(all.filter(({ kind }) => kind === 'added')).toHaveLength(7);
  expect(all).toHaveLength(20);
});
