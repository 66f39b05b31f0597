import { rightsOf } from '../../assess/account-rights.ts';
import { type Reachability, reachability } from '../../assess/reachability.ts';
import { whenRead } from '../../model/fact.ts';
import type { Firewall } from '../../model/firewall.ts';
import type { Observation } from '../../model/observation.ts';
import type { AccountRef } from '../../model/system-facts.ts';
import { findUcs, type UcsPresence } from '../../observe/ucs.ts';
import type { Picture, Reach } from '../picture-shape.ts';

const REACH: Record<Reachability['result'], Reach> = {
  'left-open': 'open',
  loopback: 'this-machine-only',
  blocked: 'blocked',
  open: 'open',
  overridden: 'overridden',
  undecided: 'unknown',
};

/**
 * What is drawn with a verdict, from the same facts and by the same decisions as the verdict itself.
 *
 * @param ucsNames patterns UCS is found by
 */
export function drawPicture(observation: Observation, ucsNames: readonly string[]): Picture {
  const ucs = findUcs(observation, ucsNames);
  const system = whenRead(observation.operatingSystem);
  const firewall = whenRead(observation.firewall);
  const routes = whenRead(observation.defaultRoutes);
  return {
    system: system === undefined ? null : `${system.name} ${system.version}`.trim(),
    ucs: { state: stateOf(ucs), name: nameOf(ucs), accounts: accountsOf(ucs, observation) },
    sockets: ucs.listeners.map((listener) => {
      const { protocol, family, address, port } = listener;
      const { result, because } = reachability(listener, observation.firewall, listener.programPath);
      return { protocol, family, address, port, reach: REACH[result], because };
    }),
    firewall: {
      state: firewallState(firewall),
      engine: firewall?.engine ?? null,
      zones: (firewall?.zones ?? []).map(({ name, enabled, defaultInbound }) => ({
        name,
        enabled,
        blocksByDefault: defaultInbound === 'block',
      })),
    },
    network: {
      interfaces: (whenRead(observation.networkInterfaces) ?? [])
        .filter(({ up }) => up)
        .map(({ name, addresses }) => ({ name, addresses: addresses.map(({ address }) => address) })),
      hasGateway: routes === undefined ? null : routes.length > 0,
    },
  };
}

function stateOf({ status, running, disabled }: UcsPresence): Picture['ucs']['state'] {
  if (status !== 'found') return status === 'not-found' ? 'not-found' : 'unknown';
  if (running === 'yes') return 'running';
  if (running === 'unknown') return 'unknown';
  return disabled ? 'disabled' : 'stopped';
}

function nameOf({ services, mainProcesses }: UcsPresence): string | null {
  return services[0]?.displayName ?? mainProcesses[0]?.description ?? mainProcesses[0]?.name ?? null;
}

function accountsOf({ runsAs }: UcsPresence, observation: Observation): Picture['ucs']['accounts'] {
  // One account has several spellings (`.\\sbsuser`, `sbsuser`); its SID or uid is one.
  const known = new Map<string, Picture['ucs']['accounts'][number]>();
  for (const { account } of runsAs) {
    if (account === null) continue;
    const key = account.id ?? account.name;
    if (!known.has(key)) known.set(key, { name: account.name, administrator: isAdministrator(account, observation) });
  }
  return [...known.values()];
}

/** Null where it is not known, or where what the account still holds cannot be seen. */
function isAdministrator(account: AccountRef, { accounts }: Observation): boolean | null {
  const { rights } = rightsOf(account, accounts);
  return rights === 'unknown' ? null : rights === 'privileged';
}

function firewallState(firewall: Firewall | undefined): Picture['firewall']['state'] {
  if (firewall === undefined) return 'unknown';
  const on = firewall.zones.filter(({ enabled }) => enabled).length;
  if (!firewall.running || on === 0) return 'off';
  return on === firewall.zones.length ? 'on' : 'partly-on';
}
