import { describe, expect, test } from 'vitest';
import { builtInCatalogue } from '../../../main/catalogue/catalogue.ts';
import { namesUcs, productsNamedIn } from '../../../main/observe/software-names.ts';

const catalogue = builtInCatalogue();
const keysIn = (text: string) => productsNamedIn(text, catalogue).map(({ key }) => key);

test.each(catalogue.products.flatMap(({ key, applicationNames }) => applicationNames.map(({ name }) => [name, key])))(
  '%s is %s and nothing else',
  (name, key) => {
    expect(keysIn(name)).toEqual([key]);
    expect(keysIn(`Illumina® ${name.toUpperCase()}  4.0.0.1769 (x64)`)).toEqual([key]);
  },
);

describe('a name is never taken for that of another instrument', () => {
  test.each([
    ['NextSeq 1000/2000 Control Software', 'nextseq-500-550'],
    ['NextSeq 550Dx Control Software', 'nextseq-500-550'],
    ['NextSeq 550Dx NextSeq Control Software', 'nextseq-500-550'],
    ['NextSeq Control Software for NextSeq 550Dx', 'nextseq-500-550'],
    ['NovaSeq X Series Control Software', 'novaseq-6000'],
    ['NovaSeq 6000Dx NovaSeq Control Software', 'novaseq-6000'],
    ['MiSeq Control Software (MiSeqDx)', 'miseq'],
    ['MiSeqDx Control Software', 'miseq'],
    ['AmiSeq Control Software', 'miseq'],
    ['MiSeq Control SoftwareSuite', 'miseq'],
  ])('%s is not %s', (text, key) => {
    expect(keysIn(text)).not.toContain(key);
  });
});

test('case, white space and trade mark signs do not hide an affected instrument', () => {
  expect(keysIn('miseq™\u00A0 CONTROL \t software')).toEqual(['miseq']);
});

test('a text that names two instruments is ambiguous, not the longer one', () => {
  expect(keysIn('MiSeq Control Software and NextSeq 1000/2000 Control Software')).toEqual([
    'miseq',
    'nextseq-1000-2000',
  ]);
});

test('a name that two products share is ambiguous', () => {
  const [first, second, ...rest] = catalogue.products;
  const shared = {
    ...catalogue,
    products: [first!, { ...second!, applicationNames: first!.applicationNames }, ...rest],
  };
  expect(productsNamedIn(first!.applicationNames[0]!.name, shared)).toHaveLength(2);
});

test('UCS is found by its display names', () => {
  expect(namesUcs('Illumina Universal  Copy Service', catalogue)).toBe(true);
  expect(namesUcs('Universal Copy Services', catalogue)).toBe(false);
});
