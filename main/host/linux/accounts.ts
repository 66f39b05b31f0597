import { type Fact, read, unavailable } from '../../model/fact.ts';
import type { Account } from '../../model/system-facts.ts';
import { type ConfinedTree, isMiss } from '../confined-tree.ts';
import { colonLines, type GroupEntry, type PasswdEntry, parseGroup, parsePasswd } from './account-files.ts';
import { readSudoGrants, SudoersNotUnderstood, type SudoGrants } from './sudoers.ts';

const ADMINISTRATOR_GROUPS = ['sudo', 'wheel', 'admin'];
const NO_LOGIN = /\/(nologin|false|sync|halt|shutdown)$/;
const SOURCE = '/etc/passwd, /etc/group, /etc/shadow, /etc/sudoers';

/**
 * The local accounts. `administrator`: uid 0, member of sudo, wheel or admin, or named in sudoers. `enabled`: has a login shell,
 * an expiry date not passed and a usable password; an account that gets in by key only counts as not enabled, which errs on
 * the side of never demoting the last administrator. Without reading shadow and sudoers neither can be said: then there is no list.
 */
export async function readAccounts(tree: ConfinedTree, now = new Date()): Promise<Fact<Account[]>> {
  const passwd = await tree.readText('/etc/passwd');
  if (isMiss(passwd)) return unavailable(passwd.cause, passwd.detail, '/etc/passwd');
  const group = await tree.readText('/etc/group');
  if (isMiss(group)) return unavailable(group.cause, group.detail, '/etc/group');
  const shadow = await tree.readText('/etc/shadow');
  if (isMiss(shadow)) return unavailable(shadow.cause, shadow.detail, '/etc/shadow');
  try {
    const grants = await readSudoGrants(tree);
    if (grants !== null && 'missing' in grants) return unavailable(grants.cause, grants.detail, '/etc/sudoers');
    return read(judge(parsePasswd(passwd.text), parseGroup(group.text), usable(shadow.text, now), grants), SOURCE);
  } catch (error) {
    if (!(error instanceof SudoersNotUnderstood)) throw error;
    return unavailable('not-known', `A line of sudoers was not understood: ${error.message}`, '/etc/sudoers');
  }
}

/** Names of the accounts whose password can be used today. */
function usable(shadow: string, now: Date): Set<string> {
  const today = Math.floor(now.getTime() / 86_400_000);
  const names = new Set<string>();
  for (const [name = '', password = '', , , , , , expires = ''] of colonLines(shadow, 2)) {
    const expired = expires !== '' && Number(expires) <= today;
    if (!/^[!*]/.test(password) && password !== 'x' && !expired) names.add(name);
  }
  return names;
}

function judge(
  accounts: readonly PasswdEntry[],
  groups: readonly GroupEntry[],
  usablePasswords: ReadonlySet<string>,
  grants: SudoGrants | null,
): Account[] {
  return accounts.map((account) => {
    const memberOf = groups.filter((group) => group.gid === account.gid || group.members.includes(account.name));
    const via = administratorVia(account, memberOf, grants);
    return {
      name: account.name,
      id: account.uid,
      enabled: usablePasswords.has(account.name) && !NO_LOGIN.test(account.shell),
      administrator: account.uid === '0' || via.length > 0,
      administratorVia: via,
    };
  });
}

function administratorVia(account: PasswdEntry, memberOf: readonly GroupEntry[], grants: SudoGrants | null): string[] {
  const via = memberOf.map((group) => group.name).filter((name) => ADMINISTRATOR_GROUPS.includes(name));
  if (grants === null) return via;
  const named =
    grants.users.has(account.name) ||
    grants.users.has('ALL') ||
    grants.uids.has(account.uid) ||
    memberOf.some((group) => grants.groups.has(group.name) || grants.gids.has(group.gid));
  return named ? [...via, 'sudoers'] : via;
}
