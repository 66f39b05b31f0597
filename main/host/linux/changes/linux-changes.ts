import type { ConfinedTree } from '../../confined-tree.ts';
import { HostChangeError, type HostChanges } from '../../host.ts';
import { addFirewallRules, removeFirewallRules } from './firewall/firewall-changes.ts';
import { runInstaller } from './installer/run-installer.ts';
import { discardStaged, stageInstaller } from './installer/staging.ts';
import { accountNamed, createLockedAccount, removeLockedAccount } from './service/accounts.ts';
import { ownersOf, setOwners } from './service/owners.ts';
import { restartUnit, setUnitUser } from './service/unit.ts';
import { testWrite } from './service/write-test.ts';

/** The changing half of a Linux machine with systemd. Needs root; each change is on disk and read back when its promise resolves. */
export function linuxChanges(tree: ConfinedTree): HostChanges {
  return {
    addFirewallRules: (rules) => addFirewallRules(tree, rules),
    removeFirewallRules: (names) => removeFirewallRules(tree, names),
    // A unit switches to its user without a password, so none is ever asked for.
    checkPassword: async () => 'cannot-tell',
    async setServiceAccount(service, account, password) {
      if (password !== null) throw new HostChangeError('account-refused', 'a systemd unit takes no password');
      await setUnitUser(service, account);
    },
    restartService: restartUnit,
    testWrite,
    stageInstaller,
    runInstaller,
    discardStaged,
    unit: {
      createAccount: createLockedAccount,
      removeAccount: removeLockedAccount,
      async idsOf(account) {
        const entry = await accountNamed(account);
        return entry === null ? null : { uid: Number(entry.uid), gid: Number(entry.gid) };
      },
      ownersOf,
      setOwners,
    },
  };
}
