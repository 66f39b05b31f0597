import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AssessDocument, documentOf, errorCode } from './documents.ts';
import { newFolder, ucsRemedy } from './harness.ts';

const MISEQ = `<?xml version="1.0"?>
<RunParameters>
  <MCSVersion>4.0.0.1769</MCSVersion>
  <Setup>
    <ApplicationName>MiSeq Control Software</ApplicationName>
    <ApplicationVersion>4.0.0.1769</ApplicationVersion>
  </Setup>
  <RunID>260101_M99001_0001_000000000-AAAAA</RunID>
  <ScannerID>M99001</ScannerID>
</RunParameters>
`;

async function copiedDisk(files: Record<string, string>): Promise<string> {
  const root = await newFolder();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

async function assessed(args: readonly string[]) {
  return documentOf(AssessDocument, await ucsRemedy(['assess', '--json', ...args]), 13);
}

const RUN = 'D/Illumina/MiSeqTemp/260101_M99001_0001_000000000-AAAAA';
const states = ({ verdicts }: Awaited<ReturnType<typeof assessed>>) => verdicts.map(({ state }) => state);

describe.concurrent('what cannot be known is unknown, never "not affected"', () => {
  test('a machine that is no instrument', async () => {
    const assessment = await assessed([]);
    expect(assessment.overall).toBe('unknown');
    expect(states(assessment)).toEqual(['unknown', 'unknown']);
    expect(assessment.listed).toEqual([]);
  });

  test('a copied disk with nothing on it', async () => {
    const assessment = await assessed(['--root', await newFolder()]);
    expect(states(assessment)).toEqual(['unknown', 'unknown']);
    expect(assessment).toMatchObject({ listed: [], instrument: { product: null, version: null, serial: null } });
  });

  test('a copied disk with a run of a listed MiSeq is listed, and its state is unknown', async () => {
    const assessment = await assessed(['--root', await copiedDisk({ [`${RUN}/RunParameters.xml`]: MISEQ })]);
    expect(assessment.listed).toEqual(['CSAFPID-0005']);
    expect(states(assessment)).toEqual(['unknown', 'unknown']);
    expect(assessment.instrument).toMatchObject({
      product: 'MiSeq Control Software',
      version: '4.0.0.1769',
      serial: 'M99001',
    });
  });

  test('a version that no range holds clears nothing when only an old run tells it', async () => {
    const old = MISEQ.replaceAll('4.0.0.1769', '3.1.0.13');
    const assessment = await assessed(['--root', await copiedDisk({ [`${RUN}/runParameters.xml`]: old })]);
    expect(states(assessment)).toEqual(['unknown', 'unknown']);
  });

  test('a record that is cut off says which file it is', async () => {
    const root = await copiedDisk({ [`${RUN}/RunParameters.xml`]: MISEQ.slice(0, 150) });
    const finished = await ucsRemedy(['assess', '--json', '--root', root]);
    const assessment = documentOf(AssessDocument, finished, 13);
    expect(states(assessment)).toEqual(['unknown', 'unknown']);
    expect(assessment.listed).toEqual([]);
    expect(finished.stdout).toContain('RunParameters.xml');
  });

  test('the page for people does not say "not listed" of an instrument nobody identified', async () => {
    const words = await ucsRemedy(['assess', '--root', await newFolder()]);
    expect(words.exitCode).toBe(13);
    expect(words.stdout).toContain('UNKNOWN');
    expect(words.stdout.toLowerCase()).not.toMatch(/not affected|not listed/);
  });

  test('a folder that is not there is wrong use, not an empty disk', async () => {
    const missing = join(await newFolder(), 'nothing-here');
    expect(errorCode(await ucsRemedy(['assess', '--json', '--root', missing]), 2)).toBe('copied-disk-not-found');
  });

  test('what a person states is never more than their word', async () => {
    const stated = ['--product', 'MiSeq Control Software', '--version', '3.1'];
    const assessment = await assessed([...stated, '--root', await newFolder()]);
    expect(states(assessment)).toEqual(['unknown', 'unknown']);
  });
});
