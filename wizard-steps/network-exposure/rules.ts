import type { Evidence } from '../../main/model/assessment.ts';
import { whenRead } from '../../main/model/fact.ts';
import type { FactName, Observation } from '../../main/model/observation.ts';
import { isLoopback } from '../../main/observe/address.ts';
import { type AddressScope, addressScope } from '../../main/observe/address-scope.ts';
import type { UcsPresence } from '../../main/observe/ucs.ts';

export interface ExposureView {
  observation: Observation;
  ucs: UcsPresence;
}

/** One thing around the instrument that CISA's advice speaks of. */
export interface ExposureRule {
  code: string;
  says: string;
  advice: string;
  restsOn: readonly FactName[];
  find(view: ExposureView): Evidence[];
}

function cite({ observation }: ExposureView, fact: FactName, says: string): Evidence {
  const { source, at } = observation[fact];
  return { fact, says, source, at };
}

function addressesOf({ observation }: ExposureView, scope: AddressScope): { address: string; name: string }[] {
  return (whenRead(observation.networkInterfaces) ?? [])
    .filter(({ up }) => up)
    .flatMap(({ name, addresses }) => addresses.map(({ address }) => ({ name, address })))
    .filter(({ address }) => addressScope(address) === scope);
}

const BEHIND_FIREWALL =
  'Put the instrument behind a firewall, on a network of its own, away from the business network (CISA).';

export const EXPOSURE_RULES: readonly ExposureRule[] = [
  {
    code: 'public-address',
    says: 'This machine has an address of the Internet.',
    advice: `An instrument must not be reachable from the Internet. ${BEHIND_FIREWALL}`,
    restsOn: ['networkInterfaces'],
    find: (view) =>
      addressesOf(view, 'public').map(({ name, address }) => cite(view, 'networkInterfaces', `${name}: ${address}.`)),
  },
  {
    code: 'default-route',
    says: 'This machine has a way out to other networks.',
    advice:
      'Take the default route away where the lab does not need it, or let the firewall pass only what the lab needs.',
    restsOn: ['defaultRoutes'],
    find: (view) =>
      (whenRead(view.observation.defaultRoutes) ?? []).map((route) =>
        cite(view, 'defaultRoutes', `${route.family} through ${route.gateway ?? 'no gateway'} on ${route.interface}.`),
      ),
  },
  {
    code: 'behind-gateway-only',
    says: 'Only a gateway stands between this machine and other networks, and what it lets through cannot be seen from here.',
    advice:
      'Ask whoever runs the network whether the gateway forwards anything to this machine, and probe it from outside.',
    restsOn: ['networkInterfaces', 'defaultRoutes'],
    find(view) {
      const routes = whenRead(view.observation.defaultRoutes) ?? [];
      if (routes.length === 0 || addressesOf(view, 'public').length > 0) return [];
      return addressesOf(view, 'private').map(({ name, address }) =>
        cite(view, 'networkInterfaces', `${name}: ${address}.`),
      );
    },
  },
  {
    code: 'remote-desktop',
    says: 'Remote desktop is on.',
    advice: 'Switch it off. Where remote access is needed, use a VPN that is kept up to date (CISA).',
    restsOn: ['remoteDesktop'],
    find(view) {
      const remote = whenRead(view.observation.remoteDesktop);
      if (remote?.enabled !== true) return [];
      const through = remote.through.length === 0 ? 'on' : remote.through.join('; ');
      return [cite(view, 'remoteDesktop', `Remote desktop: ${through}.`)];
    },
  },
  {
    code: 'file-sharing',
    says: 'This machine offers folders or a file service to others.',
    advice:
      'Switch off what the lab does not use; have the instrument write to a share elsewhere instead of sharing its own folders.',
    restsOn: ['fileShares'],
    find: (view) =>
      (whenRead(view.observation.fileShares) ?? []).map(({ name, path, listening }) =>
        cite(
          view,
          'fileShares',
          `${name}${path === null || path === name ? '' : ` (${path})`}, ${listening ? 'listening' : 'not listening now'}.`,
        ),
      ),
  },
  {
    code: 'firewall-off',
    says: 'The firewall of this machine is off, or does not filter everywhere.',
    advice: 'Switch the firewall on for every network. Do so after checking that the instrument still works.',
    restsOn: ['firewall'],
    find(view) {
      const firewall = whenRead(view.observation.firewall);
      if (firewall === undefined) return [];
      if (!firewall.running || firewall.zones.length === 0) {
        return [cite(view, 'firewall', `${firewall.engine}: ${firewall.running ? 'no zone' : 'not running'}.`)];
      }
      return firewall.zones
        .filter(({ enabled }) => !enabled)
        .map(({ name }) => cite(view, 'firewall', `${name}: off.`));
    },
  },
  {
    code: 'firewall-lets-in',
    says: 'The firewall lets in whatever no rule speaks of.',
    advice: 'Let the firewall block by default, and allow only what the lab needs.',
    restsOn: ['firewall'],
    find: (view) =>
      (whenRead(view.observation.firewall)?.zones ?? [])
        .filter(({ enabled, defaultInbound }) => enabled && defaultInbound === 'allow')
        .map(({ name }) => cite(view, 'firewall', `${name}: allows by default.`)),
  },
  {
    code: 'public-network',
    says: 'The system takes a network this machine is on for a public one.',
    advice: `Find out which network that is. ${BEHIND_FIREWALL}`,
    restsOn: ['networkInterfaces'],
    find: (view) =>
      (whenRead(view.observation.networkInterfaces) ?? [])
        .filter(({ up, profile }) => up && profile === 'public')
        .map(({ name }) => cite(view, 'networkInterfaces', `${name}: public network.`)),
  },
  {
    code: 'other-listeners',
    says: 'Programs other than UCS, or programs that could not be named, take connections from the network.',
    advice: 'Have each one explained, and close what nobody needs.',
    restsOn: ['listeners'],
    find({ observation, ucs }) {
      const { listeners, processes } = observation;
      const own = new Set(ucs.listeners.map(keyOf));
      const names = new Map((whenRead(processes) ?? []).map(({ pid, name }) => [pid, name]));
      const open = (whenRead(listeners) ?? []).filter((one) => !isLoopback(one.address) && !own.has(keyOf(one)));
      const lines = open.map(({ protocol, port, address, owner }) => {
        const name = owner.kind === 'process' ? (names.get(owner.pid) ?? `process ${owner.pid}`) : 'program not known';
        return `${name}: ${protocol} port ${port} on ${address}.`;
      });
      return [...new Set(lines)].sort().map((says) => cite({ observation, ucs }, 'listeners', says));
    },
  },
];

function keyOf({ protocol, address, port }: { protocol: string; address: string; port: number }): string {
  return `${protocol} ${address} ${port}`;
}
