import { z } from 'zod';
import { ucsNamePatterns } from '../../main/catalogue/catalogue.ts';
import type { HostChanges } from '../../main/host/host.ts';
import { whenRead } from '../../main/model/fact.ts';
import { EXIT, Failure } from '../../main/model/failure.ts';
import { InstallerFile } from '../../main/model/installer.ts';
import type { Observation } from '../../main/model/observation.ts';
import type { Check, Outcome } from '../../main/model/step-result.ts';
import { observe } from '../../main/observe/observe.ts';
import { checkLabWorks, LabBaseline, labBaseline } from '../lab-works.ts';
import { type ApplyContext, defineStep, type PlanContext } from '../step.ts';
import { outcomeOfExitCode } from './exit-codes.ts';
import { refusalOf } from './publisher.ts';
import { texts } from './texts.ts';

const Params = z.strictObject({ baseline: LabBaseline, installer: InstallerFile });
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

  mode: ({ observation }) => (observation.host.changeable ? 'automatic' : 'guided'),

  applicable({ installer, practice, assessment }) {
    if (installer === null) return false;
    const open = assessment.verdicts.filter(({ state }) => state === 'exposed' || state === 'conflict');
    if (open.length === 0) return false;
    const refusal = refusalOf(installer, practice);
    if (refusal !== null) throw notTrusted(installer, refusal);
    return texts.because(open.map(({ cve }) => cve));
  },

  prepare: (context) => ({
    params: { baseline: baselineOf(context), installer: trusted(context.installer) },
    needs: [],
    warnings: [texts.cannotBeUndone, texts.meaning],
  }),

  describe: ({ installer }) => [{ what: texts.what, before: texts.before, after: texts.after(installer) }],

  backup: async () => null,

  async apply(host, { installer }, context) {
    if (host.changes !== null) return install(host.changes, installer, context);
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
    return [installed, ...(await checkLabWorks(host, params.baseline, null))];
  },

  rollback: async () => ({
    status: 'blocked',
    code: 'not-reversible',
    says: texts.cannotBeUndone,
    next: texts.restoreBackup,
  }),
});

function baselineOf({ observation, catalogue }: PlanContext): LabBaseline {
  return labBaseline(observation, ucsNamePatterns(catalogue));
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
async function install(changes: HostChanges, installer: InstallerFile, context: ApplyContext): Promise<Outcome> {
  context.progress(texts.staging);
  const staged = await changes.stageInstaller(installer.path);
  try {
    if (staged.sha256 !== installer.sha256) {
      return { status: 'failed', code: 'installer-altered', says: texts.altered, next: texts.alteredNext };
    }
    context.progress(texts.running);
    let { exitCode } = await changes.runInstaller(staged.path);
    for (let tries = 1; exitCode === 1618 && tries < BUSY_TRIES; tries += 1) {
      context.progress(texts.anotherInstallation);
      await context.pause(BUSY_PAUSE_MS);
      ({ exitCode } = await changes.runInstaller(staged.path));
    }
    return outcomeOfExitCode(exitCode);
  } finally {
    await changes.discardStaged(staged.path);
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
