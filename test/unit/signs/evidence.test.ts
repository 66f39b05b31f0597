import { expect, it } from 'vitest';
import { read, unavailable } from '../../../main/model/fact.ts';
import { evidenceFacts, evidenceFiles } from '../../../main/receipt/evidence-facts.ts';
import { AT, having, ucsProcess } from '../assess/machines.ts';
import { runFolder } from '../observe/observations.ts';
import { YESTERDAY } from './machines.ts';

it('names of samples in a run folder do not leave the instrument', () => {
  const folder = {
    ...runFolder('D:\\Runs of Mrs Example\\260101_M99001_0001', AT, { serial: 'M99001' }),
    files: ['RTAComplete.txt', 'Example_Jane_S1.fastq.gz', 'SampleSheet-Jane.csv', 'RunInfo.xml'].map((name) => ({
      name,
      modifiedAt: AT,
    })),
  };
  const text = JSON.stringify(evidenceFacts(having({ runFolders: [folder] })));
  expect(text).not.toMatch(/Jane|Example/);
  expect(text).toContain('260101_M99001_0001');
  expect(text).toContain('RTAComplete.txt');
  expect(text).toContain('M99001');
});

it('run folders that could not be read stay in it as such', () => {
  const machine = { ...having({}), runFolders: unavailable('needs-elevation', 'no rights', 'D:\\', AT) };
  expect(evidenceFacts(machine).runFolders).toEqual(machine.runFolders);
});

it('digests are made of UCS, of what it started and of suspicious files; what fails says why', async () => {
  const file = { changedAt: YESTERDAY, size: 1, executable: true };
  const machine = having({
    processes: [ucsProcess(), ucsProcess({ pid: 501, parentPid: 500, imagePath: 'C:\\x\\cmd.exe', description: null })],
    programFolderFiles: {
      files: [
        { ...file, path: 'C:\\ucs\\own.dll', fromInstaller: true },
        { ...file, path: 'C:\\ucs\\planted.dll', fromInstaller: false },
        { ...file, path: 'C:\\ucs\\unknown.dll', fromInstaller: null },
        { ...file, path: 'C:\\ucs\\notes.txt', fromInstaller: false, executable: false },
      ],
      incomplete: [],
    },
    recentExecutables: { files: [{ path: 'C:\\Windows\\Temp\\u.exe', changedAt: YESTERDAY, size: 1 }], incomplete: [] },
  });
  const fileDigest = async (path: string) =>
    path.endsWith('unknown.dll')
      ? unavailable('too-large', 'It is too large.', path, AT)
      : read({ size: 1, sha256: 'a'.repeat(64) }, path, AT);
  const files = await evidenceFiles({ fileDigest }, machine, ['Universal Copy Service']);
  expect(files.map(({ path, notRead }) => [path.split('\\').at(-1), notRead])).toEqual([
    ['ucs.exe', null],
    ['cmd.exe', null],
    ['planted.dll', null],
    ['unknown.dll', 'It is too large.'],
    ['u.exe', null],
  ]);
});
