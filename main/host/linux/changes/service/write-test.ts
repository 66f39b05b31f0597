import { randomBytes } from 'node:crypto';
import { lstat, rm } from 'node:fs/promises';
import { posix } from 'node:path';
import type { OutputPlace } from '../../../../model/system-facts.ts';
import { findTool } from '../../tool.ts';
import { attempt } from '../change-tool.ts';
import { accountNamed } from './accounts.ts';

/** Writes a file of a few kilobytes to a place as an account, in a process that has that account's rights and no others, and removes it. */
export async function testWrite(place: OutputPlace, account: string): Promise<'written' | 'refused' | 'cannot-tell'> {
  const ids = await accountNamed(account);
  const dd = findTool('dd');
  if (ids === null || dd === null || findTool('setpriv') === null) return 'cannot-tell';
  if (!place.path.startsWith('/')) return 'refused';
  const path = posix.join(place.path, `.ucs-remediation-test-${randomBytes(8).toString('hex')}`);
  const rights = [
    ...[`--reuid=${ids.uid}`, `--regid=${ids.gid}`, '--init-groups'],
    ...['--inh-caps=-all', '--no-new-privs', '--', dd],
  ];
  const words = ['if=/dev/zero', `of=${path}`, 'bs=4096', 'count=1', 'conv=excl,fsync', 'status=none'];
  const run = await attempt('setpriv', [...rights, ...words]);
  const written = await lstat(path).catch(() => null);
  if (written === null) return run.exitCode === 0 ? 'cannot-tell' : 'refused';
  const isOurs = written.isFile() && String(written.uid) === ids.uid;
  if (isOurs) await rm(path, { force: true });
  return isOurs && run.exitCode === 0 && written.size === 4096 ? 'written' : 'refused';
}
