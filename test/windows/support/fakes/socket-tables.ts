// Fake: Wine says 0 for the owner of every listener. The sockets are real; who holds them is what the stand-ins wrote down.
import * as real from '../../../../main/host/windows/win32/socket-tables.ts';
import { records } from './state.ts';

export type { TcpSocket, UdpSocket } from '../../../../main/host/windows/win32/socket-tables.ts';
export const { TCP_STATE } = real;

/** Who holds a socket, by what the stand-ins have written down at this moment. */
function owners(): (protocol: string, address: string, port: number) => number {
  const now = records();
  return (protocol, address, port) =>
    now.find(({ sockets }) =>
      sockets.some((socket) => socket.protocol === protocol && socket.address === address && socket.port === port),
    )?.pid ?? 0;
}

/** Sockets of the computer the tests run on are not of this Windows: Wine shows them too. */
export function tcpSockets(): real.TcpSocket[] {
  const owner = owners();
  return real
    .tcpSockets()
    .map((socket) => ({ ...socket, pid: owner('tcp', socket.localAddress, socket.localPort) }))
    .filter(({ pid }) => pid !== 0);
}

export function udpSockets(): real.UdpSocket[] {
  const owner = owners();
  return real
    .udpSockets()
    .map((socket) => ({ ...socket, pid: owner('udp', socket.address, socket.port) }))
    .filter(({ pid }) => pid !== 0);
}
