import { expect, test } from 'vitest';
import { rightsOf } from '../../../main/assess/account-rights.ts';
import type { AccountKind, AccountRef } from '../../../main/model/system-facts.ts';
import { ADMINISTRATOR, failed, LOCAL_SERVICE, LOCAL_SYSTEM, observation, STANDARD } from './machines.ts';

const accounts = observation().accounts;
const user = (name: string, id: string | null = null, kind: AccountKind = 'user'): AccountRef => ({ name, id, kind });

test.each<[string, AccountRef]>([
  ['LocalSystem', LOCAL_SYSTEM],
  ['root', user('root', '0', 'root')],
  ['root under another name', user('toor', '0')],
  ['LocalSystem in another language', user('NT-AUTORITÄT\\SYSTEM', 'S-1-5-18', 'unknown')],
  ['an administrator through nested groups', ADMINISTRATOR],
  ['an administrator known by name only', user('SBSADMIN')],
  ['an administrator known by its local name', user('.\\sbsadmin')],
  ['an administrator known by the name of this machine before its own', user('miseq-1\\SBSADMIN')],
])('%s is privileged', (_, account) => {
  expect(rightsOf(account, accounts).rights).toBe('privileged');
});

test('the chain of groups that makes an administrator is told', () => {
  expect(rightsOf(ADMINISTRATOR, accounts).because).toContain('LabAdmins, a member of Administrators');
});

test.each<[string, AccountRef]>([
  ['LocalService', LOCAL_SERVICE],
  ['NetworkService', user('NT AUTHORITY\\NetworkService', 'S-1-5-20', 'network-service')],
  ['a virtual account', user('NT SERVICE\\UCS', 'S-1-5-80-1', 'virtual')],
  ['a standard account', STANDARD],
])('%s has few rights', (_, account) => {
  expect(rightsOf(account, accounts).rights).toBe('limited');
});

test('a virtual account that was made an administrator is privileged', () => {
  const list = accounts.status === 'read' ? accounts.value : [];
  const made = { ...list[1]!, name: 'UCS', id: 'S-1-5-80-1' };
  const account = user('NT SERVICE\\UCS', 'S-1-5-80-1', 'virtual');
  expect(rightsOf(account, { ...accounts, status: 'read', value: [made] } as typeof accounts).rights).toBe(
    'privileged',
  );
});

test.each<[string, AccountRef | null]>([
  ['an account that was not read', null],
  ['an account of unknown kind', user('somebody', null, 'unknown')],
  ['a domain account of the same name as a local standard one', user('LAB\\sbsuser')],
  ['an account of another machine whose name begins like this one', user('MISEQ-11\\sbsuser')],
  ['an account with another id than the local one of its name', user('sbsuser', 'S-1-5-21-9-1001')],
])('%s never counts as harmless', (_, account) => {
  expect(rightsOf(account, accounts).rights).toBe('unknown');
});

test('an account list that could not be read never makes an account harmless', () => {
  expect(rightsOf(STANDARD, failed()).rights).toBe('unknown');
  expect(rightsOf(LOCAL_SYSTEM, failed()).rights).toBe('privileged');
});
