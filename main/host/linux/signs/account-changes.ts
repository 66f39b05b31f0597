import { type Fact, read, unavailable } from '../../../model/fact.ts';
import type { AccountChange } from '../../../model/sign-facts.ts';
import { type ConfinedTree, isMiss } from '../../confined-tree.ts';
import { isWithinLookBack } from '../../look-back.ts';
import { colonLines } from '../account-files.ts';

const SHADOW = '/etc/shadow';
const DAY_MS = 86_400_000;

/**
 * Accounts whose password was set in the days looked back on. Linux keeps that one date (third field of shadow, in days since
 * 1970), which creating an account sets too. When somebody became an administrator is not recorded anywhere.
 */
export async function readAccountChanges(tree: ConfinedTree, now = new Date()): Promise<Fact<AccountChange[]>> {
  const shadow = await tree.readText(SHADOW);
  if (isMiss(shadow)) return unavailable(shadow.cause, shadow.detail, SHADOW);
  return read(
    passwordDates(shadow.text).filter(({ at }) => isWithinLookBack(at, now)),
    SHADOW,
  );
}

/** Every account of a shadow file that has a password date. */
export function passwordDates(shadow: string): AccountChange[] {
  return colonLines(shadow, 3).flatMap(([account = '', , day = '']): AccountChange[] => {
    // 0 means "must be changed at the next log-on" and is no date.
    if (!/^[1-9]\d{0,5}$/.test(day)) return [];
    return [{ account, change: 'created-or-password-set', at: new Date(Number(day) * DAY_MS).toISOString() }];
  });
}
