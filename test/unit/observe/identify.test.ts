import { describe, expect, test } from 'vitest';
import { builtInCatalogue } from '../../../main/catalogue/catalogue.ts';
import { Identification } from '../../../main/model/assessment.ts';
import type { Stated } from '../../../main/model/choices.ts';
import { unavailable } from '../../../main/model/fact.ts';
import type { Observation } from '../../../main/model/observation.ts';
import { identify } from '../../../main/observe/identify.ts';
import { installed, NOW, observationWith, programFiles, recorded, runFolder } from './observations.ts';

const catalogue = builtInCatalogue();

function identified(facts: Partial<Observation>, stated: Partial<Stated> = {}): Identification {
  const everything = { product: null, version: null, mode: null, ucsUnit: null, ...stated };
  return Identification.parse(identify(observationWith(facts), catalogue, everything));
}

const MISEQ = { applicationName: 'MiSeq Control Software', applicationVersion: '4.0.0.1769' };
const MISEQ_RUN = runFolder('D:\\m', '2026-11-01T00:00:00Z', MISEQ);
const NEXTSEQ_RUN = runFolder('D:\\n', '2026-10-01T00:00:00Z', {
  applicationName: 'NextSeq Control Software',
  applicationVersion: '4.0.1.41',
});

describe('what is installed decides', () => {
  test('installed software gives product, version and current evidence that can be looked up', () => {
    const result = identified(installed(['Illumina MiSeq Control Software', '4.0.0.1769'], ['7-Zip', '19.0']));
    expect(result).toMatchObject({
      status: 'identified',
      undecidedBecause: null,
      product: 'miseq',
      productName: 'MiSeq Control Software',
      versions: ['4.0.0.1769'],
      current: true,
      contradictions: [],
    });
    expect(result.claims).toEqual([
      {
        product: 'miseq',
        productName: 'MiSeq Control Software',
        version: '4.0.0.1769',
        from: 'software',
        current: true,
        evidence: {
          fact: 'software',
          says: 'Installed software "Illumina MiSeq Control Software", version 4.0.0.1769',
          source: 'registry',
          at: NOW,
        },
      },
    ]);
  });

  test.each([
    ['the product name', { productName: 'MiniSeq Control Software' }],
    ['the description', { productName: 'Something', description: 'MiniSeq Control Software' }],
  ])('a program file counts by %s', (_, names) => {
    const result = identified(programFiles({ ...names, fileVersion: '1.0.0.0', productVersion: '2.2.1.9' }));
    expect(result).toMatchObject({ product: 'miniseq', versions: ['2.2.1.9'], current: true });
  });

  test.each([null, '', ' '])('an empty product version (%j) falls back on the file version', (productVersion) => {
    const file = { productName: 'MiniSeq Control Software', fileVersion: '2.2.1.9', productVersion };
    expect(identified(programFiles(file)).versions).toEqual(['2.2.1.9']);
  });

  test('a folder name alone never names a product', () => {
    const path = 'C:\\Program Files\\Illumina\\MiSeq Control Software\\x.exe';
    expect(identified(programFiles({ path, productName: 'Tool' })).status).toBe('undecided');
  });

  test('software and file that give different versions: both are judged, and said', () => {
    const result = identified({
      ...installed(['MiSeq Control Software', '4.1']),
      ...programFiles({ productName: 'MiSeq Control Software', productVersion: '4.0.0.1769' }),
    });
    expect(result.versions).toEqual(['4.1', '4.0.0.1769']);
    expect(result.contradictions).toEqual([expect.stringContaining('4.1, 4.0.0.1769')]);
  });

  test('a version that is only written shorter is judged too, without alarm', () => {
    const result = identified({
      ...installed(['MiSeq Control Software', '4.0']),
      ...programFiles({ productName: 'MiSeq Control Software', productVersion: '4.0.0.1769' }),
    });
    expect(result).toMatchObject({ versions: ['4.0', '4.0.0.1769'], contradictions: [] });
  });

  test('two products: undecided, both named', () => {
    const result = identified(installed(['MiSeq Control Software', '4.0'], ['MiniSeq Control Software', '2.2']));
    expect(result).toMatchObject({ status: 'undecided', product: null, versions: [], mode: 'unknown', current: false });
    expect(result.undecidedBecause).toMatch(/MiniSeq Control Software, MiSeq Control Software/);
    expect(result.claims).toHaveLength(2);
  });

  test('two products: a readable run folder does not tip the scales', () => {
    const facts = installed(['MiSeq Control Software', '4.1'], ['MiniSeq Control Software', '1.9']);
    expect(identified({ ...facts, ...recorded(MISEQ_RUN) }).status).toBe('undecided');
  });

  test('software without a version is not current evidence of one: the run folder is asked', () => {
    const result = identified({ ...installed(['MiSeq Control Software', ' ']), ...recorded(MISEQ_RUN) });
    expect(result).toMatchObject({ product: 'miseq', versions: ['4.0.0.1769'], current: false });
  });

  test('on a copied disk nothing is current: it tells what was installed when it was copied', () => {
    const host = { kind: 'windows-copy', practice: false, live: false, changeable: false, elevated: false } as const;
    const result = identified({ host, ...installed(['MiSeq Control Software', '4.1']) });
    expect(result).toMatchObject({ product: 'miseq', versions: ['4.1'], current: false });
    expect(result.claims[0]?.current).toBe(false);
  });

  test('a run folder of another version or product is said and changes nothing', () => {
    const result = identified({ ...installed(['MiSeq Control Software', '4.1']), ...recorded(MISEQ_RUN, NEXTSEQ_RUN) });
    expect(result).toMatchObject({ product: 'miseq', versions: ['4.1'], current: true });
    expect(result.contradictions).toEqual([
      expect.stringContaining('names "NextSeq Control Software"'),
      expect.stringContaining('recorded 4.0.0.1769'),
    ]);
  });

  test('the order in which a tool lists software, or doubles in it, do not change the answer', () => {
    const software: [string, string][] = [
      ['MiSeq Control Software', '4.0.0.1769'],
      ['MiSeq Control Software', '4.0'],
      ['Illumina MiSeq Control Software', '4.1'],
    ];
    const answer = identified(installed(...software));
    expect(identified(installed(...software.toReversed(), ...software))).toEqual(answer);
  });
});

describe('only run folders', () => {
  test('the newest one decides, and is never current', () => {
    const result = identified(recorded(NEXTSEQ_RUN, MISEQ_RUN));
    expect(result).toMatchObject({ product: 'miseq', versions: ['4.0.0.1769'], current: false, status: 'identified' });
    expect(result.contradictions).toEqual([expect.stringContaining('D:\\n')]);
    expect(result.claims.map(({ from, product }) => [from, product])).toEqual([
      ['run-folder', 'miseq'],
      ['run-folder', 'nextseq-500-550'],
    ]);
  });

  test('newest is by time, not by how the time is written', () => {
    const older = runFolder('D:\\a', '2026-11-01T00:00:00Z', { applicationName: 'MiniSeq Control Software' });
    const newer = runFolder('D:\\b', '2026-11-01T00:00:00.500Z', MISEQ);
    expect(identified(recorded(older, newer)).product).toBe('miseq');
  });

  test('application and system suite version are both judged', () => {
    const record = {
      applicationName: 'MiniSeq Control Software',
      applicationVersion: '2.0.0.24',
      systemSuiteVersion: '2.0.1.2',
    };
    const result = identified(recorded(runFolder('D:\\a', NOW, record)));
    expect(result.versions).toEqual(['2.0.0.24', '2.0.1.2']);
    expect(result.claims.map(({ version }) => version)).toEqual(['2.0.0.24', '2.0.1.2']);
    expect(result.claims[1]?.evidence.says).toContain('system suite version 2.0.1.2');
  });

  test('a newer folder that could not be read is said', () => {
    const result = identified(recorded(MISEQ_RUN, runFolder('D:\\broken', NOW, 'malformed')));
    expect(result.product).toBe('miseq');
    expect(result.contradictions).toEqual([expect.stringContaining('D:\\broken')]);
  });

  test('a newest run of unknown software is not replaced by an older one that is known', () => {
    const foreign = runFolder('D:\\x', NOW, { applicationName: 'NovaSeq X Series Control Software' });
    const result = identified(recorded(MISEQ_RUN, foreign));
    expect(result.status).toBe('undecided');
    expect(result.undecidedBecause).toContain('NovaSeq X Series Control Software');
  });

  test('a newer folder with a serial alone names nothing and hides nothing', () => {
    const result = identified(recorded(MISEQ_RUN, runFolder('D:\\x', NOW, { serial: 'M99001' })));
    expect(result).toMatchObject({ product: 'miseq', serial: 'M99001', contradictions: [] });
  });

  test.each(['MiSeqDx Operating Software', 'NextSeq 550Dx Control Software', 'NextSeq 550Dx Operating Software'])(
    'of %s do not tell which mode runs now',
    (applicationName) => {
      const result = identified(recorded(runFolder('D:\\x', NOW, { applicationName, applicationVersion: '4.0' })));
      expect(result).toMatchObject({ status: 'identified', mode: 'unknown' });
    },
  );
});

describe('nothing names a product', () => {
  test('undecided, and what could not be read is named', () => {
    const software = unavailable('needs-elevation', 'denied', 'registry', NOW);
    const result = identified({ software });
    expect(result).toMatchObject({ status: 'undecided', mode: 'unknown', versions: [], current: false, claims: [] });
    expect(result.undecidedBecause).toContain('Not readable: the list of installed software.');
  });

  test('a version a person states is no product', () => {
    expect(identified({}, { version: '4.1' })).toMatchObject({ status: 'undecided', versions: [], claims: [] });
  });
});

describe('a person states', () => {
  test.each(['miseq', 'MISEQ', 'MiSeq  control software', ' MiSeq Control Software '])(
    'the product as %j: it decides where the machine does not, and is never current',
    (product) => {
      const result = identified({}, { product, version: '4.1' });
      expect(result).toMatchObject({ status: 'identified', product: 'miseq', versions: ['4.1'], current: false });
      expect(result.claims).toMatchObject([
        { from: 'person', current: false, evidence: { fact: 'person', source: 'stated by the person', at: NOW } },
      ]);
    },
  );

  test.each(catalogue.entries.map(({ productName, product }) => [productName, product]))(
    '%s as the advisory prints it',
    (productName, key) => {
      expect(identified({}, { product: productName }).product).toBe(key);
    },
  );

  test('an unknown product: refused with the names that are known', () => {
    expect(() => identified({}, { product: 'HiSeq' })).toThrow(
      expect.objectContaining({
        code: 'unknown-product-stated',
        exitCode: 2,
        next: expect.stringContaining('nextseq-1000-2000'),
      }),
    );
  });

  test('a name two products share: refused, the person has to say which', () => {
    const products = catalogue.products.map((product) => ({ ...product, name: 'Sequencer' }));
    const stated = { product: 'sequencer', version: null, mode: null, ucsUnit: null };
    expect(() => identify(observationWith(), { ...catalogue, products }, stated)).toThrow(
      expect.objectContaining({ code: 'ambiguous-product-stated' }),
    );
  });

  test('another product than what is installed: undecided, never their word', () => {
    const result = identified(installed(['MiSeq Control Software', '4.0']), { product: 'miniseq', version: '1.0' });
    expect(result).toMatchObject({ status: 'undecided', product: null, current: false, mode: 'unknown' });
    expect(result.undecidedBecause).toMatch(/states MiniSeq Control Software.*names MiSeq Control Software/);
    expect(result.contradictions).toContain(result.undecidedBecause);
  });

  test('one of two installed products: theirs, shown as a contradiction, never current', () => {
    const facts = installed(['MiSeq Control Software', '4.1'], ['MiniSeq Control Software', '2.2']);
    const result = identified(facts, { product: 'miseq' });
    expect(result).toMatchObject({ product: 'miseq', versions: ['4.1'], current: false });
    expect(result.contradictions).toEqual([expect.stringContaining('more than one product')]);
  });

  test('a third product beside two installed ones: undecided', () => {
    const facts = installed(['MiSeq Control Software', '4.1'], ['MiniSeq Control Software', '2.2']);
    expect(identified(facts, { product: 'iscan' })).toMatchObject({ status: 'undecided' });
  });

  test('another product than the newest run folder: theirs, said, and the mode is unknown', () => {
    const result = identified(recorded(MISEQ_RUN), { product: 'miniseq', version: '1.0', mode: 'RUO' });
    expect(result).toMatchObject({ product: 'miniseq', versions: ['1.0'], current: false, mode: 'unknown' });
    expect(result.contradictions).toEqual([expect.stringContaining('D:\\m')]);
  });

  test('the installed product: stays current, whatever an old run folder says', () => {
    const facts = { ...installed(['MiSeq Control Software', '4.1']), ...recorded(NEXTSEQ_RUN) };
    expect(identified(facts, { product: 'miseq' })).toMatchObject({ current: true, mode: 'RUO' });
  });

  test('only a version: it is added to what is installed and cannot replace it', () => {
    const result = identified(installed(['MiSeq Control Software', '4.0.0.1769']), { version: '4.1' });
    expect(result).toMatchObject({ product: 'miseq', versions: ['4.0.0.1769', '4.1'], current: true });
    expect(result.contradictions).toEqual(['The person states version 4.1, the machine says 4.0.0.1769.']);
    expect(result.claims.at(-1)).toMatchObject({ from: 'person', product: 'miseq', version: '4.1' });
  });

  test('a version where the machine gives none: judged, never current', () => {
    const result = identified(installed(['MiSeq Control Software', '']), { version: '3.1' });
    expect(result).toMatchObject({ versions: ['3.1'], current: false, contradictions: [] });
  });

  test('a blank version: nothing was stated', () => {
    expect(identified({}, { product: 'miseq', version: '  ' }).versions).toEqual([]);
  });
});

describe('mode', () => {
  test.each([
    ['NextSeq 550Dx Operating Software', 'Dx'],
    ['NextSeq 550Dx Control Software', 'RUO'],
    ['MiSeqDx Operating Software', 'Dx'],
    ['NovaSeq Control Software', 'single'],
  ])('%s runs in %s', (name, mode) => {
    const result = identified(installed([name, '1.0']));
    expect(result.mode).toBe(mode);
    if (mode !== 'single') expect(result.modeSource).toBe('by the name of the installed software');
  });

  test('a statement counts where the machine does not tell', () => {
    const run = runFolder('D:\\x', NOW, { applicationName: 'NextSeq 550Dx Control Software' });
    expect(identified(recorded(run), { mode: 'RUO' })).toMatchObject({
      mode: 'RUO',
      modeSource: 'stated by the person',
    });
  });

  test('a statement of RUO against installed Dx software opens no gate: unknown', () => {
    const result = identified(installed(['NextSeq 550Dx Operating Software', '1.3.1']), { mode: 'RUO' });
    expect(result.mode).toBe('unknown');
    expect(result.contradictions).toEqual([expect.stringContaining('states RUO mode')]);
  });
});

describe('serial number', () => {
  test('that looks like another instrument is kept and said', () => {
    const result = identified(recorded(runFolder('D:\\m', NOW, { ...MISEQ, serial: 'MN99001' })));
    expect(result.serial).toBe('MN99001');
    expect(result.contradictions).toEqual([expect.stringContaining('begins like that of a MiniSeq')]);
  });

  test.each(['M99001', 'SIM-1', 'M', '12345', 'XY99'])('%s on a MiSeq raises no alarm', (serial) => {
    expect(identified(recorded(runFolder('D:\\m', NOW, { ...MISEQ, serial })))).toMatchObject({
      serial,
      contradictions: [],
    });
  });

  test('of a product whose numbers are not known raises no alarm', () => {
    const run = runFolder('D:\\m', NOW, { applicationName: 'MiSeqDx Operating Software', serial: 'M99001' });
    expect(identified(recorded(run)).contradictions).toEqual([]);
  });

  test('of another product in a newer folder is not put on the receipt', () => {
    const foreign = runFolder('D:\\x', NOW, { applicationName: 'NextSeq Control Software', serial: 'NB99' });
    const own = runFolder('D:\\m', '2026-01-01T00:00:00Z', { ...MISEQ, serial: 'M99001' });
    const facts = { ...installed(['MiSeq Control Software', '4.0.0.1769']), ...recorded(foreign, own) };
    expect(identified(facts).serial).toBe('M99001');
  });

  test('several numbers among the run folders: the newest, and said', () => {
    const older = runFolder('D:\\a', '2026-01-01T00:00:00Z', { ...MISEQ, serial: 'M1' });
    const newer = runFolder('D:\\b', NOW, { ...MISEQ, serial: 'M2' });
    const result = identified(recorded(older, newer));
    expect(result.serial).toBe('M2');
    expect(result.contradictions).toEqual([expect.stringContaining('more than one instrument')]);
  });
});

describe('UCS version', () => {
  const ucs = {
    path: 'C:\\ucs\\ucs.exe',
    productName: 'Illumina Universal Copy Service',
    productVersion: '2.7.3.4836',
  };
  const run = (ucsVersion: string | null, changedAt = NOW) =>
    runFolder(`D:\\${changedAt}`, changedAt, { ...MISEQ, ucsVersion });

  test('comes from its program file before any run folder; a difference is said', () => {
    const result = identified({ ...programFiles(ucs), ...recorded(run('1.6.3.1575')) });
    expect(result.ucsVersion).toBe('2.7.3.4836');
    expect(result.contradictions).toEqual([expect.stringContaining('1.6.3.1575')]);
  });

  test('comes from the newest run folder that gives one', () => {
    const runs = recorded(
      run('1.5.6.1074', '2025-01-01T00:00:00Z'),
      run('1.6.3.1575', '2026-01-01T00:00:00Z'),
      run(null),
    );
    expect(identified(runs).ucsVersion).toBe('1.6.3.1575');
  });

  test('is null where nothing gives one', () => {
    expect(identified(installed(['MiSeq Control Software', '4.0'])).ucsVersion).toBeNull();
  });

  test('is not that of a library beside the program', () => {
    const library = { ...ucs, path: 'C:\\ucs\\log.dll', productVersion: '1.0.0.0' };
    expect(identified(programFiles(library, ucs)).ucsVersion).toBe('2.7.3.4836');
  });

  test('two programs with different versions give none, and say so', () => {
    const result = identified(programFiles(ucs, { ...ucs, path: 'C:\\old\\ucs.exe', productVersion: '1.6.3.1575' }));
    expect(result.ucsVersion).toBeNull();
    expect(result.contradictions).toEqual([expect.stringContaining('1.6.3.1575, 2.7.3.4836')]);
  });
});
