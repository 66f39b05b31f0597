import type { AddressFamily } from '../../model/system-facts.ts';

/** A socket of /proc/net that others can send to: TCP in LISTEN, or UDP not tied to one peer. */
export interface OpenSocket {
  protocol: 'tcp' | 'udp';
  family: AddressFamily;
  address: string;
  port: number;
  inode: string;
}

const TCP_LISTEN = '0A';
const TCP_ESTABLISHED = '01';
const UDP_UNCONNECTED = '07';

/** Reads one of /proc/net/{tcp,tcp6,udp,udp6}; null when a line is not as the kernel documents it. */
export function parseProcNet(text: string, protocol: 'tcp' | 'udp'): OpenSocket[] | null {
  const wanted = protocol === 'tcp' ? TCP_LISTEN : UDP_UNCONNECTED;
  const sockets: OpenSocket[] = [];
  for (const line of text.split('\n').slice(1)) {
    if (line.trim() === '') continue;
    const fields = line.trim().split(/\s+/);
    const [, hexAddress, hexPort] = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(fields[1] ?? '') ?? [];
    const state = fields[3];
    const inode = fields[9];
    if (hexAddress === undefined || hexPort === undefined || state === undefined || inode === undefined) return null;
    if (state !== wanted) continue;
    sockets.push({ protocol, ...decodeAddress(hexAddress), port: Number.parseInt(hexPort, 16), inode });
  }
  return sockets;
}

/** An established connection of /proc/net/tcp or tcp6. */
export interface EstablishedSocket {
  family: AddressFamily;
  localAddress: string;
  localPort: number;
  remoteAddress: string;
  remotePort: number;
  inode: string;
}

/** Reads the established connections of /proc/net/{tcp,tcp6}; null when a line is not as the kernel documents it. */
export function parseEstablished(text: string): EstablishedSocket[] | null {
  const sockets: EstablishedSocket[] = [];
  for (const line of text.split('\n').slice(1)) {
    if (line.trim() === '') continue;
    const fields = line.trim().split(/\s+/);
    const local = decodeEndpoint(fields[1] ?? '');
    const remote = decodeEndpoint(fields[2] ?? '');
    const inode = fields[9];
    if (local === null || remote === null || inode === undefined) return null;
    if (fields[3] !== TCP_ESTABLISHED) continue;
    sockets.push({
      family: remote.family,
      localAddress: local.address,
      localPort: local.port,
      remoteAddress: remote.address,
      remotePort: remote.port,
      inode,
    });
  }
  return sockets;
}

function decodeEndpoint(text: string): { family: AddressFamily; address: string; port: number } | null {
  const [, hexAddress, hexPort] = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(text) ?? [];
  if (hexAddress === undefined || hexPort === undefined) return null;
  return { ...decodeAddress(hexAddress), port: Number.parseInt(hexPort, 16) };
}

/**
 * The kernel prints an address as 32-bit words in the byte order of the machine (little-endian on every instrument).
 * An IPv4 address written as IPv6 (::ffff:a.b.c.d) is an IPv4 address.
 */
export function decodeAddress(hex: string): { family: AddressFamily; address: string } {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => [...Buffer.from(word, 'hex')].reverse());
  if (bytes.length === 4) return { family: 'ipv4', address: bytes.join('.') };
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  if (mapped) return { family: 'ipv4', address: bytes.slice(12).join('.') };
  return { family: 'ipv6', address: compressed(bytes) };
}

/** Text of an IPv6 address as RFC 5952 wants it: lower case, the longest run of zeros left out. */
function compressed(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, i) =>
    (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16),
  );
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start += 1) {
    let length = 0;
    while (groups[start + length] === '0') length += 1;
    if (length > best.length) best = { start, length };
  }
  if (best.start < 0) return groups.join(':');
  return `${groups.slice(0, best.start).join(':')}::${groups.slice(best.start + best.length).join(':')}`;
}
