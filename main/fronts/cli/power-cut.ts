import type { PracticeHost } from '../../host/practice/practice-host.ts';
import type { PowerCut } from '../../run/journal.ts';

/** Lets a practice instrument lose power where its state says so: the helper dies as it would on a real one, without warning. */
export function practicePowerCut(host: PracticeHost): PowerCut {
  return {
    at: (seq) => (host.journalSwitch?.entry === seq ? host.journalSwitch.moment : null),
    async cut() {
      await host.clearJournalSwitch();
      process.kill(process.pid, 'SIGKILL');
      return new Promise<never>(() => undefined);
    },
  };
}
