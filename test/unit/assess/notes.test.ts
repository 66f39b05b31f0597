import { describe, expect, test } from 'vitest';
import { assess } from '../../../main/assess/assess.ts';
import type { Identification, Note } from '../../../main/model/assessment.ts';
import type { Observation } from '../../../main/model/observation.ts';
import { catalogue, claim, having, identified, LISTED, LOCAL_SERVICE, observation, service } from './machines.ts';

function notesOf(identification: Identification, machine: Observation = observation()): Note[] {
  return assess({ catalogue, pack: null, observation: machine, identification, standing: [] }).notes;
}
const codesOf = (...input: Parameters<typeof notesOf>) => notesOf(...input).map(({ code }) => code);
const textOf = (code: string, ...input: Parameters<typeof notesOf>) =>
  notesOf(...input).find((note) => note.code === code)?.text;

describe('what the sources say differently', () => {
  test.each(['1.4', '1.4.2', '1.5.0', '1.6.0', '1.7', '1.7.3'])(
    'the disagreement on NextSeq 1000/2000 %s names both sources',
    (version) => {
      const text = textOf('nextseq-1000-2000-disagreement', identified('nextseq-1000-2000', [version]));
      expect(text).toContain('CISA');
      expect(text).toContain('Western Australia');
    },
  );

  test.each(['1.4.1', '1.8'])('nobody disagrees on NextSeq 1000/2000 %s', (version) => {
    expect(codesOf(identified('nextseq-1000-2000', [version]))).not.toContain('nextseq-1000-2000-disagreement');
  });

  test('the gap at 550Dx 1.3.2 is told with the verdict', () => {
    expect(codesOf(identified('nextseq-550dx-dx', ['1.3.2.1']))).toContain('nextseq-550dx-1.3.2-gap');
    expect(codesOf(identified('nextseq-550dx-dx', ['1.3.3']))).not.toContain('nextseq-550dx-1.3.2-gap');
  });

  test('NovaSeq up to 1.7 tells that UCS 1.x was seen there, and is not cleared by it', () => {
    const nova = identified('novaseq-6000', ['1.7.5'], { ucsVersion: '1.6.3.1575' });
    expect(codesOf(nova)).toContain('novaseq-ucs-1');
    expect(textOf('ucs-version-outside-text-of-cve-2023-1968', nova)).toContain('1.6.3.1575');
    expect(codesOf(nova)).not.toContain('ucs-version-outside-text-of-cve-2023-1966');
    expect(codesOf(identified('novaseq-6000', ['1.8.1'], { ucsVersion: '2.7.3.4836' }))).toEqual(['password-expires']);
  });

  test('two versions of one instrument are both shown, each with its result', () => {
    const text = textOf('versions-differ', identified('miniseq', ['1.9.0.24', '2.0.1.2']));
    expect(text).toContain('1.9.0.24 (not listed)');
    expect(text).toContain('2.0.1.2 (listed)');
    expect(codesOf(identified('miniseq', ['2.0.1.2']))).not.toContain('versions-differ');
  });

  test('every contradiction is told in its own words', () => {
    expect(textOf('sources-disagree', { ...LISTED, contradictions: ['A says 1, B says 2.'] })).toBe(
      'A says 1, B says 2.',
    );
  });
});

describe('the other mode', () => {
  test.each(['miseq', 'miseqdx', 'nextseq-550dx-ruo', 'nextseq-550dx-dx'])('of a %s is named as not checked', (key) => {
    expect(codesOf(identified(key, ['4.0.1']))).toContain('other-mode-not-checked');
  });

  test('is named as not checked wherever the mode is unknown', () => {
    expect(codesOf(identified('miniseq', ['2.0'], { mode: 'unknown' }))).toContain('other-mode-not-checked');
  });

  test('is not spoken of where there is none', () => {
    expect(codesOf(identified('miniseq', ['2.0']))).not.toContain('other-mode-not-checked');
  });

  test('an unlisted version with unknown mode says why it counts as listed', () => {
    expect(codesOf(identified('miseq', ['3.1'], { mode: 'unknown' }))).toContain('unknown-mode-counts-as-listed');
  });
});

describe('what a person must know', () => {
  test('a password that expires is told before UCS stops by it', () => {
    expect(textOf('password-expires', LISTED)).toContain('180 days');
    expect(codesOf(LISTED, having({ services: [service({ account: LOCAL_SERVICE })] }))).not.toContain(
      'password-expires',
    );
    const linux = having({ operatingSystem: { family: 'linux', name: 'Linux', version: '1' } });
    expect(codesOf(LISTED, linux)).not.toContain('password-expires');
  });

  test('a statement is never shown as evidence', () => {
    expect(codesOf({ ...LISTED, claims: [claim({ from: 'person' })] })).toContain('stated-by-person');
  });

  test('a copied disk says that it speaks of the past', () => {
    const copied = observation();
    copied.host.live = false;
    expect(codesOf(LISTED, copied)).toContain('copied-disk');
  });
});
