import { entriesFor } from '../../catalogue/pack-for-instrument.ts';
import type { CveId, Evidence } from '../../model/assessment.ts';
import type { Observation } from '../../model/observation.ts';
import type { Listener } from '../../model/system-facts.ts';
import type { UcsListener } from '../../observe/ucs-listeners.ts';
import { type Reachability, reachability } from '../reachability.ts';
import { type Circumstances, cite, type Held, inWords, type Row } from './row.ts';

const ONLY_1968: readonly CveId[] = ['CVE-2023-1968'];

/** Rows about what UCS listens on: CVE-2023-1968. */
export const SOCKET_ROWS: readonly Row[] = [
  {
    code: 'ucs-reachable',
    cves: ONLY_1968,
    state: 'exposed',
    about: 'condition',
    holds: whereListeners(
      'open',
      (ports) => `UCS can be reached over the network on ${ports}, and the firewall does not close that everywhere.`,
    ),
  },
  {
    code: 'ucs-open-on-stated-network',
    cves: ONLY_1968,
    state: 'exposed',
    about: 'condition',
    holds: whereLeftOpen(
      false,
      (ports, networks) =>
        `UCS can be reached on ${ports} over ${networks}, left open because it was stated to lead only to parts of the instrument. Nothing on the machine shows that; only a trusted site pack that names this network counts. Everywhere else the firewall blocks it.`,
    ),
  },
  {
    code: 'ucs-firewall-overridden',
    cves: ONLY_1968,
    state: 'conflict',
    about: 'condition',
    holds: whereListeners(
      'overridden',
      (ports) => `A rule of this program closes ${ports}, but something overrides it, so UCS can still be reached.`,
    ),
  },
  {
    code: 'ucs-firewall-unreadable',
    cves: ONLY_1968,
    state: 'unknown',
    about: 'condition',
    holds: whereListeners(
      'undecided',
      (ports) => `UCS listens on ${ports}, and whether the firewall closes that could not be read.`,
    ),
  },
  {
    code: 'sockets-unreadable',
    cves: ONLY_1968,
    state: 'unknown',
    about: 'condition',
    holds({ observation, ucs }) {
      if (!looksAtSockets({ observation, ucs }) || observation.listeners.status === 'read') return null;
      return {
        because:
          'The network listeners of this machine could not be read, so it is not known whether UCS can be reached.',
        evidence: [cite(observation, 'listeners', 'Network listeners')],
      };
    },
  },
  {
    code: 'listener-owner-unreadable',
    cves: ONLY_1968,
    state: 'unknown',
    about: 'condition',
    holds({ observation, ucs }) {
      if (!looksAtSockets({ observation, ucs }) || ucs.unattributed.length === 0) return null;
      return {
        because: `It could not be told which program listens on ${portsOf(ucs.unattributed)}; it could be UCS.`,
        evidence: ucs.unattributed.map((listener) =>
          cite(observation, 'listeners', `${place(listener)}: owner not known`),
        ),
      };
    },
  },
  {
    code: 'no-listener-attributed',
    cves: ONLY_1968,
    state: 'unknown',
    about: 'condition',
    holds({ observation, ucs }) {
      const none = ucs.running === 'yes' && observation.listeners.status === 'read' && ucs.listeners.length === 0;
      if (!looksAtSockets({ observation, ucs }) || !none) return null;
      return {
        because: 'UCS runs, but none of the network listeners could be attributed to it.',
        evidence: [...ucs.evidence, cite(observation, 'listeners', 'No listener that belongs to UCS')],
      };
    },
  },
  {
    code: 'ucs-stopped',
    cves: ONLY_1968,
    state: 'unknown',
    about: 'condition',
    holds({ observation, ucs }) {
      const mayStart = ucs.services.some(({ state, startType }) => state === 'stopped' && startType !== 'disabled');
      if (!looksAtSockets({ observation, ucs }) || !mayStart) return null;
      return {
        because:
          'UCS is stopped but may start again, and only a running UCS shows where it listens. Start it and look again.',
        evidence: ucs.evidence,
      };
    },
  },
  {
    code: 'ucs-running-unknown',
    cves: ONLY_1968,
    state: 'unknown',
    about: 'condition',
    holds({ observation, ucs }) {
      const unsettled = ucs.services.some(({ state }) => state === 'changing' || state === 'unknown');
      if (!looksAtSockets({ observation, ucs }) || !(unsettled || ucs.running === 'unknown')) return null;
      return {
        because: 'Whether UCS runs at this moment could not be told, so where it listens is not known.',
        evidence: ucs.evidence,
      };
    },
  },
  {
    code: 'ucs-blocked',
    cves: ONLY_1968,
    state: 'mitigated',
    about: 'condition',
    holds: whereListeners('blocked', (ports) => `UCS listens on ${ports}, and the firewall blocks that everywhere.`),
  },
  {
    code: 'ucs-open-inside-only',
    cves: ONLY_1968,
    state: 'mitigated',
    about: 'condition',
    holds: whereLeftOpen(
      true,
      (ports, networks) =>
        `UCS listens on ${ports}. Only ${networks}, which a trusted site pack names as inside the instrument, reaches it; everywhere else the firewall blocks it.`,
    ),
  },
  {
    code: 'ucs-loopback-only',
    cves: ONLY_1968,
    state: 'mitigated',
    about: 'condition',
    holds: whereListeners('loopback', (ports) => `UCS answers only this machine itself on ${ports}.`),
  },
];

/** A row that holds for the listeners of UCS with this reachability. */
function whereListeners(
  result: Reachability['result'],
  sentence: (ports: string) => string,
): (circumstances: Circumstances) => Held | null {
  return ({ observation, ucs }) => {
    if (!observation.host.live) return null;
    const such = ucs.listeners
      .map((listener) => ({ listener, reach: reachability(listener, observation.firewall, listener.programPath) }))
      .filter(({ reach }) => reach.result === result);
    if (such.length === 0) return null;
    return {
      because: sentence(portsOf(such.map(({ listener }) => listener))),
      evidence: such.flatMap(({ listener, reach }) => [citeListener(observation, listener), ...reach.evidence]),
    };
  };
}

/** A row for listeners that rules of ours leave open on some networks: on such that a pack vouches for only, or on others too. */
function whereLeftOpen(
  vouchedFor: boolean,
  sentence: (ports: string, networks: string) => string,
): (circumstances: Circumstances) => Held | null {
  return ({ observation, ucs, pack, listing }) => {
    if (!observation.host.live) return null;
    const packed = entriesFor(pack, listing.entries).flatMap(({ insideNetworks }) => insideNetworks);
    const isPacked = (name: string) => packed.some(({ value }) => value === name);
    const such = ucs.listeners
      .map((listener) => ({ listener, reach: reachability(listener, observation.firewall, listener.programPath) }))
      .filter(({ reach: { leftOpenOn } }) => leftOpenOn !== undefined && leftOpenOn.every(isPacked) === vouchedFor);
    if (such.length === 0) return null;
    return {
      because: sentence(
        portsOf(such.map(({ listener }) => listener)),
        inWords(such.flatMap(({ reach }) => reach.leftOpenOn ?? [])),
      ),
      evidence: such.flatMap(({ listener, reach }) => [citeListener(observation, listener), ...reach.evidence]),
    };
  };
}

function looksAtSockets({ observation, ucs }: Pick<Circumstances, 'observation' | 'ucs'>): boolean {
  return observation.host.live && ucs.status === 'found';
}

const THROUGH: Record<UcsListener['through'], string> = {
  'own-socket': 'a socket of UCS',
  'http-sys': 'an address UCS registered with the system (http.sys)',
  'port-proxy': 'a port proxy that hands on to UCS',
};

function citeListener(observation: Observation, listener: UcsListener): Evidence {
  return cite(observation, 'listeners', `${place(listener)}: ${THROUGH[listener.through]}`);
}

function place({ protocol, address, port }: Listener): string {
  return `${protocol.toUpperCase()} port ${port} on address ${address}`;
}

function portsOf(listeners: readonly Listener[]): string {
  return inWords(listeners.map(({ protocol, port }) => `${protocol.toUpperCase()} port ${port}`));
}
