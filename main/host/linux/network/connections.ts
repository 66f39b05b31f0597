import { type Fact, read, unavailable } from '../../../model/fact.ts';
import type { Connection } from '../../../model/sign-facts.ts';
import { type ConfinedTree, isMiss } from '../../confined-tree.ts';
import { readSocketHolders } from '../listeners.ts';
import { parseEstablished } from '../proc-net.ts';

const TABLES = [
  { file: '/proc/net/tcp', optional: false },
  // A kernel without IPv6 has no such file.
  { file: '/proc/net/tcp6', optional: true },
] as const;
const MAX_TABLE = 64 * 1024 * 1024;

/** Every established TCP connection, once for each process that holds it. */
export async function readConnections(tree: ConfinedTree): Promise<Fact<Connection[]>> {
  const sockets = [];
  for (const { file, optional } of TABLES) {
    const content = await tree.readText(file, MAX_TABLE);
    if (isMiss(content)) {
      if (content.missing && optional) continue;
      return unavailable(content.missing ? 'tool-failed' : content.cause, content.detail, file);
    }
    const parsed = parseEstablished(content.text);
    if (parsed === null) return unavailable('malformed', 'A line of the table was not understood.', file);
    sockets.push(...parsed);
  }
  const { pids } = await readSocketHolders();
  const connections = sockets.flatMap(({ inode, ...socket }): Connection[] =>
    (pids.get(inode) ?? [null]).map((pid) => ({ ...socket, pid })),
  );
  return read(connections, '/proc/net/tcp, tcp6 and /proc/*/fd');
}
