import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { type Fact, read, unavailable } from '../../../model/fact.ts';
import type { LogGap } from '../../../model/sign-facts.ts';
import { isoTime, missFrom } from '../../confined-tree.ts';
import { isWithinLookBack } from '../../look-back.ts';

/** Logs of log-ons and of the system that a running system keeps writing to. */
const LOGS = [
  '/var/log/wtmp',
  '/var/log/auth.log',
  '/var/log/secure',
  '/var/log/syslog',
  '/var/log/messages',
  '/var/log/audit/audit.log',
];
/** A log written to at its creation only was never emptied. */
const CREATION_MS = 60_000;

/**
 * Logs that were emptied in the days looked back on: empty although they were written to, and with no older part beside them that
 * a rotation would have left. Best effort: holes inside a log, and the journal of systemd, are not looked at.
 */
export async function readLogGaps(logs: readonly string[] = LOGS, now = new Date()): Promise<Fact<LogGap[]>> {
  const source = logs.join(', ');
  const gaps: LogGap[] = [];
  for (const log of logs) {
    try {
      const { size, birthtimeMs, mtimeMs } = await lstat(log);
      const emptied = isoTime(mtimeMs);
      if (size > 0 || mtimeMs - birthtimeMs < CREATION_MS || !isWithinLookBack(emptied, now)) continue;
      if (!(await hasOlderPart(log))) gaps.push({ log, what: 'cleared', from: null, to: emptied });
    } catch (error) {
      const miss = missFrom(error, log);
      if (!miss.missing) return unavailable(miss.cause, miss.detail, source);
    }
  }
  return read(gaps, source);
}

async function hasOlderPart(log: string): Promise<boolean> {
  const name = basename(log);
  const names = await readdir(dirname(log));
  return names.some((other) => other.startsWith(`${name}.`) || other.startsWith(`${name}-`));
}
