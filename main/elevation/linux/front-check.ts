import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EXIT, Failure } from '../../model/failure.ts';
import { withAncestors } from './process-table.ts';

const OPEN_TO_OTHERS = 0o077;
/** `/proc/net/unix` marks a socket that takes connections with this flag. */
const ACCEPTS = '00010000';

/**
 * The uid of the person the system asked: `PKEXEC_UID` and `SUDO_UID` are set by `pkexec` and `sudo` themselves, which throw
 * away what the caller had put there. Without them nobody was asked, and it is the uid of this process.
 */
export function callerUid(environment: NodeJS.ProcessEnv = process.env): number {
  // sudo may be told to keep PKEXEC_UID; pkexec keeps nothing. So SUDO_UID is the later word.
  const said = environment['SUDO_UID'] ?? environment['PKEXEC_UID'];
  if (said === undefined) return process.getuid?.() ?? 0;
  if (!/^\d{1,10}$/.test(said)) throw notTheFront(`the system names the caller "${said}"`);
  return Number(said);
}

/**
 * Before the helper says a word: the socket it was told lies in a private folder of the caller, belongs to the caller, and is
 * being listened on by a process of the caller that this helper descends from. Node does not give SO_PEERCRED; this looks up
 * the same in the process table, which root sees whole. Throws Failure `front-not-verified` (exit 15).
 */
export async function checkFront(address: string, caller: number): Promise<void> {
  const [folder, socket] = await Promise.all([look(dirname(address)), look(address)]);
  if (folder?.isDirectory() !== true || socket?.isSocket() !== true) throw notTheFront('its socket is not there');
  if (folder.uid !== caller || socket.uid !== caller) throw notTheFront('its socket belongs to somebody else');
  if ((folder.mode & OPEN_TO_OTHERS) !== 0) throw notTheFront('others can enter the folder of its socket');
  const inodes = await listeningOn(address);
  for (const { pid, uids } of await withAncestors(process.pid)) {
    if (uids[0] === caller && (await holdsOne(pid, inodes))) return;
  }
  throw notTheFront('no program that started this one listens there');
}

async function look(path: string) {
  return lstat(path).catch(() => null);
}

/** Inodes of the sockets that take connections at a path; a hostile path can at most name itself. */
async function listeningOn(address: string): Promise<Set<string>> {
  const inodes = new Set<string>();
  for (const line of (await readFile('/proc/net/unix', 'utf8')).split('\n')) {
    const [, flags, inode, path] = /^\S+: \S+ \S+ (\S+) \S+ \S+ +(\d+) (.*)$/.exec(line) ?? [];
    if (path === address && flags === ACCEPTS && inode !== undefined) inodes.add(`socket:[${inode}]`);
  }
  return inodes;
}

async function holdsOne(pid: number, inodes: ReadonlySet<string>): Promise<boolean> {
  try {
    for (const file of await readdir(`/proc/${pid}/fd`)) {
      if (inodes.has(await readlink(`/proc/${pid}/fd/${file}`).catch(() => ''))) return true;
    }
  } catch {
    // Gone, or not ours to look at: then it is not shown that it holds the socket.
  }
  return false;
}

function notTheFront(because: string): Failure {
  return new Failure(
    {
      code: 'front-not-verified',
      message: `The part of the program that makes changes was not started by the program in front of you: ${because}.`,
      next: 'Start the program again. If it happens again, report it to your security officer. Nothing was changed.',
    },
    EXIT.elevationFailed,
  );
}
