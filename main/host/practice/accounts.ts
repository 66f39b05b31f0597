import type { Account, AccountRef } from '../../model/system-facts.ts';
import type { InstrumentState, PracticeService } from './instrument-state.ts';

const BUILT_IN = [
  {
    name: 'LocalSystem',
    id: 'S-1-5-18',
    kind: 'local-system',
    aliases: ['localsystem', '.\\localsystem', 'system', 'nt authority\\system'],
  },
  {
    name: 'NT AUTHORITY\\LocalService',
    id: 'S-1-5-19',
    kind: 'local-service',
    aliases: ['localservice', 'nt authority\\localservice', 'nt authority\\local service'],
  },
  {
    name: 'NT AUTHORITY\\NetworkService',
    id: 'S-1-5-20',
    kind: 'network-service',
    aliases: ['networkservice', 'nt authority\\networkservice', 'nt authority\\network service'],
  },
] as const;

const VIRTUAL = /^nt service\\/i;

function builtIn(state: InstrumentState, name: string) {
  if (state.operatingSystem.family === 'linux') return undefined;
  return BUILT_IN.find(({ aliases }) => aliases.some((alias) => alias === name.toLowerCase()));
}

function isVirtual(state: InstrumentState, name: string): boolean {
  return state.operatingSystem.family === 'windows' && VIRTUAL.test(name);
}

/** The local account somebody means by `sbsuser` or `.\sbsuser`; undefined where there is none. */
export function localAccount(state: InstrumentState, name: string) {
  const plain = name.replace(/^\.\\/, '');
  const key =
    state.operatingSystem.family === 'linux'
      ? Object.keys(state.accounts).find((candidate) => candidate === name)
      : Object.keys(state.accounts).find((candidate) => candidate.toLowerCase() === plain.toLowerCase());
  const account = key === undefined ? undefined : state.accounts[key];
  return key === undefined || account === undefined ? undefined : { name: key, ...account };
}

/** The one spelling a service stores for an account, as Windows does it (`.\name`); null when there is no such account. */
export function serviceAccountName(state: InstrumentState, name: string): string | null {
  const known = builtIn(state, name);
  if (known !== undefined) return known.name;
  if (isVirtual(state, name)) return name;
  const account = localAccount(state, name);
  if (account === undefined) return null;
  return state.operatingSystem.family === 'windows' ? `.\\${account.name}` : account.name;
}

/** Whether two spellings mean the same account. */
export function sameAccount(state: InstrumentState, one: string, other: string): boolean {
  return serviceAccountName(state, one) === serviceAccountName(state, other);
}

/** Points at the account a service stores. */
export function serviceAccountRef(state: InstrumentState, name: string): AccountRef {
  const known = builtIn(state, name);
  if (known !== undefined) return { name: known.name, id: known.id, kind: known.kind };
  if (isVirtual(state, name)) return { name, id: null, kind: 'virtual' };
  const account = localAccount(state, name);
  if (account === undefined) return { name, id: null, kind: 'unknown' };
  const isRoot = state.operatingSystem.family === 'linux' && account.id === '0';
  return { name, id: account.id, kind: isRoot ? 'root' : 'user' };
}

/** Points at the account a process or a session runs as: the same, by its plain name. */
export function runningAccountRef(state: InstrumentState, name: string): AccountRef {
  const ref = serviceAccountRef(state, name);
  return { ...ref, name: ref.name.replace(/^\.\\/, '') };
}

/** The chain of groups that makes a member an administrator, outermost last; null where there is none. */
export function administratorChain(
  state: InstrumentState,
  member: string,
  seen: ReadonlySet<string> = new Set(),
): string[] | null {
  for (const group of groupsOf(state, member)) {
    if (seen.has(group)) continue;
    if (group === state.administratorGroup) return [group];
    const outer = administratorChain(state, group, new Set([...seen, group]));
    if (outer !== null) return [group, ...outer];
  }
  return null;
}

/** The groups a member is in directly, in order of name. */
export function groupsOf(state: InstrumentState, member: string): string[] {
  return Object.keys(state.groups)
    .filter((group) => state.groups[group]?.includes(member))
    .sort();
}

/** The local accounts as the system lists them. */
export function accountList(state: InstrumentState): Account[] {
  return Object.entries(state.accounts).map(([name, { id, enabled }]) => {
    const chain = administratorChain(state, name);
    const isRoot = state.operatingSystem.family === 'linux' && id === '0';
    return { name, id, enabled, administrator: isRoot || chain !== null, administratorVia: chain ?? [] };
  });
}

/** Whether a service could log on with what it has stored. */
export function canLogOn(state: InstrumentState, service: PracticeService): boolean {
  if (builtIn(state, service.account) !== undefined || isVirtual(state, service.account)) return true;
  const account = localAccount(state, service.account);
  if (account === undefined || !account.enabled) return false;
  return state.operatingSystem.family === 'linux' || service.storedPassword === 'right';
}

/** Whether an account may write to an output place: by name, through a group, or as the system on the machine itself. */
export function mayWrite(
  state: InstrumentState,
  place: { kind: 'local' | 'share'; writers: readonly string[] },
  name: string,
): boolean {
  if (state.switches.outputRefuses.some((refused) => sameAccount(state, refused, name))) return false;
  const { kind } = serviceAccountRef(state, name);
  const onTheNetworkAsMachine = kind === 'local-service' || kind === 'virtual';
  if (place.kind === 'share' && onTheNetworkAsMachine) return false;
  if (place.kind === 'local' && (kind === 'local-system' || kind === 'root')) return true;
  if (kind === 'unknown') return false;
  if (place.writers.includes('Everyone')) return true;
  if (place.writers.some((writer) => state.groups[writer] === undefined && sameAccount(state, writer, name)))
    return true;
  const account = localAccount(state, name);
  return account !== undefined && memberships(state, account.name).some((group) => place.writers.includes(group));
}

function memberships(state: InstrumentState, member: string, seen: readonly string[] = []): string[] {
  const direct = groupsOf(state, member).filter((group) => !seen.includes(group));
  return direct.flatMap((group) => [group, ...memberships(state, group, [...seen, ...direct])]);
}
