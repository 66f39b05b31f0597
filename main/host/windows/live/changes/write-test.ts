import { randomBytes } from 'node:crypto';
import { win32 } from 'node:path';
import type { OutputPlace } from '../../../../model/system-facts.ts';
import { HostChangeError } from '../../../host.ts';
import type { Secret } from '../../../secret.ts';
import { serviceAccount } from '../../registry/service-account.ts';
import { actingAs } from '../../win32/impersonation.ts';
import { LOGON, type LogonAccount, type LogonType, withLogon } from '../../win32/logon.ts';
import { removeFile, writeNewFile } from '../../win32/test-file.ts';
import { ERROR, Win32Error } from '../../win32/win32-error.ts';
import { localName } from './password.ts';

type Answer = 'written' | 'refused' | 'cannot-tell';

/** What Windows, or the machine with the share, says to an account that may not: winerror.h. */
const MAY_NOT: readonly number[] = [
  ERROR.accessDenied,
  ERROR.networkAccessDenied,
  ERROR.logonFailure,
  ERROR.accountRestriction,
  ERROR.accountDisabled,
];
/** First as services log on, which is what the account is used for. */
const KINDS: readonly LogonType[] = [LOGON.service, LOGON.interactive];
const CONTENT = Buffer.from('Written by the UCS Remediation Wizard to test an account. It may be removed.\r\n');

/** The passwords that were set in this process, by the local names of their accounts. They end with it. */
export type KnownPasswords = Map<string, Secret>;

/**
 * Writes a test file as an account and removes it. That takes the password, so it can be told for an account that was given to a
 * service by this very process; for accounts of Windows without one only SYSTEM may log them on, which the helper is not. Accounts of a domain
 * are not tried: that would ask a machine on the network. Throws `HostChangeError` where the file stays behind.
 */
export function testWrite(place: OutputPlace, account: string, passwords: KnownPasswords): Answer {
  const who = logonOf(account, passwords);
  if (who === null) return 'cannot-tell';
  const path = win32.toNamespacedPath(win32.join(place.path, `ucs-remedy-test-${randomBytes(8).toString('hex')}.tmp`));
  for (const kind of KINDS) {
    const end = withLogon(who, kind, (token) => writeAs(token, path));
    if ('result' in end) return end.result;
    // Another kind of log-on may be granted to it.
    if (end.refused !== ERROR.logonTypeNotGranted) return 'cannot-tell';
  }
  return 'cannot-tell';
}

function logonOf(account: string, passwords: KnownPasswords): LogonAccount | null {
  const builtIn = serviceAccount(account);
  if (builtIn?.kind === 'local-service') return { user: 'LocalService', domain: 'NT AUTHORITY', password: null };
  if (builtIn?.kind === 'network-service') return { user: 'NetworkService', domain: 'NT AUTHORITY', password: null };
  if (builtIn?.kind !== 'user') return null;
  const user = localName(account);
  const password = user === null ? undefined : passwords.get(user.toLowerCase());
  return user === null || password === undefined ? null : { user, domain: '.', password: password.reveal() };
}

function writeAs(token: Parameters<typeof actingAs>[0], path: string): Answer {
  let removed = 0;
  try {
    const written = actingAs(token, () => {
      const code = writeNewFile(path, CONTENT);
      if (code === 0) removed = removeFile(path);
      return code;
    });
    if (written !== 0) return MAY_NOT.includes(written) ? 'refused' : 'cannot-tell';
  } catch (error) {
    if (error instanceof Win32Error) return 'cannot-tell';
    throw error;
  }
  // Whoever may write need not be allowed to remove: then this process does.
  if (removed !== 0 && removeFile(path) !== 0) {
    throw new HostChangeError('tool-failed', `the test file ${path} could not be removed`);
  }
  return 'written';
}
