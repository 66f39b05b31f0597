import type { GuidedTask } from '../../main/host/host.ts';
import { texts } from './texts.ts';
import type { AccountVariant } from './variant.ts';

/** Where the account of UCS is set. `service` is null where UCS is a program of the logged-in session. */
interface AccountPlace {
  variant: AccountVariant;
  service: string | null;
}

/** What a person is asked to do so that UCS runs as an account. */
export function guidedTask({ variant, service }: AccountPlace, to: string): GuidedTask {
  switch (variant) {
    case 'session':
      return {
        id: 'sequence-as-standard-user',
        title: texts.sessionTitle,
        instructions: texts.session(to),
        details: { account: to },
      };
    case 'linux-unit':
      return {
        id: 'linux-unit-account',
        title: texts.unitTitle,
        instructions: texts.unit(service ?? '', to),
        details: { unit: service ?? '', account: to },
      };
    case 'lrm-4':
    case 'service-logon':
      return {
        id: 'lrm-service-account',
        title: texts.lrmTitle,
        instructions: variant === 'lrm-4' ? texts.lrm4(to) : texts.serviceLogon(to),
        details: { service: service ?? '', account: to },
      };
  }
}

/** What a person is asked to do so that UCS runs as it did before. */
export function restoreTask({ variant, service }: AccountPlace, account: string): GuidedTask {
  const details: Record<string, string> =
    variant === 'session' ? { account, administrator: 'yes' } : { service: service ?? '', account };
  return { id: 'restore-account', title: texts.restoreTitle, instructions: texts.restore(variant, account), details };
}
