import { expect, it } from 'vitest';
import { insideOnly } from '../../main/host/linux/network/inside-only.ts';

const link = (ifname: string, info_kind?: string, master?: string) => ({
  ifname,
  ...(master === undefined ? {} : { master }),
  ...(info_kind === undefined ? {} : { linkinfo: { info_kind } }),
});

it.each([
  ['a bridge to containers', [link('br0', 'bridge'), link('v0', 'veth', 'br0')], ['br0']],
  ['a bridge to nothing', [link('br0', 'bridge')], ['br0']],
  [
    'a bridge to a network card',
    [link('br0', 'bridge'), link('v0', 'veth', 'br0'), link('eth0', undefined, 'br0')],
    [],
  ],
  ['a bridge to a VLAN of a card', [link('br0', 'bridge'), link('eth0.7', 'vlan', 'br0')], []],
  ['a bridge to a tap, which may be a tunnel', [link('br0', 'bridge'), link('tap0', 'tun', 'br0')], []],
  ['a bridge that is part of something else', [link('br0', 'bridge', 'vrf0'), link('vrf0', 'vrf')], []],
  ['a card, a tunnel, the end of a cable', [link('eth0'), link('wg0', 'wireguard'), link('v0', 'veth')], []],
])('a network that may lead to other machines is never taken for an internal one: %s', (_, links, inside) => {
  expect([...insideOnly(links)]).toEqual(inside);
});
