import { open, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { exploitationSigns } from '../../../../wizard-steps/exploitation-signs/step.ts';
import { networkExposure } from '../../../../wizard-steps/network-exposure/step.ts';
import { builtInCatalogue, stampOf, ucsNamePatterns } from '../../../catalogue/catalogue.ts';
import { loadOrCreateSigningKey, printFingerprint } from '../../../catalogue/keys.ts';
import type { DataFolder } from '../../../host/data-folder/data-folder.ts';
import type { Host } from '../../../host/host.ts';
import { whenRead } from '../../../model/fact.ts';
import { EXIT, Failure } from '../../../model/failure.ts';
import { observe } from '../../../observe/observe.ts';
import { evidenceArchive } from '../../../receipt/evidence-archive.ts';
import { evidenceFacts, evidenceFiles } from '../../../receipt/evidence-facts.ts';
import { checkMachineOptions, type MachineOptions, thisMachine } from '../../../run/machine.ts';
import { defaultPracticeFolder, openPractice, openRealData } from '../../../run/places.ts';
import { programFile, programStamp } from '../../../run/program-stamp.ts';
import { type CommandRunner, withExample } from '../command.ts';
import { addJsonOption, addPracticeOptions } from '../options.ts';
import type { Output } from '../output.ts';
import { showSigns } from '../present/signs.ts';

interface ExportOptions extends MachineOptions {
  out: string;
}

/** `evidence export`: what was found, in one archive, before anything is changed. */
export function addEvidence(program: Command, run: CommandRunner): void {
  const evidence = program
    .command('evidence')
    .description('Keep what speaks for an intrusion before anything is changed.');
  withExample(evidence, 'ucs-remedy evidence export --out evidence.tar');
  const command = evidence
    .command('export')
    .description('Write facts, signs of exploitation and digests of suspicious files to one signed archive (tar).')
    .requiredOption('--out <file>', 'file to write; an existing file is never replaced');
  addJsonOption(addPracticeOptions(command));
  withExample(command, 'ucs-remedy evidence export --practice signs-of-exploitation --out evidence.tar').action(
    (options: ExportOptions) =>
      run(async (output) => {
        await exportEvidence(options, output);
        return EXIT.nothingToDo;
      }),
  );
}

async function exportEvidence(options: ExportOptions, output: Output): Promise<void> {
  const { host, data } = await placeOf(options);
  const { practice } = host.about;
  if (practice) output.line('PRACTICE: this is a virtual instrument.');
  const catalogue = builtInCatalogue();
  const ucsNames = ucsNamePatterns(catalogue);
  const observation = await observe(host, ucsNames);
  const signs = exploitationSigns.signs(observation, { catalogue });
  const exposure = networkExposure.advise(observation, { catalogue });
  const key = await loadOrCreateSigningKey(data.keys, practice ? 'practice' : 'instrument');
  const { archive, members } = evidenceArchive(
    {
      practice,
      takenAt: observation.takenAt,
      machineId: whenRead(observation.machineId) ?? null,
      program: programStamp(programFile()),
      catalogue: stampOf(catalogue),
      facts: evidenceFacts(observation),
      signs,
      exposure,
      files: await evidenceFiles(host, observation, ucsNames),
    },
    key,
  );
  const path = resolve(options.out);
  await writeNew(path, archive);
  const fingerprint = printFingerprint(key.publicKey.fingerprint);
  showSigns(signs, output);
  output.line();
  output.line(`Evidence: ${path}`);
  output.line(
    `Signed with the key ${fingerprint}. Note this fingerprint by hand: it is what the archive is checked with.`,
  );
  output.line(
    `Give the archive to your security officer and call ${catalogue.contact}. Leave the instrument as it is.`,
  );
  output.document({ evidence: path, practice, fingerprint, members, signs, exposure });
}

async function placeOf(options: ExportOptions): Promise<{ host: Host; data: DataFolder }> {
  checkMachineOptions(options);
  if (options.practice !== undefined) return openPractice(options.practice, options.dataDir ?? defaultPracticeFolder());
  const host = thisMachine();
  if (!host.about.elevated) {
    throw new Failure(
      {
        code: 'not-elevated',
        message:
          'Without administrator rights much of the evidence cannot be read, and there is no key to sign it with.',
        next: 'Start it as root (for example with sudo). Nothing is changed by it.',
      },
      EXIT.elevationFailed,
    );
  }
  return { host, data: await openRealData() };
}

/** Writes a file that was not there; leaves none behind where that fails. Readable for its owner only. */
async function writeNew(path: string, content: Buffer): Promise<void> {
  let made = false;
  try {
    const file = await open(path, 'wx', 0o600);
    made = true;
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (made) await rm(path, { force: true });
    const exists = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    throw new Failure(
      exists
        ? {
            code: 'evidence-exists',
            message: `There is already a file at ${path}. It was not replaced.`,
            next: 'Choose another name with --out.',
          }
        : {
            code: 'evidence-not-written',
            message: `The evidence could not be written to ${path}.`,
            next: 'Choose a place you can write to with --out, best on another medium than the disk of the instrument.',
          },
      EXIT.error,
      cause,
    );
  }
}
