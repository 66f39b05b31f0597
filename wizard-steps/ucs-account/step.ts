import * as z from 'zod';
import { rightsOf } from '../../main/assess/account-rights.ts';
import { entriesFor } from '../../main/catalogue/pack-for-instrument.ts';
import type { Sourced } from '../../main/catalogue/site-pack.ts';
import { type Host, HostChangeError, type HostChanges } from '../../main/host/host.ts';
import { whenRead } from '../../main/model/fact.ts';
import { packName } from '../../main/model/pack-stamp.ts';
import type { Outcome } from '../../main/model/step-result.ts';
import { observe } from '../../main/observe/observe.ts';
import { checkLabWorks, LabBaseline, labBaseline } from '../lab-works.ts';
import { statedUnitWarnings } from '../stated-unit.ts';
import { type ApplyContext, defineStep, type PlanContext, ucsNames } from '../step.ts';
import { administratorCheck, privilegeCheck } from './checks.ts';
import { isLocalAccount, refusedAccount, rightsByName } from './chosen-account.ts';
import { LogonRightBackup, logonRightBackup, takeBackLogonRight } from './logon-right.ts';
import { guidedTask, restoreTask } from './tasks.ts';
import { texts } from './texts.ts';
import {
  giveBack,
  prepareUnit,
  servingCheck,
  UnitBackup,
  unitBackup,
  unmakeAccount,
  waitUntilServing,
} from './unit-change.ts';
import { UnitPlan, unitPlan } from './unit-plan.ts';
import { AccountVariant, accountTarget } from './variant.ts';

const Params = z.strictObject({
  baseline: LabBaseline,
  variant: AccountVariant,
  service: z.string().nullable(),
  /** The account UCS runs as before the step. */
  from: z.string(),
  /** The account it is to run as; null while the person has not chosen one. */
  to: z.string().nullable(),
  automatic: z.boolean(),
  /** Windows: whether the account is given the right to log on as a service where it lacks it. */
  givesLogonRight: z.boolean(),
  /** Linux: what the unit needs besides; null elsewhere. */
  unit: UnitPlan.nullable(),
});
type Params = z.infer<typeof Params>;

const Backup = z.strictObject({
  baseline: LabBaseline,
  variant: AccountVariant,
  service: z.string().nullable(),
  account: z.string(),
  /** Whether that account needs a password to be set again; the system never gives passwords out. */
  needsPassword: z.boolean(),
  automatic: z.boolean(),
  /** Null where no right is given. */
  logonRight: LogonRightBackup.nullable(),
  /** Linux, where the program made the change: what it has to put back; null elsewhere. */
  unit: UnitBackup.nullable(),
});
type Backup = z.infer<typeof Backup>;

/** Accounts of the system that have no password. */
const WITHOUT_PASSWORD = ['local-system', 'root', 'local-service', 'network-service', 'virtual'];

/** Has UCS run as an account without administrator rights. */
export const ucsAccount = defineStep<Params, Backup>({
  id: 'ucs-account',
  addresses: ['CVE-2023-1966'],
  reversible: true,
  params: Params,
  backups: Backup,

  mode: (context) => (isAutomatic(context) ? 'automatic' : 'guided'),

  applicable(context) {
    const verdict = context.assessment.verdicts.find(({ cve }) => cve === 'CVE-2023-1966');
    if (verdict?.state !== 'exposed') return false;
    const target = targetOf(context);
    // Not the verdict's own words: they name each process, and those come and go.
    return target === null ? false : texts.because(target.because);
  },

  prepare(context) {
    const target = targetOf(context);
    if (target === null) throw new TypeError('prepared only where it is applicable');
    const { observation, choices } = context;
    const to = target.variant === 'session' ? target.current : choices.account;
    return {
      params: {
        baseline: labBaseline(observation, ucsNames(context)),
        variant: target.variant,
        service: target.service,
        from: target.current,
        to,
        automatic: isAutomatic(context),
        givesLogonRight: isAutomatic(context) && observation.host.kind === 'windows' && isLocalAccount(to, observation),
        unit: target.variant === 'linux-unit' ? unitPlan(observation, ucsNames(context), target.service, to) : null,
      },
      needs: [
        ...(to === null ? [texts.needsAccount] : []),
        ...(target.candidates.length > 0 ? [texts.candidates(target.candidates.map(({ unit }) => unit))] : []),
        ...(target.otherSession === null ? [] : [texts.otherSession(target.current, target.otherSession)]),
      ],
      warnings: warningsFor(context, target.variant, to),
    };
  },

  describe: ({ variant, from, to, unit, givesLogonRight }) => [
    variant === 'session'
      ? { what: texts.sessionWhat, before: texts.sessionBefore(from), after: texts.sessionAfter(from) }
      : { what: texts.accountWhat, before: from, after: to ?? texts.notChosen },
    ...(givesLogonRight && to !== null
      ? [{ what: texts.logonRightWhat(to), before: texts.logonRightBefore, after: texts.logonRightAfter }]
      : []),
    ...(unit?.createAccount && to !== null
      ? [{ what: texts.newAccountWhat(to), before: texts.newAccountBefore, after: texts.newAccountAfter }]
      : []),
    ...(unit?.handOver ?? []).map(({ path, kind }) => ({
      what: texts.ownerWhat(kind, path),
      before: 'root',
      after: to ?? texts.notChosen,
    })),
  ],

  async backup(host, params) {
    const services = await host.services();
    const account = whenRead(services)?.find(({ name }) => name === params.service)?.account ?? null;
    if (params.automatic && account === null) {
      throw new HostChangeError('tool-failed', services.status === 'read' ? texts.noService : services.detail);
    }
    return {
      baseline: params.baseline,
      variant: params.variant,
      service: params.service,
      account: account?.name ?? params.from,
      needsPassword: hasPassword(params) && account !== null && !WITHOUT_PASSWORD.includes(account.kind),
      automatic: params.automatic,
      logonRight:
        params.givesLogonRight && params.to !== null && host.changes !== null
          ? await logonRightBackup(host.changes, params.to)
          : null,
      unit:
        params.automatic &&
        params.unit !== null &&
        params.to !== null &&
        host.changes !== null &&
        host.changes.unit !== undefined
          ? await unitBackup(host.changes, params.unit, params.to)
          : null,
    };
  },

  async apply(host, params, context) {
    if (params.to === null) return blocked('account-missing', texts.needsAccount);
    if (params.automatic && host.changes !== null && params.service !== null) {
      return setServiceAccount(host, host.changes, { ...params, service: params.service, to: params.to }, context);
    }
    return guide(host, params, params.to, context);
  },

  async verify(host, { baseline, variant, to, unit, automatic }) {
    const observation = await observe(host);
    const effect = privilegeCheck(observation, baseline.ucsNames);
    if (variant !== 'session') {
      const folders = unit?.handOver.flatMap(({ path, kind }) => (kind === 'folder' ? [path] : [])) ?? [];
      const serves = unit !== null && automatic ? [await servingCheck(host, unit, baseline.ucsNames)] : [];
      return [effect, ...serves, ...(await checkLabWorks(host, observation, baseline, to, automatic ? folders : []))];
    }
    return [effect, administratorCheck(observation), ...(await checkLabWorks(host, observation, baseline, null))];
  },

  async rollback(host, backup, context) {
    if (backup.automatic && host.changes !== null && backup.service !== null) {
      const password = backup.needsPassword ? await context.password(backup.account) : null;
      if (backup.needsPassword && password === null) return notUndone(texts.undoNeedsPassword(backup.account));
      await host.changes.setServiceAccount(backup.service, backup.account, password);
      if (backup.unit !== null) await giveBack(host.changes, backup.unit);
      await host.changes.restartService(backup.service);
      if (backup.unit !== null) await unmakeAccount(host.changes, backup.unit);
      if (backup.logonRight !== null) await takeBackLogonRight(host, host.changes, backup.logonRight);
    } else {
      const answer = await context.guide(restoreTask(backup, backup.account));
      if (answer !== 'done') return notUndone(texts.undoByHand(backup.account));
    }
    if (!(await isRestored(host, backup))) return failed('account-not-restored', texts.notRestored(backup.account));
    const lab = await checkLabWorks(host, await observe(host), backup.baseline, null);
    const broken = lab.find(({ result }) => result === 'failed');
    if (broken !== undefined) return failed('lab-does-not-work', texts.restoredButNot(backup.account, broken.says));
    return { status: 'undone', code: 'account-restored', says: texts.restored(backup.account), next: null };
  },
});

function targetOf(context: PlanContext) {
  return accountTarget(context.observation, ucsNames(context), context.choices.stated.ucsUnit);
}

function isAutomatic(context: PlanContext): boolean {
  if (!context.observation.host.changeable) return false;
  const variant = targetOf(context)?.variant;
  if (targetOf(context)?.service === null) return false;
  // No vendor procedure is known on Linux: a site pack has to vouch for it.
  return variant === 'service-logon' || (variant === 'linux-unit' && allowedByPack(context) !== undefined);
}

/** Where a site pack allows this step on this instrument without a person: what it rests on. */
function allowedByPack({ pack, assessment }: PlanContext): Sourced<unknown> | undefined {
  return entriesFor(pack, assessment.listed)
    .flatMap(({ automatic }) => automatic)
    .find(({ value }) => value === 'ucs-account');
}

/** A systemd unit switches to its user without a password. */
function hasPassword({ variant }: Pick<Params, 'variant'>): boolean {
  return variant !== 'linux-unit';
}

function unitWarning(context: PlanContext): string {
  const allowed = allowedByPack(context);
  if (context.pack === null || allowed === undefined) return texts.noVendorProcedure;
  return texts.allowedByPack(packName(context.pack.stamp), allowed.source);
}

function warningsFor(context: PlanContext, variant: AccountVariant, to: string | null): string[] {
  const { observation } = context;
  const network = whenRead(observation.outputPlaces)?.some(({ kind }) => kind === 'share') ?? false;
  return [
    ...statedUnitWarnings(context),
    ...(network && to !== null && /localservice|local service/i.test(to) ? [texts.noNetworkShares] : []),
    ...(variant === 'linux-unit' ? [unitWarning(context)] : []),
    ...(variant === 'linux-unit' && isAutomatic(context) ? [texts.onlyOpenFiles] : []),
    ...(variant === 'session' ? [texts.logOffNeeded] : variant === 'linux-unit' ? [] : [texts.passwordsExpire]),
  ];
}

/** Checks account and password before the service is touched, so that nothing is half done when one of them is wrong. */
async function setServiceAccount(
  host: Host,
  changes: HostChanges,
  { variant, service, to: account, unit, baseline }: Params & { service: string; to: string },
  context: ApplyContext,
): Promise<Outcome> {
  const rights = await rightsByName(host, account);
  const refused = refusedAccount(rights, account);
  if (refused !== null) return refused;
  const needsPassword = rights !== 'built-in' && hasPassword({ variant });
  const password = needsPassword ? await context.password(account) : null;
  if (needsPassword && password === null) return blocked('password-missing', texts.needsPassword(account));
  if (password !== null) {
    context.progress(texts.checkingPassword(account));
    if ((await changes.checkPassword(account, password)) === 'refused') {
      return blocked('password-refused', texts.passwordRefused(account));
    }
  }
  context.progress(texts.setting(account));
  if (unit !== null && changes.unit !== undefined) await prepareUnit(changes, unit, account);
  await changes.setServiceAccount(service, account, password);
  await changes.restartService(service);
  if (unit !== null && changes.unit !== undefined) await waitUntilServing(host, unit, baseline.ucsNames, context);
  return { status: 'done', code: 'account-set', says: texts.set(account), next: null };
}

async function guide(host: Host, params: Params, to: string, context: ApplyContext): Promise<Outcome> {
  const refused = params.variant === 'session' ? null : refusedAccount(await rightsByName(host, to), to);
  if (refused !== null) return refused;
  const answer = await context.guide(guidedTask(params, to));
  if (answer === 'done') return { status: 'done', code: 'done-by-hand', says: texts.doneByHand, next: null };
  // Never demote the only administrator: say which is missing, and leave everything as it is.
  if (params.variant === 'session' && !(await hasOtherAdministrator(host, to))) {
    return blocked('last-administrator', texts.lastAdministrator(to));
  }
  return blocked('guided-step-open', texts.stillToDo);
}

async function hasOtherAdministrator(host: Host, account: string): Promise<boolean> {
  const accounts = whenRead(await host.accounts()) ?? [];
  const local = account.replace(/^.*\\/, '').toLowerCase();
  return accounts.some(({ name, enabled, administrator }) => enabled && administrator && name.toLowerCase() !== local);
}

async function isRestored(host: Host, { variant, service, account }: Backup): Promise<boolean> {
  if (variant === 'session') {
    // The name alone may be one of another machine or domain (`MACHINE\user`); a process of the account says which it is.
    const running = whenRead(await host.processes())?.find((process) => process.account?.name === account)?.account;
    const { rights } = rightsOf(running ?? { name: account, id: null, kind: 'user' }, await host.accounts());
    return rights === 'privileged';
  }
  const found = whenRead(await host.services())?.find(({ name }) => name === service);
  return found?.account?.name === account;
}

function blocked(code: string, says: string): Outcome {
  return { status: 'needs-person', code, says, next: texts.thenRunAgain };
}

function failed(code: string, says: string): Outcome {
  return { status: 'failed', code, says, next: texts.askForHelp };
}

function notUndone(says: string): Outcome {
  return { status: 'needs-person', code: 'undo-by-hand', says, next: texts.askForHelp };
}
