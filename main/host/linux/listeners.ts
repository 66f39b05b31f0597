import { readdirSync, readlinkSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { type Fact, read, unavailable } from '../../model/fact.ts';
import type { Listener, ListenerOwner } from '../../model/system-facts.ts';
import { type ConfinedTree, isMiss } from '../confined-tree.ts';
import { type OpenSocket, parseProcNet } from './proc-net.ts';

const TABLES = [
  { file: '/proc/net/tcp', protocol: 'tcp', optional: false },
  { file: '/proc/net/tcp6', protocol: 'tcp', optional: true },
  { file: '/proc/net/udp', protocol: 'udp', optional: false },
  { file: '/proc/net/udp6', protocol: 'udp', optional: true },
] as const;
const MAX_TABLE = 64 * 1024 * 1024;
const SOURCE = '/proc/net/tcp, tcp6, udp, udp6 and /proc/*/fd';

/**
 * Every TCP and UDP port that takes traffic, once for each process that holds it. A socket on `::` stands for IPv4 too unless
 * its program forbade that, which /proc does not tell.
 */
export async function readListeners(tree: ConfinedTree): Promise<Fact<Listener[]>> {
  const sockets: OpenSocket[] = [];
  for (const { file, protocol, optional } of TABLES) {
    const content = await tree.readText(file, MAX_TABLE);
    if (isMiss(content)) {
      // A kernel without IPv6 has no such file.
      if (content.missing && optional) continue;
      return unavailable(content.missing ? 'tool-failed' : content.cause, content.detail, file);
    }
    const parsed = parseProcNet(content.text, protocol);
    if (parsed === null) return unavailable('malformed', 'A line of the table was not understood.', file);
    sockets.push(...parsed);
  }
  const holders = await readSocketHolders();
  return read(
    sockets.flatMap(({ inode, ...socket }) => ownersOf(inode, holders).map((owner) => ({ ...socket, owner }))),
    SOURCE,
  );
}

function ownersOf(inode: string, holders: SocketHolders): ListenerOwner[] {
  const pids = holders.pids.get(inode);
  if (pids !== undefined) return pids.map((pid) => ({ kind: 'process', pid }));
  return [
    {
      kind: 'unreadable',
      detail: holders.complete
        ? 'No process holds this socket: the kernel itself may.'
        : 'Administrator rights are needed to see which process holds this socket.',
    },
  ];
}

/** Which processes hold which sockets, by inode. */
export interface SocketHolders {
  pids: Map<string, number[]>;
  /** False when the open files of some process could not be read. */
  complete: boolean;
}

/** Looks through the open files of every process; those of others need administrator rights. */
export async function readSocketHolders(): Promise<SocketHolders> {
  const holders: SocketHolders = { pids: new Map(), complete: true };
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  // Without process 1 in sight the processes of others are hidden.
  if (!pids.includes(1)) holders.complete = false;
  for (const pid of pids.sort((a, b) => a - b)) {
    try {
      // The kernel answers from memory: handing each call to another thread would cost many times the call itself.
      const links = readdirSync(`/proc/${pid}/fd`).map((file) => linkOf(`/proc/${pid}/fd/${file}`));
      for (const inode of new Set(links.map((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1]))) {
        if (inode !== undefined) holders.pids.set(inode, [...(holders.pids.get(inode) ?? []), pid]);
      }
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code === 'EACCES' || code === 'EPERM') holders.complete = false;
    }
  }
  return holders;
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
