import { BlockList, isIP } from 'node:net';

/** Where an address can be reached from. `unknown`: it is no numeric address. */
export type AddressScope = 'this-machine' | 'this-link' | 'private' | 'public' | 'unknown';

function listOf(networks: readonly (readonly [network: string, prefix: number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of networks) list.addSubnet(network, prefix, isIP(network) === 6 ? 'ipv6' : 'ipv4');
  return list;
}

/**
 * IANA's registries of special-purpose addresses. Addresses for documentation are left out on purpose: no real network has them,
 * and practice shows them as addresses of the Internet.
 */
const SCOPES: readonly (readonly [AddressScope, BlockList])[] = [
  [
    'this-machine',
    listOf([
      ['127.0.0.0', 8],
      ['0.0.0.0', 8],
      ['::1', 128],
      ['::', 128],
    ]),
  ],
  [
    'this-link',
    listOf([
      ['169.254.0.0', 16],
      ['224.0.0.0', 4],
      ['255.255.255.255', 32],
      ['fe80::', 10],
      ['ff00::', 8],
    ]),
  ],
  [
    'private',
    listOf([
      ['10.0.0.0', 8],
      ['172.16.0.0', 12],
      ['192.168.0.0', 16],
      ['100.64.0.0', 10],
      ['198.18.0.0', 15],
      ['fc00::', 7],
      ['fec0::', 10],
    ]),
  ],
];

/** The scope of a numeric address; a zone (`fe80::1%eth0`) plays no part. */
export function addressScope(address: string): AddressScope {
  const plain = address.split('%')[0] ?? '';
  const version = isIP(plain);
  if (version === 0) return 'unknown';
  const family = version === 6 ? 'ipv6' : 'ipv4';
  return SCOPES.find(([, list]) => list.check(plain, family))?.[0] ?? 'public';
}
