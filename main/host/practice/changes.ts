import { HostChangeError, type HostChanges } from '../host.ts';
import { mayWrite, serviceAccountName } from './accounts.ts';
import { discardStaged, runStaged, stageInstaller } from './installers.ts';
import { checkPassword, restartService, setServiceAccount } from './services.ts';
import type { StateFile } from './state-file.ts';

/** The changing half of a practice instrument; every change is on disk when its promise resolves. */
export function practiceChanges(file: StateFile): HostChanges {
  return {
    addFirewallRules: (rules) =>
      file.change(({ firewall }) => {
        const pushed = rules.find(
          ({ name, origin }) => origin === 'policy' || firewall.rules[name]?.origin === 'policy',
        );
        if (pushed) throw new HostChangeError('access-denied', `the rule ${pushed.name} belongs to a policy`);
        for (const { name, ...rule } of rules) firewall.rules[name] = rule;
      }),
    removeFirewallRules: (names) =>
      file.change(({ firewall }) => {
        const pushed = names.find((name) => firewall.rules[name]?.origin === 'policy');
        if (pushed !== undefined) throw new HostChangeError('access-denied', `the rule ${pushed} belongs to a policy`);
        for (const name of names) delete firewall.rules[name];
      }),
    checkPassword: async (account, password) => checkPassword(await file.current(), account, password),
    setServiceAccount: (service, account, password) =>
      file.change((state) => setServiceAccount(state, service, account, password)),
    restartService: (service) => file.change((state) => restartService(state, service)),
    async testWrite(place, account) {
      const state = await file.current();
      const known = state.outputPlaces[place.path];
      if (known === undefined) return 'refused';
      if (serviceAccountName(state, account) === null) return 'cannot-tell';
      return mayWrite(state, known, account) ? 'written' : 'refused';
    },
    stageInstaller: (path) => file.change((state) => stageInstaller(state, path)),
    runInstaller: (stagedPath, args) => file.change((state) => runStaged(state, stagedPath, args)),
    discardStaged: (stagedPath) => file.change((state) => discardStaged(state, stagedPath)),
  };
}
