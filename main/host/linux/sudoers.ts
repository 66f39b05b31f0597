import { type ConfinedTree, isMiss, type TreeMiss } from '../confined-tree.ts';

/** Users, groups and uids that a sudoers file lets run something as somebody else. */
export interface SudoGrants {
  /** `ALL` stands for everybody. */
  users: Set<string>;
  groups: Set<string>;
  uids: Set<string>;
  gids: Set<string>;
}

/** A line of a sudoers file whose meaning is not known here, so that nobody can be called a standard account. */
export class SudoersNotUnderstood extends Error {
  override readonly name = 'SudoersNotUnderstood';
}

const MAX_FILES = 200;

/**
 * Reads /etc/sudoers with what it includes. Whoever is named there, with whatever command, counts: a command run as root
 * is a way to root. Null when there is no sudoers file. Throws `SudoersNotUnderstood`.
 */
export async function readSudoGrants(tree: ConfinedTree): Promise<SudoGrants | null | TreeMiss> {
  const lines: string[] = [];
  const miss = await collectLines(tree, '/etc/sudoers', lines, new Set());
  if (miss !== null) return miss.missing ? null : miss;
  return grantsOf(lines);
}

async function collectLines(
  tree: ConfinedTree,
  path: string,
  into: string[],
  seen: Set<string>,
): Promise<TreeMiss | null> {
  if (seen.has(path)) return null;
  if (seen.size >= MAX_FILES) throw new SudoersNotUnderstood('too many included files');
  seen.add(path);
  const content = await tree.readText(path);
  if (isMiss(content)) return content;
  for (const line of logicalLines(content.text)) {
    const [, kind, target] = /^[@#](include|includedir)\s+(\S+)$/.exec(line) ?? [];
    if (kind === undefined || target === undefined) {
      if (/^#\d+[\s,=]/.test(line) || !line.startsWith('#')) into.push(line);
      continue;
    }
    if (/["%\\]/.test(target)) throw new SudoersNotUnderstood(line);
    const full = target.startsWith('/') ? target : `/etc/${target}`;
    const miss =
      kind === 'include' ? await collectLines(tree, full, into, seen) : await collectFolder(tree, full, into, seen);
    if (miss !== null && !miss.missing) return miss;
  }
  return null;
}

async function collectFolder(tree: ConfinedTree, folder: string, into: string[], seen: Set<string>) {
  const listing = await tree.list(folder);
  if (isMiss(listing)) return listing;
  for (const { name } of listing.entries) {
    // sudo itself passes over these names.
    if (name.includes('.') || name.endsWith('~')) continue;
    const miss = await collectLines(tree, `${folder}/${name}`, into, seen);
    if (miss !== null && !miss.missing) return miss;
  }
  return null;
}

function logicalLines(text: string): string[] {
  return text
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => (/^\s*#(\d|include)/.test(line) ? line : line.replace(/(^|\s)#.*$/, '')).trim())
    .filter((line) => line !== '');
}

/** What user specifications grant, aliases of users resolved. Throws `SudoersNotUnderstood`. */
export function grantsOf(lines: readonly string[]): SudoGrants {
  const aliases = new Map<string, string[]>();
  const specifications: string[] = [];
  for (const line of lines) {
    if (/^Defaults\b/.test(line) || /^(Host|Cmnd|Cmd|Runas)_Alias\b/.test(line)) continue;
    const userAlias = /^User_Alias\s+(.*)$/.exec(line)?.[1];
    if (userAlias === undefined) {
      specifications.push(line);
      continue;
    }
    for (const part of userAlias.split(':')) {
      const [, name, members] = /^\s*([A-Z][A-Z0-9_]*)\s*=\s*(.+)$/.exec(part) ?? [];
      if (name === undefined || members === undefined) throw new SudoersNotUnderstood(line);
      aliases.set(name, splitList(members));
    }
  }
  const grants: SudoGrants = { users: new Set(), groups: new Set(), uids: new Set(), gids: new Set() };
  for (const line of specifications) {
    const [, who] = /^([^\s,]+(?:\s*,\s*[^\s,]+)*)\s+[^=]+=/.exec(line) ?? [];
    if (who === undefined) throw new SudoersNotUnderstood(line);
    for (const name of splitList(who)) grant(name, aliases, grants, line, 0);
  }
  return grants;
}

function splitList(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}

function grant(name: string, aliases: Map<string, string[]>, grants: SudoGrants, line: string, depth: number): void {
  const members = aliases.get(name);
  if (members !== undefined) {
    if (depth > 10) throw new SudoersNotUnderstood(line);
    for (const member of members) grant(member, aliases, grants, line, depth + 1);
  } else if (/^%#\d+$/.test(name)) grants.gids.add(name.slice(2));
  else if (/^#\d+$/.test(name)) grants.uids.add(name.slice(1));
  else if (/^%[^:%+!"\\]+$/.test(name)) grants.groups.add(name.slice(1));
  else if (/^[A-Za-z_][\w.@$-]*$/.test(name)) grants.users.add(name);
  else throw new SudoersNotUnderstood(line);
}
