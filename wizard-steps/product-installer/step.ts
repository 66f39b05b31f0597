import * as z from 'zod';
import { restrictionWarning } from '../../main/assess/restriction-notes.ts';
import { entriesFor } from '../../main/catalogue/pack-for-instrument.ts';
import { ExitCodeMeaning, type PackInstaller } from '../../main/catalogue/site-pack.ts';
import { HostChangeError, type HostChanges } from '../../main/host/host.ts';
import { whenRead } from '../../main/model/fact.ts';
import { EXIT, Failure } from '../../main/model/failure.ts';
import { InstallerFile } from '../../main/model/installer.ts';
import type { Observation } from '../../main/model/observation.ts';
import { packName } from '../../main/model/pack-stamp.ts';
import type { Check, Outcome } from '../../main/model/step-result.ts';
import { observe } from '../../main/observe/observe.ts';
import { checkLabWorks, LabBaseline, labBaseline } from '../lab-works.ts';
import { type ApplyContext, defineStep, type PlanContext, ucsNames } from '../step.ts';
import { meansBusy, outcomeOfExitCode, wordsFor } from './exit-codes.ts';
import { refusalOf } from './publisher.ts';
import { texts } from './texts.ts';

const Params = z.strictObject({
  baseline: LabBaseline,
  installer: InstallerFile,
  /** What a site pack says about running this very file; null where no pack names its digest. */
  asPacked: z
    .strictObject({ arguments: z.array(z.string()), exitCodes: z.array(ExitCodeMeaning), saidBy: z.string() })
    .nullable(),
});
type Params = z.infer<typeof Params>;

/** An installer cannot be undone: there is nothing to keep. */
const Backup = z.null();

/** Another installation is running: how often to try again before giving up. */
const BUSY_TRIES = 10;
const BUSY_PAUSE_MS = 30_000;

/** Runs the vendor's installer: a staged copy whose digest is the approved one. */
export const productInstaller = defineStep<Params, null>({
  id: 'product-installer',
  addresses: ['CVE-2023-1968', 'CVE-2023-1966'],
  reversible: false,
  params: Params,
  backups: Backup,

  mode: ({ observation, installer }) =>
    observation.host.changeable && installer !== null && runsByProgram(installer) ? 'automatic' : 'guided',

  applicable(context) {
    const { installer, practice, assessment } = context;
    if (installer === null) return false;
    const open = assessment.verdicts.filter(({ state }) => state === 'exposed' || state === 'conflict');
    if (open.length === 0) return false;
    const named = namedByPack(context);
    const refusal = refusalOf(installer, practice, named);
    if (refusal !== null) throw notTrusted(installer, refusal);
    return texts.because(
      open.map(({ cve }) => cve),
      named === null ? null : saidBy(context, named),
    );
  },

  prepare: (context) => ({
    params: { baseline: baselineOf(context), installer: trusted(context.installer), asPacked: asPacked(context) },
    needs: [],
    warnings: [texts.cannotBeUndone, texts.meaning, ...policyWarnings(context.observation)],
  }),

  describe: ({ installer, asPacked }) => [
    {
      what: texts.what,
      before: texts.before,
      after: texts.after(installer, asPacked?.arguments ?? wordsFor(installer)),
    },
  ],

  backup: async () => null,

  async apply(host, params, context) {
    const { installer } = params;
    if (host.changes !== null && runsByProgram(installer)) return install(host.changes, params, context);
    const answer = await context.guide({
      id: 'install-by-hand',
      title: texts.byHandTitle,
      instructions: texts.byHand(installer),
      details: { installer: installer.path },
    });
    if (answer === 'done') return { status: 'done', code: 'done-by-hand', says: texts.doneByHand, next: null };
    return { status: 'needs-person', code: 'guided-step-open', says: texts.stillToDo, next: texts.stillToDoNext };
  },

  async verify(host, params) {
    const observation = await observe(host);
    const installed = installedCheck(observation, params.installer);
    // While a restart is awaited the service may be down by design.
    if (installed.result === 'waits-for-restart') return [installed];
    return [installed, ...(await checkLabWorks(host, observation, params.baseline, null))];
  },

  rollback: async () => ({
    status: 'blocked',
    code: 'not-reversible',
    says: texts.cannotBeUndone,
    next: texts.restoreBackup,
  }),
});

/** A policy that will not let the protected copy of an installer start is said before it is promised. */
function policyWarnings({ restrictions }: Observation): string[] {
  if (restrictions.status === 'unavailable') return [];
  const { policies, starts } = restrictions.value;
  const installers = starts.filter(({ what }) => what === 'installer');
  return installers.flatMap((start) => restrictionWarning(policies, start, restrictions.value) ?? []);
}

/** Archives and scripts do whatever their maker wrote into them, so a person runs them and watches. */
function runsByProgram({ kind }: InstallerFile): boolean {
  return kind !== 'other';
}

function baselineOf(context: PlanContext): LabBaseline {
  return labBaseline(context.observation, ucsNames(context));
}

/** What a site pack says about the chosen file, by its digest: a file of the same name is another file. */
function namedByPack({ pack, assessment, installer }: PlanContext): PackInstaller | null {
  const named = entriesFor(pack, assessment.listed).flatMap((entry) => entry.installer ?? []);
  return named.find(({ sha256 }) => sha256.value === installer?.sha256) ?? null;
}

function saidBy({ pack }: PlanContext, { sha256 }: PackInstaller): string {
  return pack === null ? '' : `${packName(pack.stamp)}; its source: ${sha256.source}`;
}

function asPacked(context: PlanContext): Params['asPacked'] {
  const named = namedByPack(context);
  if (named === null) return null;
  return {
    arguments: named.silentArguments.value,
    exitCodes: named.exitCodes.value,
    saidBy: saidBy(context, named),
  };
}

function trusted(installer: InstallerFile | null): InstallerFile {
  if (installer === null) throw new TypeError('prepared only where it is applicable');
  return installer;
}

function notTrusted(installer: InstallerFile, why: string): Failure {
  return new Failure(
    {
      code: 'installer-not-trusted',
      message: `The installer ${installer.path} is not trusted: ${why}.`,
      next: 'Get the installer from the vendor again and check where this file came from. Nothing was run.',
    },
    EXIT.gateClosed,
  );
}

/** Stages a copy where only administrators can write, compares its digest right before it runs, and runs that copy. */
async function install(changes: HostChanges, { installer, asPacked }: Params, context: ApplyContext): Promise<Outcome> {
  const args = asPacked?.arguments ?? wordsFor(installer);
  const said = { packed: asPacked?.exitCodes ?? [], madeWith: installer.madeWith };
  context.progress(texts.staging);
  const staged = await changes.stageInstaller(installer.path);
  try {
    if (staged.sha256 !== installer.sha256) {
      return { status: 'failed', code: 'installer-altered', says: texts.altered, next: texts.alteredNext };
    }
    context.progress(texts.running);
    let { exitCode } = await changes.runInstaller(staged.path, args);
    for (let tries = 1; meansBusy(exitCode, said) && tries < BUSY_TRIES; tries += 1) {
      context.progress(texts.anotherInstallation);
      await context.pause(BUSY_PAUSE_MS);
      ({ exitCode } = await changes.runInstaller(staged.path, args));
    }
    return outcomeOfExitCode(exitCode, said);
  } finally {
    await discard(changes, staged.path, context);
  }
}

/** A copy that stays behind is worth a word; it must not hide how the installation ended. */
async function discard(changes: HostChanges, stagedPath: string, context: ApplyContext): Promise<void> {
  try {
    await changes.discardStaged(stagedPath);
  } catch (error) {
    if (!(error instanceof HostChangeError)) throw error;
    context.progress(texts.copyRemains(stagedPath));
  }
}

/** Exit code 0 proves nothing: the installed version is read again. */
function installedCheck(observation: Observation, { version }: InstallerFile): Check {
  const base = { id: 'version-installed', about: 'effect', source: observation.software.source } as const;
  const versions = [
    ...(whenRead(observation.software) ?? []).map((entry) => entry.version),
    ...(whenRead(observation.fileVersions) ?? []).flatMap((file) => [file.fileVersion, file.productVersion]),
  ];
  if (version !== null && versions.includes(version)) {
    return { ...base, result: 'passed', says: texts.installed(version) };
  }
  if (whenRead(observation.pendingReboot)?.pending === true) {
    return { ...base, result: 'waits-for-restart', says: texts.waitsForRestart };
  }
  return { ...base, result: 'not-possible', says: texts.versionNotSeen(version) };
}
