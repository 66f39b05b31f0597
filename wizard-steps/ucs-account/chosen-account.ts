import { accountsNamed, rightsOf } from '../../main/assess/account-rights.ts';
import type { Host } from '../../main/host/host.ts';
import { whenRead } from '../../main/model/fact.ts';
import type { Observation } from '../../main/model/observation.ts';
import type { Outcome } from '../../main/model/step-result.ts';
import { texts } from './texts.ts';

/** Whether an account is one of this machine: those of a domain get no rights here, those of Windows itself need none. */
export function isLocalAccount(account: string | null, { accounts }: Observation): boolean {
  return account !== null && accountsNamed(account, whenRead(accounts) ?? []).length > 0;
}

/** Accounts of Windows itself with few rights and without a password. */
function isBuiltIn(account: string): boolean {
  return /^((nt authority\\)?(local ?service|network ?service)|nt service\\.+)$/i.test(account);
}

export type RightsByName = 'privileged' | 'built-in' | 'not-readable' | 'other';

/** `built-in` has few rights and no password; a name that is not among the accounts may still be one of a domain. */
export async function rightsByName(host: Host, account: string): Promise<RightsByName> {
  if (isBuiltIn(account)) return 'built-in';
  if (/^((\.|nt authority)\\)?(local ?)?system$|^root$/i.test(account)) return 'privileged';
  const accounts = await host.accounts();
  if (accounts.status === 'unavailable') return 'not-readable';
  const { rights } = rightsOf({ name: account, id: null, kind: 'user' }, accounts);
  return rights === 'privileged' ? 'privileged' : 'other';
}

/** Why an account is not used, before anything is touched; null where nothing speaks against it. */
export function refusedAccount(rights: RightsByName, account: string): Outcome | null {
  if (rights === 'privileged') return refused('account-is-administrator', texts.isAdministrator(account));
  if (rights === 'not-readable') return refused('account-rights-not-readable', texts.rightsNotReadable(account));
  return null;
}

function refused(code: string, says: string): Outcome {
  return { status: 'needs-person', code, says, next: texts.thenRunAgain };
}
