import { bytesAt } from './memory.ts';
import { win32 } from './system-library.ts';
import { Win32Error } from './win32-error.ts';

/** A route for everything that no other route takes. `gateway` is null on links that need none. */
export interface DefaultRouteRow {
  family: 'ipv4' | 'ipv6';
  gateway: string | null;
  interfaceIndex: number;
}

const ANY_FAMILY = 0;
const IPV6 = 23;
/** `MIB_IPFORWARD_ROW2`: interface at 8, prefix (a socket address and its length) at 12, next hop at 44. */
const ROW_BYTES = 104;

const forwardTable = () =>
  win32('iphlpapi.dll', 'uint32 __stdcall GetIpForwardTable2(uint16 family, _Out_ uint64 *table)');
const freeTable = () => win32('iphlpapi.dll', 'void __stdcall FreeMibTable(uint64 table)');

/** The default routes of this machine. Throws Win32Error. */
export function defaultRoutes(): DefaultRouteRow[] {
  const table: [number | bigint] = [0];
  const code = forwardTable()(ANY_FAMILY, table);
  if (code !== 0) throw new Win32Error('GetIpForwardTable2', code);
  try {
    const count = bytesAt(table[0], 4).readUInt32LE(0);
    const rows = bytesAt(BigInt(table[0]) + 8n, count * ROW_BYTES);
    return Array.from({ length: count }, (_, index) => rows.subarray(index * ROW_BYTES, (index + 1) * ROW_BYTES))
      .filter((row) => row.readUInt8(40) === 0)
      .map((row) => ({
        family: row.readUInt16LE(44) === IPV6 ? 'ipv6' : 'ipv4',
        gateway: gatewayOf(row.subarray(44, 72)),
        interfaceIndex: row.readUInt32LE(8),
      }));
  } finally {
    freeTable()(table[0]);
  }
}

/** The address of a `SOCKADDR_INET`; null for the one that stands for none. */
function gatewayOf(socketAddress: Buffer): string | null {
  if (socketAddress.readUInt16LE(0) !== IPV6) {
    const address = [...socketAddress.subarray(4, 8)].join('.');
    return address === '0.0.0.0' ? null : address;
  }
  const groups = Array.from({ length: 8 }, (_, index) => socketAddress.readUInt16BE(8 + index * 2).toString(16));
  return groups.every((group) => group === '0') ? null : new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
