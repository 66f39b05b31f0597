import { describe, expect, it } from 'vitest';
import type { PictureSocket } from '../../../main/ipc/picture-shape.ts';
import { pathsOf } from '../../../renderer/components/picture/paths.ts';

function socket(port: number, reach: PictureSocket['reach'], address = '0.0.0.0'): PictureSocket {
  return {
    protocol: 'tcp',
    family: address.includes(':') ? 'ipv6' : 'ipv4',
    address,
    port,
    reach,
    because: 'as it is',
  };
}

describe('ways to the copy service, as they are drawn', () => {
  it('draws what is open first, so that it is never among those left out', () => {
    const sockets = [
      socket(1, 'this-machine-only'),
      socket(2, 'blocked'),
      socket(3, 'unknown'),
      socket(4, 'open'),
      socket(5, 'overridden'),
    ];
    expect(pathsOf(sockets).map(({ port }) => port)).toEqual([5, 4, 3, 2, 1]);
  });

  it('draws one port once for all its addresses', () => {
    expect(pathsOf([socket(80, 'open'), socket(80, 'open', '::')])).toEqual([
      { protocol: 'tcp', port: 80, reach: 'open', addresses: ['0.0.0.0', '::'] },
    ]);
  });

  it('keeps a port that is open on one address and blocked on another as two', () => {
    const drawn = pathsOf([socket(80, 'blocked'), socket(80, 'open', '::')]);
    expect(drawn.map(({ reach }) => reach)).toEqual(['open', 'blocked']);
  });
});
