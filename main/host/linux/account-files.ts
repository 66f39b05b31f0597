import type { AccountRef } from '../../model/system-facts.ts';
import { type ConfinedTree, isMiss, type TreeMiss } from '../confined-tree.ts';

export interface PasswdEntry {
  name: string;
  uid: string;
  gid: string;
  shell: string;
}

export interface GroupEntry {
  name: string;
  gid: string;
  members: string[];
}

export function parsePasswd(text: string): PasswdEntry[] {
  return colonLines(text, 7).map(([name = '', , uid = '', gid = '', , , shell = '']) => ({ name, uid, gid, shell }));
}

export function parseGroup(text: string): GroupEntry[] {
  return colonLines(text, 4).map(([name = '', , gid = '', members = '']) => ({
    name,
    gid,
    members: members.split(',').filter((member) => member !== ''),
  }));
}

/** Lines of an account file, split at colons; lines with too few fields are no entries. */
export function colonLines(text: string, fields: number): string[][] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(':'))
    .filter((parts) => parts.length >= fields);
}

/** Looks up accounts of /etc/passwd by name or uid. */
export class AccountNames {
  readonly #byName = new Map<string, PasswdEntry>();
  readonly #byUid = new Map<string, PasswdEntry>();

  constructor(entries: readonly PasswdEntry[]) {
    for (const entry of entries) {
      if (!this.#byName.has(entry.name)) this.#byName.set(entry.name, entry);
      if (!this.#byUid.has(entry.uid)) this.#byUid.set(entry.uid, entry);
    }
  }

  /** The account a uid stands for. */
  forUid(uid: string): AccountRef {
    const name = this.#byUid.get(uid)?.name;
    if (uid === '0') return { name: name ?? 'root', id: '0', kind: 'root' };
    return { name: name ?? `uid ${uid}`, id: uid, kind: name === undefined ? 'unknown' : 'user' };
  }

  /** The account a unit file names, by name or by number. */
  forNameOrUid(account: string): AccountRef {
    const entry = this.#byName.get(account);
    if (entry !== undefined) return this.forUid(entry.uid).kind === 'root' ? rootRef(entry.name) : userRef(entry);
    if (/^\d+$/.test(account)) return this.forUid(account);
    return { name: account, id: null, kind: 'unknown' };
  }
}

function rootRef(name: string): AccountRef {
  return { name, id: '0', kind: 'root' };
}

function userRef(entry: PasswdEntry): AccountRef {
  return { name: entry.name, id: entry.uid, kind: 'user' };
}

/** The accounts of /etc/passwd, by name and uid. */
export async function readAccountNames(tree: ConfinedTree): Promise<AccountNames | TreeMiss> {
  const content = await tree.readText('/etc/passwd');
  return isMiss(content) ? content : new AccountNames(parsePasswd(content.text));
}
