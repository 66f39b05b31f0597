import type { Fact } from '../../../model/fact.ts';
import type { Account } from '../../../model/system-facts.ts';
import { type GroupMember, localUsers, membersOfLocalGroup } from '../win32/local-accounts.ts';
import { machineName, namedBySid } from '../win32/sid.ts';
import { ERROR, Win32Error } from '../win32/win32-error.ts';
import { reading } from './reading.ts';

const ADMINISTRATORS = 'S-1-5-32-544';
/** Groups every local account is in by itself: Everyone, Interactive, Authenticated Users, This Organization, Local account. */
const EVERYBODY = ['S-1-1-0', 'S-1-5-4', 'S-1-5-11', 'S-1-5-15', 'S-1-5-113'];
/** Only Windows' own service accounts (and those of single services) are accounts among the well-known SIDs. */
const SERVICE_ACCOUNT = /^S-1-5-(19|20|80-.+|82-.+)$/;

/** A member of Administrators, direct or through groups. `via`: names of the groups, outermost last. */
interface Administrator extends GroupMember {
  via: string[];
}

/**
 * The accounts of this machine, and who of them is an administrator through which groups. Members from elsewhere are listed too,
 * because UCS may run as one, but never as enabled: whether anybody can log on as them here is not known.
 */
export function readAccounts(): Promise<Fact<Account[]>> {
  return reading('local accounts and the group S-1-5-32-544 (NetUserEnum, NetLocalGroupGetMembers)', () => {
    const administrators = administratorsOf(ADMINISTRATORS, [], new Set());
    // The first account of a Windows is always in it: a list without anybody was not read, whatever the call says.
    if (administrators.length === 0) throw new Win32Error('NetLocalGroupGetMembers', ERROR.noMoreItems);
    const users = localUsers();
    const machine = machineName();
    const everybody = administrators.find(({ sid }) => EVERYBODY.includes(sid));
    const own = users.map(({ name, sid, disabled }): Account => {
      const found = administrators.find((each) => each.sid === sid);
      const via = found?.via ?? (everybody === undefined ? [] : [everybody.name, ...everybody.via]);
      const administrator = found !== undefined || everybody !== undefined;
      const fullName = `${machine}\\${name}`;
      return { name, fullName, id: sid, enabled: !disabled, administrator, administratorVia: via };
    });
    const others = administrators.filter(
      ({ sid, use }) => !users.some((user) => user.sid === sid) && (use === 'user' || SERVICE_ACCOUNT.test(sid)),
    );
    return [
      ...own,
      ...others.map(
        ({ sid, name, via }): Account => ({
          name,
          id: sid,
          enabled: false,
          administrator: true,
          administratorVia: via,
        }),
      ),
    ];
  });
}

/** Who is in a group, through local groups in it too. Throws Win32Error where any of them cannot be read. */
function administratorsOf(groupSid: string, outer: readonly string[], seen: Set<string>): Administrator[] {
  if (seen.has(groupSid)) return [];
  seen.add(groupSid);
  const group = namedBySid(groupSid);
  if (group === null) throw new Win32Error('LookupAccountSidW', ERROR.noneMapped);
  const via = [group.name, ...outer];
  return membersOfLocalGroup(groupSid).flatMap((member) =>
    member.use === 'local-group' ? administratorsOf(member.sid, via, seen) : [{ ...member, via }],
  );
}
