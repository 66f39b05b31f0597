import { HostChangeError, type LogonRightChanges } from '../../../host.ts';
import { serviceAccount } from '../../registry/service-account.ts';
import { addRightToAccount, removeRightFromAccount, rightsOfAccount } from '../../win32/account-rights.ts';
import { localUsers } from '../../win32/local-accounts.ts';
import { changing } from './change-error.ts';
import { localName } from './password.ts';

const LOG_ON_AS_SERVICE = 'SeServiceLogonRight';
/** Wins over the right, whoever gives it. */
const DENIED = 'SeDenyServiceLogonRight';

/** Gives a local account the right to log on as a service where it lacks it, and reads it back. Throws `HostChangeError`. */
export function giveLogonRight(name: string): void {
  const sid = sidOf(name);
  if (sid === null) throw new HostChangeError('account-refused', `there is no account ${name} on this machine`);
  const rights = rightsOfAccount(sid);
  if (rights.includes(DENIED))
    throw new HostChangeError('account-refused', `a policy denies ${name} to log on as a service`);
  if (rights.includes(LOG_ON_AS_SERVICE)) return;
  addRightToAccount(sid, LOG_ON_AS_SERVICE);
  if (!rightsOfAccount(sid).includes(LOG_ON_AS_SERVICE))
    throw new HostChangeError('account-refused', `${name} did not get the right to log on as a service`);
}

/** Reads the right and takes it back, with the same names of accounts as `setServiceAccount`. */
export const logonRight: LogonRightChanges = {
  isGranted: (account) =>
    changing(() => {
      const sid = localSid(account);
      return sid === null ? null : rightsOfAccount(sid).includes(LOG_ON_AS_SERVICE);
    }),
  takeBack: (account) =>
    changing(() => {
      const sid = localSid(account);
      if (sid === null || !rightsOfAccount(sid).includes(LOG_ON_AS_SERVICE)) return;
      removeRightFromAccount(sid, LOG_ON_AS_SERVICE);
      if (rightsOfAccount(sid).includes(LOG_ON_AS_SERVICE))
        throw new HostChangeError('tool-failed', `${account} still has the right to log on as a service`);
    }),
};

/** Null for accounts of Windows itself, of domains, and for names nobody has. */
function localSid(account: string): string | null {
  if (serviceAccount(account)?.kind !== 'user') return null;
  const name = localName(account);
  return name === null ? null : sidOf(name);
}

function sidOf(name: string): string | null {
  return localUsers().find((each) => each.name.toLowerCase() === name.toLowerCase())?.sid ?? null;
}
