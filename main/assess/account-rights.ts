import { whenRead } from '../model/fact.ts';
import type { Observation } from '../model/observation.ts';
import type { Account, AccountKind, AccountRef } from '../model/system-facts.ts';

/** What an account may do, and why that is known or not; `because` completes "... runs as". */
export interface AccountRights {
  rights: 'privileged' | 'limited' | 'unknown';
  because: string;
}

/** LocalSystem by its SID and root by its number, whatever name they carry. */
const PRIVILEGED_IDS: readonly string[] = ['S-1-5-18', '0'];

const LIMITED_KINDS: Partial<Record<AccountKind, string>> = {
  'local-service': 'a built-in service account with few rights',
  'network-service': 'a built-in service account with few rights',
  virtual: 'a virtual service account with few rights',
};

/**
 * Decides whether an account is LocalSystem, root or an administrator (nested groups included, as the accounts fact resolved
 * them). An account that is not among those read, or whose list could not be read, is `unknown`: a domain account may be an
 * administrator through groups this machine does not list.
 */
export function rightsOf(account: AccountRef | null, accounts: Observation['accounts']): AccountRights {
  if (account === null) return { rights: 'unknown', because: 'an account that could not be read' };
  const { name, kind, id } = account;
  if (kind === 'local-system' || kind === 'root' || (id !== null && PRIVILEGED_IDS.includes(id))) {
    return { rights: 'privileged', because: `${name}, which may do everything on this machine` };
  }
  if (kind === 'until-log-off') {
    return { rights: 'unknown', because: `${name}, which keeps the rights of an administrator until it logs off` };
  }
  const entries = sameAccount(account, whenRead(accounts) ?? []);
  const administrator = entries.find((entry) => entry.administrator);
  if (administrator !== undefined) {
    const via = administrator.administratorVia.join(', a member of ');
    return { rights: 'privileged', because: `${name}, an administrator${via === '' ? '' : ` through ${via}`}` };
  }
  const limited = LIMITED_KINDS[kind];
  if (limited !== undefined) return { rights: 'limited', because: `${name}, ${limited}` };
  if (accounts.status === 'unavailable') {
    return { rights: 'unknown', because: `${name}, whose rights could not be read` };
  }
  if (entries.length === 0) {
    return { rights: 'unknown', because: `${name}, which is not among the accounts of this machine` };
  }
  return { rights: 'limited', because: `${name}, a standard account` };
}

/** By id where there is one; else by name, and only where the name cannot mean an account of another machine or domain. */
function sameAccount({ name, id }: AccountRef, accounts: readonly Account[]): Account[] {
  return id === null ? accountsNamed(name, accounts) : accounts.filter((account) => account.id === id);
}

/** The accounts of a machine that a person means by "sbsuser", ".\\sbsuser" or, with the name of this machine, "MISEQ-1\\sbsuser". */
export function accountsNamed(written: string, accounts: readonly Account[]): Account[] {
  const name = written.replace(/^\.\\/, '').toLowerCase();
  return accounts.filter((account) => [account.name, account.fullName].some((each) => each?.toLowerCase() === name));
}
