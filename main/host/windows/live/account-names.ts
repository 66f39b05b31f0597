import type { AccountKind, AccountRef } from '../../../model/system-facts.ts';
import { serviceAccount } from '../registry/service-account.ts';
import { type LocalUser, localUsers } from '../win32/local-accounts.ts';
import { machineName, namedBySid } from '../win32/sid.ts';
import { Win32Error } from '../win32/win32-error.ts';

const BUILT_IN: Readonly<Record<string, { kind: AccountKind; name: string }>> = {
  'S-1-5-18': { kind: 'local-system', name: 'NT AUTHORITY\\SYSTEM' },
  'S-1-5-19': { kind: 'local-service', name: 'NT AUTHORITY\\LocalService' },
  'S-1-5-20': { kind: 'network-service', name: 'NT AUTHORITY\\NetworkService' },
};
/** Accounts Windows makes for one service, application pool, desktop or font driver. */
const VIRTUAL = /^S-1-5-(80|82|90|96)-/;

/**
 * Names of accounts and their SIDs. Only accounts of this machine are looked up: for others Windows would ask a domain controller
 * over the network.
 */
export class AccountNames {
  readonly #users: readonly LocalUser[];
  readonly #machine: string;
  readonly #known = new Map<string, AccountRef>();

  private constructor(users: readonly LocalUser[], machine: string) {
    this.#users = users;
    this.#machine = machine;
  }

  /** Where the accounts cannot be listed, names stay without SIDs, and SIDs without names. */
  static read(): AccountNames {
    try {
      return new AccountNames(localUsers(), machineName());
    } catch (error) {
      if (!(error instanceof Win32Error)) throw error;
      return new AccountNames([], '');
    }
  }

  /** The account a service is set to log on as; null where none is stored. */
  ofService(objectName: string): AccountRef | null {
    const account = serviceAccount(objectName);
    if (account?.kind !== 'user') return account;
    return { ...account, id: this.#sidOf(account.name) };
  }

  /** The account of a log-on, as a process has it. */
  ofSid(sid: string): AccountRef {
    const known = this.#known.get(sid) ?? this.#named(sid);
    this.#known.set(sid, known);
    return known;
  }

  #named(sid: string): AccountRef {
    const builtIn = BUILT_IN[sid];
    if (builtIn !== undefined) return { ...builtIn, id: sid };
    const user = this.#users.find((each) => each.sid === sid);
    if (user !== undefined) return { name: `${this.#machine}\\${user.name}`, id: sid, kind: 'user' };
    if (!VIRTUAL.test(sid)) return { name: sid, id: sid, kind: 'user' };
    const named = namedBySid(sid);
    return { name: named === null ? sid : `${named.domain}\\${named.name}`, id: sid, kind: 'virtual' };
  }

  #sidOf(name: string): string | null {
    const [, domain = '', user = ''] = /^(.+)\\([^\\]+)$/.exec(name) ?? [];
    if (domain !== '.' && domain.toLowerCase() !== this.#machine.toLowerCase()) return null;
    return this.#users.find((each) => each.name.toLowerCase() === user.toLowerCase())?.sid ?? null;
  }
}
