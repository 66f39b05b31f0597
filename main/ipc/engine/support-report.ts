import { mkdir } from 'node:fs/promises';
import { homedir, hostname, release } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { writeFileAtomically } from '../../host/atomic-file.ts';
import { processAccount } from '../../host/process-account.ts';
import { Failure } from '../../model/failure.ts';
import type { RunState } from '../../model/run-state.ts';
import type { SeenLook, WizardSnapshot } from '../wizard-snapshot.ts';
import { redact } from './redact.ts';

const README = `Report for support, made by the UCS Remediation Wizard.

program.json   version of the program, of its catalogue, of the system
snapshot.json  what the window showed
runs.json      what the journal of this instrument says about earlier runs, without passwords: none is ever written there
log.jsonl      what happened between window and program

Names, sites, serial numbers, account names, references, network addresses and home folders were taken out.
Please look through the files before you send them.
`;

/** Everything a report is made of. */
export interface ReportMatter {
  snapshot: WizardSnapshot;
  runs: readonly RunState[];
  log: readonly string[];
}

/** Writes one redacted zip file and returns its path. Throws Failure `report-not-written`. */
export async function writeSupportReport(folder: string, matter: ReportMatter): Promise<string> {
  const stamp = new Date().toISOString().replace(/[-:]/g, '').replace(/\..+/, '').toLowerCase();
  const path = join(folder, `ucs-support-report-${stamp}.zip`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFileAtomically(path, supportReport(matter));
  } catch (cause) {
    throw new Failure(
      {
        code: 'report-not-written',
        message: `The report could not be written to ${folder}.`,
        next: 'Choose another folder, or plug in a USB stick and try again.',
      },
      undefined,
      cause,
    );
  }
  return path;
}

/** The bytes of the zip file. */
export function supportReport({ snapshot, runs, log }: ReportMatter): Uint8Array {
  const telling = tellingTexts(snapshot, runs);
  const versions = knownVersions(snapshot);
  const clean = (value: unknown) => strToU8(redact(JSON.stringify(value, null, 2), telling, versions));
  const { programVersion, catalogue, front } = snapshot.about;
  const program = {
    programVersion,
    catalogue,
    front,
    system: process.platform,
    release: release(),
    node: process.version,
  };
  return zipSync({
    'README.txt': strToU8(README),
    'program.json': clean(program),
    'snapshot.json': clean(snapshot),
    'runs.json': clean(runs),
    'log.jsonl': strToU8(redact(log.join('\n'), telling)),
  });
}

function tellingTexts({ settings, decisions, look, ended, receipt }: WizardSnapshot, runs: readonly RunState[]) {
  const looks = [look, ended?.before ?? null, ended?.after ?? null];
  return [
    settings.name,
    settings.site,
    settings.contact,
    hostname(),
    homedir(),
    processAccount(),
    ...fromChoices(decisions.choices),
    decisions.reason,
    decisions.acceptSigns,
    ...looks.flatMap((each) => (each === null ? [] : fromLook(each))),
    receipt?.content.instrument.machineId ?? null,
    receipt?.content.accounts.helper ?? null,
    receipt?.content.accounts.operatorSession ?? null,
    ...runs.flatMap(({ request, helperAccount, plan }) => [
      request.operator.name,
      request.operator.site,
      request.operator.reason,
      request.acceptSigns,
      helperAccount,
      plan?.machineId ?? null,
      ...fromChoices(request.choices),
    ]),
  ];
}

function knownVersions({ look }: WizardSnapshot): string[] {
  if (look === null) return [];
  const { versions, ucsVersion, claims } = look.assessment.identification;
  return [...versions, ucsVersion, ...claims.map(({ version }) => version)].filter((each) => each !== null);
}

function fromChoices({ account, changeControl }: WizardSnapshot['decisions']['choices']): (string | null)[] {
  return [account, changeControl?.reference ?? null, changeControl?.authorisedBy ?? null];
}

function fromLook({ assessment, picture }: SeenLook): (string | null)[] {
  return [assessment.identification.serial, ...picture.ucs.accounts.map(({ name }) => name)];
}
