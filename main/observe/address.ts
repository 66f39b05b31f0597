import { BlockList, isIP, isIPv6 } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether an address reaches this machine only: 127.0.0.0/8, `::1`, or the first written as IPv6 (`::ffff:127.0.0.1`). */
export function isLoopback(address: string): boolean {
  const version = isIP(address);
  return version !== 0 && loopback.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

/** Whether an address stands for every address of its family (`0.0.0.0`, `::`). */
export function isWildcard(address: string): boolean {
  const one = oneSpelling(address);
  return one === '0.0.0.0' || one === '::';
}

/** One spelling for each address: IPv6 has many. What is no address (a host name) comes back in lower case. */
export function oneSpelling(address: string): string {
  const lower = address.toLowerCase();
  if (!isIPv6(lower) || lower.includes('%')) return lower;
  return new URL(`http://[${lower}]`).hostname.slice(1, -1);
}
