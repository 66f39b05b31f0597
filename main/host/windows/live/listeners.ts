import { type Fact, unavailable } from '../../../model/fact.ts';
import type { Connection } from '../../../model/sign-facts.ts';
import type { Listener } from '../../../model/system-facts.ts';
import type { Registry } from '../registry/registry.ts';
import { TCP_STATE, tcpSockets, udpSockets } from '../win32/socket-tables.ts';
import { portOfUrl, type RequestQueue, readRequestQueues } from './http-sys.ts';
import { readPortProxies } from './port-proxies.ts';
import { reading } from './reading.ts';

/** The process number of the kernel, which holds the sockets of http.sys and of file sharing. */
const KERNEL = 4;
/** Ports the kernel itself answers: file sharing and NetBIOS. */
const KERNEL_PORTS = { tcp: [139, 445], udp: [137, 138] };

type OwnSocket = Omit<Listener, 'owner'> & { pid: number };

/** Listening TCP ports and bound UDP ports with who is behind them; http.sys registrations and port proxies included. */
export async function readListeners(registry: Registry): Promise<Fact<Listener[]>> {
  const source = 'socket tables (GetExtendedTcpTable, GetExtendedUdpTable), http.sys and port proxies';
  const proxies = await readPortProxies(registry);
  if (proxies.status === 'unavailable') return unavailable(proxies.cause, proxies.detail, proxies.source);
  return reading(source, async () => {
    const sockets = listening();
    const queues = sockets.some(byHttpSys) ? await readRequestQueues() : [];
    return [...sockets.flatMap((socket) => withOwner(socket, queues)), ...proxies.value];
  });
}

function listening(): OwnSocket[] {
  const tcp = tcpSockets()
    .filter(({ state }) => state === TCP_STATE.listen)
    .map(
      ({ family, localAddress, localPort, pid }): OwnSocket => ({
        protocol: 'tcp',
        family,
        address: localAddress,
        port: localPort,
        pid,
      }),
    );
  return [...tcp, ...udpSockets().map((socket): OwnSocket => ({ protocol: 'udp', ...socket }))];
}

function byHttpSys({ pid, protocol, port }: OwnSocket): boolean {
  return pid === KERNEL && !KERNEL_PORTS[protocol].includes(port);
}

/** One entry for each request queue behind a port of http.sys: each may belong to somebody else. */
function withOwner(socket: OwnSocket, queues: readonly RequestQueue[] | null): Listener[] {
  const { pid, ...place } = socket;
  if (pid === 0) {
    return [
      { ...place, owner: { kind: 'unreadable', detail: 'The system does not tell which process listens here.' } },
    ];
  }
  if (!byHttpSys(socket)) return [{ ...place, owner: { kind: 'process', pid } }];
  const behind = (queues ?? []).flatMap(({ urls, pids }) => {
    const url = urls.find((each) => portOfUrl(each) === place.port);
    return url === undefined ? [] : [{ url, pids }];
  });
  if (behind.length === 0) {
    const detail = 'The system itself listens here; for which program could not be read.';
    return [{ ...place, owner: { kind: 'unreadable', detail } }];
  }
  return behind.map(({ url, pids }) => ({ ...place, owner: { kind: 'http-sys', url, pids } }));
}

/** Established TCP connections. */
export function readConnections(): Promise<Fact<Connection[]>> {
  return reading('socket tables (GetExtendedTcpTable)', () =>
    tcpSockets()
      .filter(({ state }) => state === TCP_STATE.established)
      .map(({ family, localAddress, localPort, remoteAddress, remotePort, pid }) => ({
        family,
        localAddress,
        localPort,
        remoteAddress,
        remotePort,
        pid: pid === 0 ? null : pid,
      })),
  );
}
