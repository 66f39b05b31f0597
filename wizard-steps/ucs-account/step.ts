import { z } from 'zod';
import { rightsOf } from '../../main/assess/account-rights.ts';
import { ucsNamePatterns } from '../../main/catalogue/catalogue.ts';
import type { GuidedTask, Host, HostChanges } from '../../main/host/host.ts';
import { whenRead } from '../../main/model/fact.ts';
import type { Observation } from '../../main/model/observation.ts';
import type { Check, Outcome } from '../../main/model/step-result.ts';
import { observe } from '../../main/observe/observe.ts';
import { findUcs } from '../../main/observe/ucs.ts';
import { checkLabWorks, LabBaseline, labBaseline } from '../lab-works.ts';
import { type ApplyContext, defineStep, type PlanContext } from '../step.ts';
import { texts } from './texts.ts';
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
});
type Params = z.infer<typeof Params>;

const Backup = z.strictObject({
  variant: AccountVariant,
  service: z.string().nullable(),
  account: z.string(),
  /** Whether that account needs a password to be set again; the system never gives passwords out. */
  needsPassword: z.boolean(),
  automatic: z.boolean(),
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
    return targetOf(context) === null ? false : texts.because(verdict.because);
  },

  prepare(context) {
    const target = targetOf(context);
    if (target === null) throw new TypeError('prepared only where it is applicable');
    const { observation, choices } = context;
    const to = target.variant === 'session' ? target.current : choices.account;
    return {
      params: {
        baseline: labBaseline(observation, ucsNamePatterns(context.catalogue)),
        variant: target.variant,
        service: target.service,
        from: target.current,
        to,
        automatic: isAutomatic(context),
      },
      needs: to === null ? [texts.needsAccount] : [],
      warnings: warningsFor(target.variant, observation, to),
    };
  },

  describe: ({ variant, from, to }) => [
    variant === 'session'
      ? { what: texts.sessionWhat, before: texts.sessionBefore(from), after: texts.sessionAfter(from) }
      : { what: texts.accountWhat, before: from, after: to ?? texts.notChosen },
  ],

  async backup(host, params) {
    const service = whenRead(await host.services())?.find(({ name }) => name === params.service);
    const account = service?.account ?? null;
    return {
      variant: params.variant,
      service: params.service,
      account: account?.name ?? params.from,
      needsPassword: account !== null && !WITHOUT_PASSWORD.includes(account.kind),
      automatic: params.automatic,
    };
  },

  async apply(host, params, context) {
    if (params.to === null) return blocked('account-missing', texts.needsAccount);
    if (params.automatic && host.changes !== null && params.service !== null) {
      return setServiceAccount(host, host.changes, params.service, params.to, context);
    }
    return guide(host, params, params.to, context);
  },

  async verify(host, { baseline, variant, to }) {
    const observation = await observe(host);
    const effect = privilegeCheck(observation, baseline.ucsNames);
    if (variant !== 'session') return [effect, ...(await checkLabWorks(host, baseline, to))];
    return [effect, administratorCheck(observation), ...(await checkLabWorks(host, baseline, null))];
  },

  async rollback(host, backup, context) {
    if (backup.automatic && host.changes !== null && backup.service !== null) {
      const password = backup.needsPassword ? await context.password(backup.account) : null;
      if (backup.needsPassword && password === null) return notUndone(texts.undoNeedsPassword(backup.account));
      await host.changes.setServiceAccount(backup.service, backup.account, password);
      await host.changes.restartService(backup.service);
    } else {
      const answer = await context.guide(restoreTask(backup));
      if (answer !== 'done') return notUndone(texts.undoByHand(backup.account));
    }
    return (await isRestored(host, backup))
      ? { status: 'undone', code: 'account-restored', says: texts.restored(backup.account), next: null }
      : {
          status: 'failed',
          code: 'account-not-restored',
          says: texts.notRestored(backup.account),
          next: texts.askForHelp,
        };
  },
});

function targetOf(context: PlanContext) {
  return accountTarget(context.observation, ucsNamePatterns(context.catalogue));
}

function isAutomatic(context: PlanContext): boolean {
  return targetOf(context)?.variant === 'service-logon' && context.observation.host.changeable;
}

function warningsFor(variant: AccountVariant, observation: Observation, to: string | null): string[] {
  const network = whenRead(observation.outputPlaces)?.some(({ kind }) => kind === 'share') ?? false;
  return [
    ...(network && to !== null && /localservice|local service/i.test(to) ? [texts.noNetworkShares] : []),
    ...(variant === 'linux-unit' ? [texts.noVendorProcedure] : []),
    ...(variant === 'session' ? [texts.logOffNeeded] : [texts.passwordsExpire]),
  ];
}

/** Checks account and password before the service is touched, so that nothing is half done when one of them is wrong. */
async function setServiceAccount(
  host: Host,
  changes: HostChanges,
  service: string,
  account: string,
  context: ApplyContext,
): Promise<Outcome> {
  const rights = await rightsByName(host, account);
  if (rights === 'privileged') return blocked('account-is-administrator', texts.isAdministrator(account));
  const needsPassword = rights !== 'built-in';
  const password = needsPassword ? await context.password(account) : null;
  if (needsPassword && password === null) return blocked('password-missing', texts.needsPassword(account));
  if (password !== null) {
    context.progress(texts.checkingPassword(account));
    if ((await changes.checkPassword(account, password)) === 'refused') {
      return blocked('password-refused', texts.passwordRefused(account));
    }
  }
  context.progress(texts.setting(account));
  await changes.setServiceAccount(service, account, password);
  await changes.restartService(service);
  return { status: 'done', code: 'account-set', says: texts.set(account), next: null };
}

/** `built-in` has few rights and no password; a name that is not among the accounts may still be one of a domain. */
async function rightsByName(host: Host, account: string): Promise<'privileged' | 'built-in' | 'other'> {
  if (/^(nt authority\\)?(local ?service|network ?service)$/i.test(account) || /^nt service\\/i.test(account))
    return 'built-in';
  if (/^(nt authority\\system|localsystem|root)$/i.test(account)) return 'privileged';
  const { rights } = rightsOf({ name: account, id: null, kind: 'user' }, await host.accounts());
  return rights === 'privileged' ? 'privileged' : 'other';
}

async function guide(host: Host, params: Params, to: string, context: ApplyContext): Promise<Outcome> {
  if (params.variant !== 'session' && (await rightsByName(host, to)) === 'privileged') {
    return blocked('account-is-administrator', texts.isAdministrator(to));
  }
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

function guidedTask({ variant, service }: Params, to: string): GuidedTask {
  switch (variant) {
    case 'session':
      return {
        id: 'sequence-as-standard-user',
        title: texts.sessionTitle,
        instructions: texts.session(to),
        details: { account: to },
      };
    case 'linux-unit':
      return {
        id: 'linux-unit-account',
        title: texts.unitTitle,
        instructions: texts.unit(service ?? '', to),
        details: { unit: service ?? '', account: to },
      };
    case 'lrm-4':
    case 'service-logon':
      return {
        id: 'lrm-service-account',
        title: texts.lrmTitle,
        instructions: variant === 'lrm-4' ? texts.lrm4(to) : texts.serviceLogon(to),
        details: { service: service ?? '', account: to },
      };
  }
}

function restoreTask({ variant, service, account }: Backup): GuidedTask {
  const details: Record<string, string> =
    variant === 'session' ? { account, administrator: 'yes' } : { service: service ?? '', account };
  return { id: 'restore-account', title: texts.restoreTitle, instructions: texts.restore(variant, account), details };
}

async function isRestored(host: Host, { variant, service, account }: Backup): Promise<boolean> {
  if (variant === 'session') {
    const { rights } = rightsOf({ name: account, id: null, kind: 'user' }, await host.accounts());
    return rights === 'privileged';
  }
  const found = whenRead(await host.services())?.find(({ name }) => name === service);
  return found?.account?.name === account;
}

/** Reads anew what UCS runs as; a privileged process counts even where its service is already set to another account. */
function privilegeCheck(observation: Observation, names: readonly string[]): Check {
  const base = { id: 'ucs-not-privileged', about: 'effect', source: observation.services.source } as const;
  const uses = findUcs(observation, names).runsAs.map((use) => ({
    use,
    ...rightsOf(use.account, observation.accounts),
  }));
  const privileged = uses.find(({ rights }) => rights === 'privileged');
  if (privileged !== undefined) {
    return { ...base, result: 'failed', says: texts.stillPrivileged(privileged.because) };
  }
  if (uses.length === 0 || uses.some(({ rights }) => rights === 'unknown')) {
    return { ...base, result: 'not-possible', says: texts.cannotTell };
  }
  return { ...base, result: 'passed', says: texts.notPrivileged(uses[0]?.because ?? '') };
}

/** Somebody must be able to administer the machine after an account lost its rights. */
function administratorCheck({ accounts }: Observation): Check {
  const base = { id: 'administrator-left', about: 'lab-works', source: accounts.source } as const;
  const left = whenRead(accounts)?.find(({ enabled, administrator }) => enabled && administrator);
  if (accounts.status === 'unavailable')
    return { ...base, result: 'not-possible', says: texts.cannotTellAdministrators };
  return left === undefined
    ? { ...base, result: 'failed', says: texts.noAdministratorLeft }
    : { ...base, result: 'passed', says: texts.administratorLeft(left.name) };
}

function blocked(code: string, says: string): Outcome {
  return { status: 'needs-person', code, says, next: texts.thenRunAgain };
}

function notUndone(says: string): Outcome {
  return { status: 'needs-person', code: 'undo-by-hand', says, next: texts.askForHelp };
}
