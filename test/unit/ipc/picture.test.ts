import { expect, test } from 'vitest';
import { drawPicture } from '../../../main/ipc/engine/picture.ts';
import type { AccountRef } from '../../../main/model/system-facts.ts';
import { failed, having, observation, service, ucsProcess } from '../assess/machines.ts';

const NAMES = ['Universal Copy Service'];

function administratorOf(account: AccountRef, accounts = observation().accounts): (boolean | null)[] {
  const machine = {
    ...having({ services: [service({ account })], processes: [ucsProcess({ account })] }),
    accounts,
  };
  return drawPicture(machine, NAMES).ucs.accounts.map(({ administrator }) => administrator);
}

const user = (name: string, id: string | null = null): AccountRef => ({ name, id, kind: 'user' });

test.each([
  ['an administrator by its SID', user('sbsadmin', 'S-1-5-21-1-1002'), true],
  ['an administrator by a name the service keeps', user('.\\sbsadmin'), true],
  ['an administrator by its name with the machine in front', user('MISEQ-1\\sbsadmin'), true],
  ['a standard account', user('.\\sbsuser'), false],
  ['an account of a domain', user('HOSPITAL\\sbsadmin'), null],
])('the picture never shows fewer rights than the verdict counts: %s', (_what, account, shown) => {
  expect(administratorOf(account)).toEqual([shown]);
});

test('accounts that could not be read are not drawn as harmless', () => {
  expect(administratorOf(user('.\\sbsuser'), failed())).toEqual([null]);
});
