import type { Listener, Process } from '../model/system-facts.ts';
import { isLoopback, isWildcard, oneSpelling } from './address.ts';

/** A listener that is UCS's own, with how it came to be and the program a firewall rule could name. */
export interface UcsListener extends Listener {
  through: 'own-socket' | 'http-sys' | 'port-proxy';
  /** Absolute path of the program that holds the socket; null where it was not read or the system holds it. */
  programPath: string | null;
}

/** The listeners of UCS, and those nobody can say whose they are. */
export interface ListenerOwnership {
  listeners: UcsListener[];
  /** On an address other machines can reach, with an owner that could not be told: any of them could be UCS. */
  unattributed: Listener[];
}

/**
 * Sorts listeners by whether UCS is behind them. `processes` is null where the process list could not be read. A port proxy
 * that hands on to a UCS listener is an exposure of UCS on the proxy's own address, also through several proxies.
 */
export function ownedByUcs(
  all: readonly Listener[],
  ucsPids: ReadonlySet<number>,
  processes: readonly Process[] | null,
): ListenerOwnership {
  const known = processes === null ? null : new Map(processes.map((process) => [process.pid, process]));
  const owned = new Map<Listener, UcsListener>();
  for (const listener of all) {
    const { owner } = listener;
    if (owner.kind === 'process' && ucsPids.has(owner.pid)) {
      owned.set(listener, {
        ...listener,
        through: 'own-socket',
        programPath: known?.get(owner.pid)?.imagePath ?? null,
      });
    } else if (owner.kind === 'http-sys' && owner.pids.some((pid) => ucsPids.has(pid))) {
      owned.set(listener, { ...listener, through: 'http-sys', programPath: null });
    }
  }
  for (const proxy of proxiesOf(all, [...owned.keys()], ['surely'])) {
    owned.set(proxy, { ...proxy, through: 'port-proxy', programPath: null });
  }

  const ownerless = all.filter((listener) => hasNoKnownOwner(listener, known));
  const doubtfulProxies = [
    ...proxiesOf(all, [...owned.keys()], ['perhaps']),
    ...proxiesOf(all, ownerless, ['surely', 'perhaps']),
  ];
  const unattributed = new Set([
    ...ownerless,
    ...doubtfulProxies,
    ...proxiesOf(all, doubtfulProxies, ['surely', 'perhaps']),
  ]);
  return {
    listeners: [...owned.values()],
    unattributed: [...unattributed].filter((listener) => !owned.has(listener) && !isLoopback(listener.address)),
  };
}

/** Nobody could be named, or the one named is not in the process list (it started or was hidden between the readings). */
function hasNoKnownOwner({ owner }: Listener, known: ReadonlyMap<number, Process> | null): boolean {
  switch (owner.kind) {
    case 'unreadable':
      return true;
    case 'http-sys':
      return owner.pids.length === 0;
    case 'process':
      return known !== null && !known.has(owner.pid);
    case 'port-proxy':
      return false;
  }
}

/** The proxies that hand on to one of the targets, directly or through each other. */
function proxiesOf(
  all: readonly Listener[],
  targets: readonly Listener[],
  accepted: readonly ('surely' | 'perhaps')[],
): Listener[] {
  const reached = new Set(targets);
  const found: Listener[] = [];
  let grown = true;
  while (grown) {
    grown = false;
    for (const proxy of all) {
      if (reached.has(proxy)) continue;
      if (![...reached].some((target) => accepted.some((degree) => handsOnTo(proxy, target) === degree))) continue;
      reached.add(proxy);
      found.push(proxy);
      grown = true;
    }
  }
  return found;
}

/** Whether a proxy's target is this listener; `perhaps` where the target could be this machine under a name of its own. */
function handsOnTo({ owner }: Listener, target: Listener): 'surely' | 'perhaps' | 'no' {
  if (owner.kind !== 'port-proxy' || target.protocol !== 'tcp' || owner.toPort !== target.port) return 'no';
  const to = oneSpelling(owner.toAddress);
  if (to === oneSpelling(target.address)) return 'surely';
  const toThisMachine = to === 'localhost' || isLoopback(to) || isWildcard(to);
  if (toThisMachine) return isLoopback(target.address) || isWildcard(target.address) ? 'surely' : 'no';
  return isWildcard(target.address) || !isNumeric(to) ? 'perhaps' : 'no';
}

function isNumeric(address: string): boolean {
  return /^[0-9.]+$/.test(address) || address.includes(':');
}
