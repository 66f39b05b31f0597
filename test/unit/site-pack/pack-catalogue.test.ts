import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listingOf } from '../../../main/assess/listing.ts';
import { packCatalogueEntries } from '../../../main/assess/pack-catalogue-entries.ts';
import type { TrustedPack } from '../../../main/catalogue/open-pack.ts';
import { openPack } from '../../../main/catalogue/open-pack.ts';
import type { PackCatalogue } from '../../../main/catalogue/pack-catalogue.ts';
import { valuesFor } from '../../../main/catalogue/pack-for-instrument.ts';
import { SitePack } from '../../../main/catalogue/site-pack.ts';
import { judged } from '../assess/judged.ts';
import { catalogue, identified, notIdentified, observation, UNLISTED } from '../assess/machines.ts';
import {
  checks,
  fix1966,
  fix1968,
  issuerKey,
  packContent,
  packEntry,
  packFile,
  packInstaller,
  refusal,
  trustedPack,
  UPDATE_SHA256,
} from './pack-bench.ts';

type Entry = PackCatalogue['entries'][number];

function entry(changed: Partial<Entry> = {}): Entry {
  return {
    id: 'P-1',
    vendor: 'Illumina',
    productName: 'MiSeq Control Software',
    fullName: 'MiSeq Control Software 3.1',
    range: '3.1',
    qualifiers: [],
    relatedTo: [],
    statuses: [{ cve: 'CVE-2023-1968', status: 'known_affected' }],
    cves: ['CVE-2023-1968', 'CVE-2023-1966'],
    path: '/product_tree/branches/0',
    ...changed,
  };
}

function added(entries: Entry[], changed: Partial<PackCatalogue> = {}): PackCatalogue {
  return {
    schema: 'ucs-catalogue-candidate/1',
    advisory: { id: 'ADV-2', title: 't', version: '2', status: 'final', date: '2026-01-01', publisher: 'p' },
    sourceDigest: 'a'.repeat(64),
    partial: false,
    entries,
    remedies: [],
    notUnderstood: [],
    ...changed,
  };
}

const packWith = (entries: Entry[], changed: Partial<PackCatalogue> = {}) =>
  trustedPack({ entries: [], catalogue: added(entries, changed) });

function assessed(pack: TrustedPack, identification = UNLISTED) {
  return judged(observation(), { pack, identification });
}

function noteText(pack: TrustedPack, code: string): string {
  return assessed(pack).assessment.notes.find((note) => note.code === code)?.text ?? '';
}

describe('the catalogue of a trusted pack', () => {
  test('lists an instrument that the built-in advisory does not, and says who says so', async () => {
    const pack = await packWith([entry()]);
    const { assessment, states } = assessed(pack);
    expect(assessment.listed).toEqual(['ADV-2/P-1']);
    expect(states).toEqual(['mitigated', 'mitigated']);
    expect(noteText(pack, 'listed-by-pack')).toContain('the advisory ADV-2 in site pack "test-pack" no. 5');
    expect(assessment.notes.map(({ code }) => code)).not.toContain('pack-not-for-this-instrument');
    expect(valuesFor(pack, assessment.listed)).toEqual([
      {
        what: 'Listed: MiSeq Control Software 3.1 (entry P-1)',
        source: `advisory ADV-2, version 2, file with SHA-256 ${'a'.repeat(64)}`,
      },
    ]);
  });

  test('leaves an instrument undecided whose version may be in its range', async () => {
    const undecided = assessed(await packWith([entry({ range: '3.1.5' })]), identified('miseq', ['3.1']));
    expect(undecided.network).toMatchObject({ state: 'unknown', row: 'version-undecided' });
  });

  test('finds a product by any of its names, whatever their case', async () => {
    for (const [productName, product] of [
      ['miseq™  CONTROL software', 'miseq'],
      ['iSeq 100', 'iseq-100'],
      ['NextSeq 500/550 Control Software', 'nextseq-500-550'],
    ] as const) {
      const { judged: entries } = packCatalogueEntries(catalogue, added([entry({ productName })]));
      expect(entries.map(({ products }) => products)).toEqual([[product]]);
    }
  });

  test('about another product or version changes nothing', async () => {
    for (const other of [entry({ range: '3.2' }), entry({ productName: 'MiniSeq Control Software' })]) {
      expect(assessed(await packWith([other])).states).toEqual(['not-affected', 'not-affected']);
    }
  });

  test('that repeats the built-in advisory lists nothing twice', async () => {
    const again = entry({ id: 'CSAFPID-0005', range: '4.0' });
    const builtInAdvisory = { ...added([]).advisory, id: catalogue.advisory.id };
    const pack = await packWith([again], { advisory: builtInAdvisory });
    expect(assessed(pack, identified('miseq', ['4.0.0.1769'])).assessment.listed).toEqual(['CSAFPID-0005']);
  });

  test('never lets what is said about another advisory with the same id prove a fix', async () => {
    const fix = packEntry({
      appliesTo: ['CSAFPID-0005'],
      installer: packInstaller(UPDATE_SHA256),
      fixCriteria: [fix1968('network'), fix1966('privileged')],
    });
    const pack = await trustedPack({ entries: [fix], catalogue: added([entry({ id: 'CSAFPID-0005' })]) });
    const { assessment, states } = assessed(pack);
    expect(assessment.listed).toEqual(['ADV-2/CSAFPID-0005']);
    expect(states).not.toContain('fixed');
    expect(valuesFor(pack, assessment.listed)).toHaveLength(1);
  });
});

describe('what a pack lists but the program cannot judge', () => {
  const related = { category: 'installed_on', id: 'P-9', name: 'Windows 7', range: null };
  test.each<[string, Partial<Entry>, string]>([
    ['an unknown product', { productName: 'Copy Station' }, 'no product this program knows'],
    ['another weakness', { cves: ['CVE-2022-1517'] }, 'not said to be affected by CVE-2023-1968 or CVE-2023-1966'],
    ['no weakness', { cves: [] }, 'not said to be affected'],
    ['a product on another one', { relatedTo: [related] }, 'listed only together with another product'],
    ['a range nobody can read', { range: 'before the summer' }, 'a version range this program cannot read'],
  ])('%s is named and never listed', async (_, changed, why) => {
    const pack = await packWith([entry({ id: 'P-7', ...changed })]);
    const { assessment, states } = assessed(pack);
    expect(assessment.listed).toEqual([]);
    expect(states).toEqual(['not-affected', 'not-affected']);
    const text = noteText(pack, 'pack-entries-not-judged');
    expect(text).toMatch(/^1 entry of the advisory ADV-2 in site pack "test-pack"/);
    expect(text).toContain('P-7');
    expect(text).toContain(why);
  });

  test('is counted in full where there are too many to name', async () => {
    const entries = Array.from({ length: 23 }, (_, index) => entry({ id: `P-${index}`, productName: 'Copy Station' }));
    const text = noteText(await packWith(entries), 'pack-entries-not-judged');
    expect(text).toContain('23 entries');
    expect(text).toContain('P-19 Copy Station');
    expect(text).not.toContain('P-20 Copy Station');
    expect(text).toMatch(/; and 3 more\.$/);
  });

  test('and what the import did not understand is said with every result', async () => {
    const notUnderstood = [{ id: 'P-2', name: null, path: '/x', why: 'y' }];
    expect(noteText(await packWith([], { partial: true, notUnderstood }), 'pack-catalogue-partial')).toContain('ADV-2');
    expect(noteText(await packWith([]), 'pack-catalogue-partial')).toBe('');
  });
});

describe('a pack with a catalogue', () => {
  const notUnderstood = [{ id: 'P-2', name: null, path: '/x', why: 'y' }];
  test.each<[string, unknown]>([
    ['that hides that something was not understood', added([entry()], { notUnderstood })],
    ['with an id that paints on the screen', added([entry({ id: 'P-\u001b[2J' })])],
    ['with a product name that turns its direction', added([entry({ productName: 'MiSeq\u202e' })])],
    ['with two entries of one id', added([entry(), entry({ range: '3.2' })])],
    ['of another schema', { ...added([entry()]), schema: 'ucs-catalogue-candidate/2' }],
    ['with a field more', { ...added([entry()]), trusted: true }],
  ])('%s is refused', async (_, wrong) => {
    const key = await issuerKey();
    const file = packFile({ ...packContent(), catalogue: wrong }, key);
    expect(await refusal(openPack(file, checks([key.publicKey])))).toBe('pack-malformed');
  });

  test('is no condition: a pack signed before there were catalogues counts as before', () => {
    const { catalogue: _none, ...before } = packContent();
    expect(SitePack.parse(before)).toEqual({ ...before, catalogue: null });
  });
});

describe('whatever a pack says', () => {
  const SEVERITY = ['not-listed', 'undecided', 'listed'];
  const names = catalogue.products.flatMap(({ name, applicationNames }) => [
    name,
    ...applicationNames.map((a) => a.name),
  ]);
  const version = fc.oneof(
    fc.constantFrom('4.0', '3.1.0.13', '1.3.2', '4', '', 'rubbish'),
    fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.')),
  );
  const anyEntry = fc.record({
    id: fc.constantFrom(...catalogue.entries.map(({ id }) => id), 'P-1', 'P-2'),
    productName: fc.constantFrom(...names, 'Copy Station'),
    range: fc.oneof(
      version,
      version.map((text) => `<= ${text}`),
      version.map((text) => `>= ${text}`),
      fc.constant('vers:all/*'),
    ),
    cves: fc.subarray(['CVE-2023-1968', 'CVE-2023-1966', 'CVE-2022-1517']),
  });

  test('no instrument is less listed with it than without it, and no built-in entry is lost', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyEntry, { selector: ({ id }) => id, maxLength: 6 }),
        fc.boolean(),
        fc.constantFrom(...catalogue.products.map(({ key }) => key), 'something-else', null),
        fc.array(version, { maxLength: 2 }),
        fc.constantFrom('RUO', 'Dx', 'single', 'unknown'),
        (entries, sameAdvisory, product, versions, mode) => {
          const id = sameAdvisory ? catalogue.advisory.id : 'ADV-2';
          const more = added(entries.map(entry), { advisory: { ...added([]).advisory, id } });
          const identification = product === null ? notIdentified() : identified(product, versions, { mode });
          const { judged: extra, notJudged } = packCatalogueEntries(catalogue, more);
          const [without, withPack] = [
            listingOf(catalogue, identification),
            listingOf(catalogue, identification, extra),
          ];
          expect(extra.length + notJudged.length).toBe(entries.length);
          expect(SEVERITY.indexOf(withPack.result)).toBeGreaterThanOrEqual(SEVERITY.indexOf(without.result));
          expect(withPack.entries.slice(0, without.entries.length)).toEqual(without.entries);
          withPack.versions.forEach(({ result }, index) => {
            const before = without.versions[index]?.result ?? '';
            expect(SEVERITY.indexOf(result)).toBeGreaterThanOrEqual(SEVERITY.indexOf(before));
          });
        },
      ),
      { numRuns: 500 },
    );
  });
});
