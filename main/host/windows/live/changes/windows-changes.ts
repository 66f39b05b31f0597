import type { HostChanges } from '../../../host.ts';
import type { Registry } from '../../registry/registry.ts';
import { addFirewallRules, removeFirewallRules } from './firewall-changes.ts';
import { logonRight } from './logon-right.ts';
import { checkPassword, localName } from './password.ts';
import { runInstaller } from './run-installer.ts';
import { restartService, setServiceAccount } from './service-changes.ts';
import { discardStaged, stageInstaller } from './staging.ts';
import { type KnownPasswords, testWrite } from './write-test.ts';

/** The changing half of a Windows machine. Needs the rights of an administrator; each change is read back when its promise resolves. */
export function windowsChanges(registry: Registry): HostChanges {
  const passwords: KnownPasswords = new Map();
  return {
    addFirewallRules: (rules) => addFirewallRules(registry, rules),
    removeFirewallRules: (names) => removeFirewallRules(registry, names),
    checkPassword,
    async setServiceAccount(service, account, password) {
      await setServiceAccount(service, account, password);
      const local = localName(account);
      if (password !== null && local !== null) passwords.set(local.toLowerCase(), password);
    },
    restartService,
    testWrite: async (place, account) => testWrite(place, account, passwords),
    logonRight,
    stageInstaller,
    runInstaller,
    discardStaged,
  };
}
