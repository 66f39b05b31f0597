import { describe, expect, test } from 'vitest';
import { listingOf } from '../../../main/assess/listing.ts';
import { catalogue, identified, notIdentified } from './machines.ts';

/** Product, version, ids of the entries that list it. */
const LISTED: [string, string, string[]][] = [
  ['iscan', '4.0.0.12', ['CSAFPID-0001']],
  ['iscan', '4.0.5', ['CSAFPID-0002']],
  ['iseq-100', '1.4.1.1700', ['CSAFPID-0003']],
  ['iseq-100', 'rubbish', ['CSAFPID-0003']],
  ['miniseq', '2.2.1.9', ['CSAFPID-0004']],
  ['miseq', '4.0.0.1769', ['CSAFPID-0005']],
  ['miseqdx', '4.0.1', ['CSAFPID-0006']],
  ['nextseq-500-550', '4.0.1.41', ['CSAFPID-0007']],
  ['nextseq-550dx-ruo', '4.0', ['CSAFPID-0008']],
  ['nextseq-550dx-dx', '1.3.1.7', ['CSAFPID-0009']],
  ['nextseq-550dx-dx', '1.3.3', ['CSAFPID-00010']],
  ['nextseq-1000-2000', '1.4.1', ['CSAFPID-00011']],
  ['nextseq-1000-2000', '1.6.0', ['CSAFPID-00011']],
  ['novaseq-6000', '1.7.5', ['CSAFPID-00012']],
  ['novaseq-6000', '1.8.1', ['CSAFPID-00013']],
];

describe('what the advisory lists', () => {
  test.each(LISTED)('%s %s is listed', (product, version, entries) => {
    expect(listingOf(catalogue, identified(product, [version]))).toMatchObject({ result: 'listed', entries });
  });

  test.each([
    ['iscan', '4.2.1'],
    ['miniseq', '1.9.0'],
    ['miseq', '3.1.0.13'],
    ['miseqdx', '4.0.0.9'],
    ['nextseq-500-550', '2.2.0'],
    ['nextseq-550dx-ruo', '3.0'],
    ['nextseq-550dx-dx', '1.3.2'],
    ['nextseq-1000-2000', '1.8'],
    ['novaseq-6000', '1.9.0'],
  ])('%s %s is not listed', (product, version) => {
    expect(listingOf(catalogue, identified(product, [version]))).toMatchObject({ result: 'not-listed', entries: [] });
  });
});

describe('doubt about product or version', () => {
  test('an unknown product is never "not listed"', () => {
    expect(listingOf(catalogue, notIdentified()).result).toBe('not-identified');
  });

  test.each(['4', 'rubbish', ''])('the unreadable version "%s" is never "not listed"', (version) => {
    expect(listingOf(catalogue, identified('miseq', [version])).result).toBe('undecided');
  });

  test('a missing version is never "not listed"', () => {
    expect(listingOf(catalogue, identified('miseq', [])).result).toBe('undecided');
    expect(listingOf(catalogue, identified('iseq-100', []))).toMatchObject({
      result: 'listed',
      entries: ['CSAFPID-0003'],
    });
  });

  test('a second version that is listed is not hidden by a first that is not', () => {
    const listing = listingOf(catalogue, identified('miniseq', ['1.9.0.1', '2.0.1.2']));
    expect(listing.result).toBe('listed');
    expect(listing.versions.map(({ result }) => result)).toEqual(['not-listed', 'listed']);
  });

  test('a second version nobody can read keeps the first from clearing the instrument', () => {
    expect(listingOf(catalogue, identified('miseq', ['3.1', 'rubbish'])).result).toBe('undecided');
  });

  test('an unknown mode counts as listed', () => {
    const unlisted = identified('miseq', ['3.1'], { mode: 'unknown' });
    expect(listingOf(catalogue, unlisted)).toMatchObject({ result: 'listed', entries: [] });
  });

  test('a product without an entry in the advisory is not cleared by that', () => {
    expect(listingOf(catalogue, identified('something-else', ['1.0'])).result).toBe('undecided');
  });
});
