import type { Picture, PictureSocket, Reach } from '../../../main/ipc/picture-shape.ts';

/** Sockets that are drawn as one: same protocol, port and reach. */
export interface Path {
  protocol: PictureSocket['protocol'];
  port: number;
  reach: Reach;
  addresses: string[];
}

/** What must be seen first comes first. */
const WORST_FIRST: readonly Reach[] = ['overridden', 'open', 'unknown', 'blocked', 'this-machine-only'];

/** The ways to the copy service, as they are drawn. */
export function pathsOf(sockets: Picture['sockets']): Path[] {
  const paths = new Map<string, Path>();
  for (const { protocol, port, reach, address } of sockets) {
    const key = `${protocol} ${port} ${reach}`;
    const path = paths.get(key) ?? { protocol, port, reach, addresses: [] };
    if (!path.addresses.includes(address)) path.addresses.push(address);
    paths.set(key, path);
  }
  return [...paths.values()].sort(
    (a, b) => WORST_FIRST.indexOf(a.reach) - WORST_FIRST.indexOf(b.reach) || a.port - b.port,
  );
}
