import type { HostChanges } from '../../../host.ts';
import type { Registry } from '../../registry/registry.ts';
import { addFirewallRules, removeFirewallRules } from './firewall-changes.ts';
import { checkPassword } from './password.ts';
import { runInstaller } from './run-installer.ts';
import { restartService, setServiceAccount } from './service-changes.ts';
import { discardStaged, stageInstaller } from './staging.ts';

/** The changing half of a Windows machine. Needs the rights of an administrator; each change is read back when its promise resolves. */
export function windowsChanges(registry: Registry): HostChanges {
  return {
    addFirewallRules: (rules) => addFirewallRules(registry, rules),
    removeFirewallRules: (names) => removeFirewallRules(registry, names),
    checkPassword,
    setServiceAccount,
    restartService,
    // Acting as another account takes its password, which is not kept.
    testWrite: async () => 'cannot-tell',
    stageInstaller,
    runInstaller,
    discardStaged,
  };
}
