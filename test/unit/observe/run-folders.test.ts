import { describe, expect, test } from 'vitest';
import type { RunFolderOnDisk } from '../../../main/host/host.ts';
import { read, unavailable } from '../../../main/model/fact.ts';
import { RunFolder, type RunRecord } from '../../../main/model/run-folder.ts';
import { understandRunFolder } from '../../../main/observe/run-folders.ts';
import { NOW } from './observations.ts';

const PARAMETERS = 'D:\\Illumina\\run\\RunParameters.xml';
const INFO = 'D:\\Illumina\\run\\RunInfo.xml';

function understand(parameters: string | null, info: string | null = null) {
  const onDisk: RunFolderOnDisk = {
    path: 'D:\\Illumina\\run',
    changedAt: NOW,
    files: [],
    parameters: parameters === null ? null : read(parameters, PARAMETERS, NOW),
    info: info === null ? null : read(info, INFO, NOW),
  };
  return RunFolder.parse(understandRunFolder(onDisk, NOW)).record;
}

function recordOf(parameters: string | null, info: string | null = null): RunRecord {
  const record = understand(parameters, info);
  if (record.status !== 'read') throw new Error(`not read: ${record.detail}`);
  return record.value;
}

const EMPTY: RunRecord = {
  applicationName: null,
  applicationVersion: null,
  systemSuiteVersion: null,
  serial: null,
  ucsVersion: null,
  ucsRunId: null,
  localRunManagerVersion: null,
};

const MISEQ = `<?xml version="1.0"?>
<RunParameters xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <RunID>261119_M99001_0001</RunID>
  <MCSVersion>4.0.0.1769</MCSVersion>
  <ScannerID>M99001</ScannerID>
  <CopyServiceRunId>run-77</CopyServiceRunId>
  <FlowcellRFIDTag><SerialNumber>000000000-REAGENT</SerialNumber></FlowcellRFIDTag>
  <Version>9.9.9</Version>
  <RecipeVersion>8.8.8</RecipeVersion>
  <Setup>
    <ApplicationName>MiSeq Control Software</ApplicationName>
    <ApplicationVersion>4.0.0.1769</ApplicationVersion>
  </Setup>
</RunParameters>`;

describe('every platform writes name, version, serial and UCS where it always did', () => {
  const setup = (name: string, version: string) =>
    `<Setup><ApplicationName>${name}</ApplicationName><ApplicationVersion>${version}</ApplicationVersion></Setup>`;
  test.each<[string, string, Partial<RunRecord>]>([
    [
      'NextSeq 500/550',
      `${setup('NextSeq Control Software', '4.0.1.41')}<SystemSuiteVersion>4.0.0.3</SystemSuiteVersion><InstrumentID>NB990001</InstrumentID>`,
      {
        applicationName: 'NextSeq Control Software',
        applicationVersion: '4.0.1.41',
        systemSuiteVersion: '4.0.0.3',
        serial: 'NB990001',
      },
    ],
    [
      'MiniSeq',
      `${setup('MiniSeq Control Software', '2.0.0.24')}<SystemSuiteVersion>2.0.1.2</SystemSuiteVersion><InstrumentID>MN99001</InstrumentID><LocalRunManagerVersion>2.4.1</LocalRunManagerVersion><CopyServiceRunId>m-1</CopyServiceRunId>`,
      {
        applicationName: 'MiniSeq Control Software',
        applicationVersion: '2.0.0.24',
        systemSuiteVersion: '2.0.1.2',
        serial: 'MN99001',
        localRunManagerVersion: '2.4.1',
        ucsRunId: 'm-1',
      },
    ],
    [
      'iSeq 100',
      '<ApplicationName>iSeq Control Software</ApplicationName><ApplicationVersion>1.4.1.1700</ApplicationVersion><InstrumentId>FS99000001</InstrumentId><UcsRunId>u-1</UcsRunId>',
      {
        applicationName: 'iSeq Control Software',
        applicationVersion: '1.4.1.1700',
        serial: 'FS99000001',
        ucsRunId: 'u-1',
      },
    ],
    [
      'NextSeq 1000/2000',
      '<ApplicationName>NextSeq 1000/2000 Control Software</ApplicationName><ApplicationVersion>1.4.1.39716</ApplicationVersion><InstrumentSerialNumber>VH99001</InstrumentSerialNumber><CopyServiceRunId>c-1</CopyServiceRunId><CopyServiceVersion>2.0.8.695</CopyServiceVersion>',
      {
        applicationName: 'NextSeq 1000/2000 Control Software',
        applicationVersion: '1.4.1.39716',
        serial: 'VH99001',
        ucsVersion: '2.0.8.695',
        ucsRunId: 'c-1',
      },
    ],
    [
      'NovaSeq 6000',
      '<Application>NovaSeq Control Software</Application><ApplicationVersion>1.7.5</ApplicationVersion><Build>99</Build><InstrumentName>A99001</InstrumentName><UcsRunId>n-1</UcsRunId><UcsVersion>1.6.3.1575</UcsVersion>',
      {
        applicationName: 'NovaSeq Control Software',
        applicationVersion: '1.7.5',
        serial: 'A99001',
        ucsVersion: '1.6.3.1575',
        ucsRunId: 'n-1',
      },
    ],
    [
      'NovaSeq X',
      '<Application>NovaSeq X Series Control Software</Application><SystemSuiteVersion>1.2.0.28691</SystemSuiteVersion><InstrumentSerialNumber>LH99001</InstrumentSerialNumber><ApplicationVersion>1.7</ApplicationVersion>',
      {
        applicationName: 'NovaSeq X Series Control Software',
        systemSuiteVersion: '1.2.0.28691',
        serial: 'LH99001',
      },
    ],
  ])('%s', (_, body, expected) => {
    expect(recordOf(`<RunParameters>${body}</RunParameters>`)).toEqual({ ...EMPTY, ...expected });
  });

  test('MiSeq: a reagent serial, firmware or recipe version is never taken for that of the instrument', () => {
    expect(recordOf(MISEQ)).toEqual({
      ...EMPTY,
      applicationName: 'MiSeq Control Software',
      applicationVersion: '4.0.0.1769',
      serial: 'M99001',
      ucsRunId: 'run-77',
    });
  });
});

describe('a name nobody has listed yet', () => {
  test('is kept, with the version and serial that its place of writing gives', () => {
    const xml =
      '<RunParameters><Setup><ApplicationName>NextSeq 550Dx Operating Software</ApplicationName><ApplicationVersion>1.3.1.7</ApplicationVersion></Setup><InstrumentID>NDX990001</InstrumentID><UcsVersion>9.9</UcsVersion></RunParameters>';
    expect(recordOf(xml)).toEqual({
      ...EMPTY,
      applicationName: 'NextSeq 550Dx Operating Software',
      applicationVersion: '1.3.1.7',
      serial: 'NDX990001',
    });
  });

  test('two different names in one record give none, instead of the nicer one', () => {
    const xml =
      '<RunParameters><Setup><ApplicationName>MiSeq Control Software</ApplicationName></Setup><Application>NovaSeq Control Software</Application></RunParameters>';
    expect(recordOf(xml).applicationName).toBeNull();
  });
});

describe('values are never guessed', () => {
  const versionIn = (version: string) =>
    recordOf(`<RunParameters><ApplicationName>iSeq Control Software</ApplicationName>${version}</RunParameters>`)
      .applicationVersion;

  test.each([
    ['missing', ''],
    ['empty', '<ApplicationVersion></ApplicationVersion>'],
    ['closed in itself', '<ApplicationVersion/>'],
    ['nil by attribute', '<ApplicationVersion xsi:nil="true" />'],
    ['only white space', '<ApplicationVersion>\r\n  </ApplicationVersion>'],
    ['given twice', '<ApplicationVersion>2.0</ApplicationVersion><ApplicationVersion>1.0</ApplicationVersion>'],
    [
      'given twice with the same text',
      '<ApplicationVersion>2.0</ApplicationVersion><ApplicationVersion>2.0</ApplicationVersion>',
    ],
    ['made of children', '<ApplicationVersion><Major>2</Major></ApplicationVersion>'],
    ['text mixed with children', '<ApplicationVersion>2.0<Build>7</Build></ApplicationVersion>'],
    ['an entity reference', '<ApplicationVersion>&version;</ApplicationVersion>'],
    ['a character reference', '<ApplicationVersion>4&#46;0</ApplicationVersion>'],
    ['bytes that were no text', '<ApplicationVersion>4.\uFFFD</ApplicationVersion>'],
    ['turned round by an invisible character', '<ApplicationVersion>\u202E0.4</ApplicationVersion>'],
    ['a whole book', `<ApplicationVersion>${'4.0'.repeat(100)}</ApplicationVersion>`],
    ['spelled in another case', '<applicationversion>4.0</applicationversion>'],
    ['under another element', '<Module><ApplicationVersion>4.0</ApplicationVersion></Module>'],
  ])('a version that is %s is null', (_, xml) => {
    expect(versionIn(xml)).toBeNull();
  });

  test.each([
    ['an attribute', '<ApplicationVersion a="1.0">4.0</ApplicationVersion>', '4.0'],
    ['white space around', '<ApplicationVersion>\r\n  4.0\t</ApplicationVersion>', '4.0'],
    ['a CDATA section', '<ApplicationVersion><![CDATA[ 4.0 ]]></ApplicationVersion>', '4.0'],
    ['a trailing zero', '<ApplicationVersion>1.10</ApplicationVersion>', '1.10'],
    ['leading zeros', '<ApplicationVersion>007</ApplicationVersion>', '007'],
    ['a comment beside it', '<!-- 1.0 --><ApplicationVersion>4.0</ApplicationVersion>', '4.0'],
  ])('a version with %s stays the text it is', (_, xml, expected) => {
    expect(versionIn(xml)).toBe(expected);
  });

  test('two Setup sections give neither name nor version', () => {
    const setup = '<Setup><ApplicationName>MiSeq Control Software</ApplicationName></Setup>';
    expect(recordOf(`<RunParameters>${setup}${setup}</RunParameters>`)).toEqual(EMPTY);
  });

  test('MCSVersion and ApplicationVersion that differ give no version', () => {
    expect(recordOf(MISEQ.replace('<MCSVersion>4.0', '<MCSVersion>4.1')).applicationVersion).toBeNull();
  });

  test('MCSVersion alone is the version of a MiSeq', () => {
    const xml = MISEQ.replace(/<ApplicationVersion>.*<\/ApplicationVersion>/, '');
    expect(recordOf(xml).applicationVersion).toBe('4.0.0.1769');
  });
});

describe('how files come', () => {
  test.each([
    ['CRLF line ends', MISEQ.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${MISEQ}`],
    ['a declaration of UTF-16 (the host has decoded it)', MISEQ.replace('"1.0"?>', '"1.0" encoding="utf-16"?>')],
    ['no declaration', MISEQ.replace(/<\?.*\?>\n/, '')],
    [
      'a document type',
      MISEQ.replace('<RunParameters', '<!DOCTYPE RunParameters SYSTEM "http://example.invalid/a.dtd">\n<RunParameters'),
    ],
  ])('%s changes nothing', (_, xml) => {
    expect(recordOf(xml)).toEqual(recordOf(MISEQ));
  });

  test('an external entity is neither fetched nor fatal: the other values stay', () => {
    const xml = `<?xml version="1.0"?><!DOCTYPE r [
      <!-- it's > here --><!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY % p SYSTEM "http://example.invalid/"> <!ENTITY v "4.1]>">
    ]>${MISEQ.replace(/<\?.*\?>/, '')
      .replace('run-77', '&x;')
      .replace('<ScannerID>M99001', '<ScannerID>&v;')}`;
    expect(recordOf(xml)).toEqual({ ...recordOf(MISEQ), ucsRunId: null, serial: null });
  });
});

describe('a broken file is a named reading that failed, never an empty record', () => {
  test.each([
    ['an empty file', ''],
    ['only zero bytes', '\0'.repeat(64)],
    ['cut off in the middle', MISEQ.slice(0, MISEQ.length / 2)],
    ['cut off before the last tag', MISEQ.slice(0, -'</RunParameters>'.length)],
    ['tags crossed', '<RunParameters><a><b></a></b></RunParameters>'],
    ['text after the end', `${MISEQ}x`],
    ['two documents in one', MISEQ + MISEQ],
    ['another root', '<RunInfo/>'],
    ['the root in another case', MISEQ.replaceAll('RunParameters', 'runparameters')],
    ['UTF-16 read as if it was UTF-8', [...MISEQ].join('\0')],
    ['a document type without end', '<!DOCTYPE a [<RunParameters/>'],
    ['nested without end', `<RunParameters>${'<a>'.repeat(500)}${'</a>'.repeat(500)}</RunParameters>`],
    ['a reserved property name', '<RunParameters><__proto__><a>1</a></__proto__></RunParameters>'],
  ])('%s', (_, xml) => {
    const record = understand(xml);
    expect(record).toMatchObject({ status: 'unavailable', cause: 'malformed', source: PARAMETERS });
    expect(record).toHaveProperty('detail', expect.stringContaining(PARAMETERS));
    expect(record).toHaveProperty('detail', expect.not.stringMatching(/[\r\n\0]/));
  });

  test('a file over 4 MiB is too large, one just below is read', () => {
    const padded = (size: number) =>
      MISEQ.replace('</RunParameters>', `<!--${'x'.repeat(size - MISEQ.length - 7)}--></RunParameters>`);
    expect(understand(padded(4 * 1024 * 1024))).toMatchObject({ status: 'read' });
    expect(understand(padded(4 * 1024 * 1024 + 1))).toMatchObject({ status: 'unavailable', cause: 'too-large' });
  });

  test('the size cap counts bytes, not characters', () => {
    const wide = MISEQ.replace('</RunParameters>', `<!--${'€'.repeat(1_500_000)}--></RunParameters>`);
    expect(understand(wide)).toMatchObject({ cause: 'too-large' });
  });
});

describe('which file decides', () => {
  const info = '<RunInfo Version="2"><Run Id="x"><Instrument>M99001</Instrument></Run></RunInfo>';

  test('RunInfo.xml alone gives the serial and nothing else', () => {
    expect(recordOf(null, info)).toEqual({ ...EMPTY, serial: 'M99001' });
  });

  test('RunInfo.xml fills in a serial that RunParameters.xml lacks', () => {
    const xml = MISEQ.replace('<ScannerID>M99001</ScannerID>', '');
    expect(recordOf(xml, info).serial).toBe('M99001');
  });

  test('two files with different serials give none', () => {
    expect(recordOf(MISEQ, info.replace('M99001', 'M99002')).serial).toBeNull();
  });

  test('neither file: not known what it is', () => {
    expect(understand(null)).toMatchObject({ status: 'unavailable', cause: 'not-known', source: 'D:\\Illumina\\run' });
  });

  test('a broken RunParameters.xml is not hidden by a good RunInfo.xml', () => {
    expect(understand('<RunParameters>', info)).toMatchObject({ status: 'unavailable', cause: 'malformed' });
  });

  test('a broken RunInfo.xml beside a good RunParameters.xml is said in the source', () => {
    const record = understand(MISEQ, '<RunInfo>');
    expect(record.status).toBe('read');
    expect(record.source).toContain('RunInfo.xml left out');
    expect(record.source).toContain('not well-formed');
  });

  test('a broken RunInfo.xml alone is malformed', () => {
    expect(understand(null, '<RunInfo>')).toMatchObject({ cause: 'malformed', source: INFO });
  });

  test('a RunParameters.xml that needs more rights stays that, and is no empty record', () => {
    const onDisk: RunFolderOnDisk = {
      path: '/runs/a',
      changedAt: NOW,
      files: [],
      parameters: unavailable('needs-elevation', 'permission denied', '/runs/a/RunParameters.xml', NOW),
      info: read(info, '/runs/a/RunInfo.xml', NOW),
    };
    expect(understandRunFolder(onDisk, NOW).record).toMatchObject({ cause: 'needs-elevation' });
  });

  test('the source names both files that were read', () => {
    expect(understand(MISEQ, info).source).toBe(`${PARAMETERS} and ${INFO}`);
  });
});
