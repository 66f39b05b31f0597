import { constants } from 'node:fs';
import { open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { Failure } from '../model/failure.ts';

const LockHolder = z.strictObject({
  pid: z.number().int(),
  startedAt: z.string().nullable(),
  holder: z.string(),
  since: z.string(),
});
type LockHolder = z.infer<typeof LockHolder>;

/** Process states of `/proc/PID/stat` after the end: zombie, dead. */
const ENDED_STATES = ['Z', 'X'];

const LOCK_FILE = /^run-(\d{1,9})\.lock$/;

/** A lock that is held; release it when the work is over. A process that dies leaves a lock that the next one recognises as stale. */
export interface RunLock {
  release(): Promise<void>;
}

/**
 * Takes the lock of an instrument's folder, so that only one run works on it. Lock files are numbered: whoever finds only dead
 * holders takes the next number, and an exclusive create lets just one win, so a stale lock is never removed from under a new holder.
 *
 * @param holder who holds it, for the message to the next person
 * @throws Failure `run-in-progress-elsewhere`
 */
export async function takeRunLock(folder: string, holder: string): Promise<RunLock> {
  const others = await lockFiles(folder);
  await refuseIfHeld(folder, others);
  const mine = `run-${(others.at(-1)?.number ?? 0) + 1}.lock`;
  const me: LockHolder = {
    pid: process.pid,
    startedAt: await processStart(process.pid),
    holder,
    since: new Date().toISOString(),
  };
  try {
    const file = await open(join(folder, mine), constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    await file.writeFile(JSON.stringify(me));
    await file.sync();
    await file.close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw heldBy('another start of this program');
    throw error;
  }
  const release = () => rm(join(folder, mine), { force: true });
  try {
    // Somebody may have taken another number while this one was created: then neither goes on.
    await refuseIfHeld(
      folder,
      (await lockFiles(folder)).filter(({ name }) => name !== mine),
    );
  } catch (error) {
    await release();
    throw error;
  }
  for (const { name } of others) await rm(join(folder, name), { force: true });
  return { release };
}

async function lockFiles(folder: string): Promise<{ name: string; number: number }[]> {
  const names = await readdir(folder);
  return names
    .map((name) => ({ name, number: Number(LOCK_FILE.exec(name)?.[1] ?? 0) }))
    .filter(({ number }) => number > 0)
    .sort((left, right) => left.number - right.number);
}

async function refuseIfHeld(folder: string, locks: readonly { name: string }[]): Promise<void> {
  for (const { name } of locks) {
    const holder = await readHolder(join(folder, name));
    if (holder !== null && (await isAlive(holder)))
      throw heldBy(`${holder.holder}, process ${holder.pid}, since ${holder.since}`);
  }
}

/** Null: the file is gone, or its writer died before it was written. */
async function readHolder(path: string): Promise<LockHolder | null> {
  try {
    const parsed = LockHolder.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function isAlive(holder: LockHolder): Promise<boolean> {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  // Process ids are used again: a process that began at another moment is not the holder.
  return holder.startedAt === null || holder.startedAt === (await processStart(holder.pid));
}

/** A value that differs between two processes with the same id; null where the system does not tell. */
async function processStart(pid: number): Promise<string | null> {
  if (process.platform !== 'linux') return null;
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const bootId = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    // From field 3 on: the command name before may hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended; only its number is still there.
    return ENDED_STATES.includes(fields[0] ?? '') ? null : `${bootId.trim()} ${fields[19]}`;
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

function heldBy(who: string): Failure {
  return new Failure({
    code: 'run-in-progress-elsewhere',
    message: `Another start of this program is at work here right now (${who}).`,
    next: 'Wait until it has ended, then try again. Nothing was changed.',
  });
}
