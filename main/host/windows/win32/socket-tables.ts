import { isIPv6 } from 'node:net';
import { win32 } from './system-library.ts';
import { ERROR, Win32Error } from './win32-error.ts';

/** A TCP socket. `pid` is 0 where the system does not tell its owner. */
export interface TcpSocket {
  family: 'ipv4' | 'ipv6';
  /** `MIB_TCP_STATE`. */
  state: number;
  localAddress: string;
  localPort: number;
  remoteAddress: string;
  remotePort: number;
  pid: number;
}

/** A bound UDP socket. */
export interface UdpSocket {
  family: 'ipv4' | 'ipv6';
  address: string;
  port: number;
  pid: number;
}

export const TCP_STATE = { listen: 2, established: 5 } as const;

const FAMILIES = { ipv4: 2, ipv6: 23 } as const;
/** `TCP_TABLE_OWNER_PID_ALL`, `UDP_TABLE_OWNER_PID`. */
const TCP_ALL = 5;
const UDP_OWNER = 1;

const tcpTable = () =>
  win32(
    'iphlpapi.dll',
    'uint32 __stdcall GetExtendedTcpTable(void *table, _Inout_ uint32 *bytes, int order, uint32 family, int kind, uint32 reserved)',
  );
const udpTable = () =>
  win32(
    'iphlpapi.dll',
    'uint32 __stdcall GetExtendedUdpTable(void *table, _Inout_ uint32 *bytes, int order, uint32 family, int kind, uint32 reserved)',
  );

/** Every TCP socket of this machine. Throws Win32Error. */
export function tcpSockets(): TcpSocket[] {
  return [
    ...rows('GetExtendedTcpTable', 24, (table, bytes) => tcpTable()(table, bytes, 0, FAMILIES.ipv4, TCP_ALL, 0)).map(
      (row): TcpSocket => ({
        family: 'ipv4',
        state: row.readUInt32LE(0),
        localAddress: ipv4(row, 4),
        localPort: row.readUInt16BE(8),
        remoteAddress: ipv4(row, 12),
        remotePort: row.readUInt16BE(16),
        pid: row.readUInt32LE(20),
      }),
    ),
    ...rows('GetExtendedTcpTable', 56, (table, bytes) => tcpTable()(table, bytes, 0, FAMILIES.ipv6, TCP_ALL, 0)).map(
      (row): TcpSocket => ({
        family: 'ipv6',
        state: row.readUInt32LE(48),
        localAddress: ipv6(row, 0),
        localPort: row.readUInt16BE(20),
        remoteAddress: ipv6(row, 24),
        remotePort: row.readUInt16BE(44),
        pid: row.readUInt32LE(52),
      }),
    ),
  ];
}

/** Every bound UDP socket of this machine. Throws Win32Error. */
export function udpSockets(): UdpSocket[] {
  return [
    ...rows('GetExtendedUdpTable', 12, (table, bytes) => udpTable()(table, bytes, 0, FAMILIES.ipv4, UDP_OWNER, 0)).map(
      (row): UdpSocket => ({
        family: 'ipv4',
        address: ipv4(row, 0),
        port: row.readUInt16BE(4),
        pid: row.readUInt32LE(8),
      }),
    ),
    ...rows('GetExtendedUdpTable', 28, (table, bytes) => udpTable()(table, bytes, 0, FAMILIES.ipv6, UDP_OWNER, 0)).map(
      (row): UdpSocket => ({
        family: 'ipv6',
        address: ipv6(row, 0),
        port: row.readUInt16BE(20),
        pid: row.readUInt32LE(24),
      }),
    ),
  ];
}

/** Rows of a table that starts with their number. It can grow between asking for its size and reading it. */
function rows(call: string, rowBytes: number, read: (table: Buffer, bytes: [number]) => number): Buffer[] {
  for (let room = 64 * 1024; ; room *= 4) {
    const table = Buffer.alloc(room);
    const code = read(table, [room]);
    if (code === ERROR.insufficientBuffer && room < 64 * 1024 * 1024) continue;
    if (code !== 0) throw new Win32Error(call, code);
    return Array.from({ length: table.readUInt32LE(0) }, (_, index) =>
      table.subarray(4 + index * rowBytes, 4 + (index + 1) * rowBytes),
    );
  }
}

function ipv4(row: Buffer, at: number): string {
  return [...row.subarray(at, at + 4)].join('.');
}

/** In the shortest spelling, as Node and the rest of the program write it. */
function ipv6(row: Buffer, at: number): string {
  const groups = Array.from({ length: 8 }, (_, index) => row.readUInt16BE(at + index * 2).toString(16)).join(':');
  const short = new URL(`http://[${groups}]`).hostname.slice(1, -1);
  if (!isIPv6(short)) throw new TypeError(`${groups} is no IPv6 address`);
  return short;
}
