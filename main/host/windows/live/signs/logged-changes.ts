import type { Fact } from '../../../../model/fact.ts';
import type { AccountChange, LogGap, ServiceChange } from '../../../../model/sign-facts.ts';
import { eventsOf } from '../../win32/event-log.ts';
import { AccountNames } from '../account-names.ts';
import { reading } from '../reading.ts';
import { type LoggedEvent, parseEvent, recentEvents } from './event-xml.ts';

/** Numbers of events, as Windows documents them for auditing and for its own logs. */
const CREATED = 4720;
const ADDED_TO_LOCAL_GROUP = 4732;
const SERVICE_INSTALLED = 7045;
const SECURITY_CLEARED = 1102;
const LOG_CLEARED = 104;
const ADMINISTRATORS = 'S-1-5-32-544';

/** Accounts that were created or became administrators, by the security log. Only what is audited stands there. */
export function readAccountChanges(): Promise<Fact<AccountChange[]>> {
  return reading('security log (events 4720, 4732)', () => {
    const names = AccountNames.read();
    return events('Security', [CREATED, ADDED_TO_LOCAL_GROUP]).flatMap(({ id, at, data }): AccountChange[] => {
      if (id === CREATED) return [{ account: data.get('TargetUserName') ?? '', change: 'created', at }];
      const member = data.get('MemberSid');
      if (data.get('TargetSid') !== ADMINISTRATORS || member === undefined) return [];
      return [{ account: names.ofSid(member).name, change: 'became-administrator', at }];
    });
  });
}

/** Services that were installed, by the system log. */
export function readServiceChanges(): Promise<Fact<ServiceChange[]>> {
  return reading('system log (event 7045)', () =>
    events('System', [SERVICE_INSTALLED]).map(({ at, data }) => ({
      service: data.get('ServiceName') ?? '',
      change: 'installed',
      at,
    })),
  );
}

/** Logs that were cleared. */
export function readLogGaps(): Promise<Fact<LogGap[]>> {
  const gap =
    (log: string) =>
    (event: LoggedEvent): LogGap => ({ log, what: 'cleared', from: null, to: event.at });
  return reading('security log (event 1102), system log (event 104)', () => [
    ...events('Security', [SECURITY_CLEARED]).map(gap('Security')),
    ...events('System', [LOG_CLEARED]).map(gap('System or another log')),
  ]);
}

function events(log: string, ids: readonly number[]): LoggedEvent[] {
  return eventsOf(log, recentEvents(ids)).flatMap((xml) => parseEvent(xml) ?? []);
}
