import { mkdir, rmdir } from 'node:fs/promises';
import { syncFolderNames } from '../../../hash-chained-file.ts';
import { change } from '../change-tool.ts';
import { removeDurably, writeDurably } from '../durable-file.ts';

/** Sets our rules at every start of the system, with the same words as when they were first set. */
export const BOOT_UNIT = 'ucs-remediation-wizard-firewall.service';
const UNIT_FILE = `/etc/systemd/system/${BOOT_UNIT}`;
const RULES_FOLDER = '/etc/ucs-remediation-wizard';
/** Whoever else sets rules at the start does so before us, and takes us along when it sets them anew. */
const OTHERS = ['nftables.service', 'iptables.service', 'ip6tables.service', 'netfilter-persistent.service'];

/**
 * Rules in files, and the one command (absolute path and words) that sets them. Of several commands in a unit systemd now and then
 * cannot start the second: it clears the group of the first away (219/CGROUP, seen in 2 of 120 starts with systemd 252).
 */
export interface BootRules {
  files: Record<string, string>;
  command: readonly string[];
}

/** Absolute path of one of our rule files. */
export function ruleFile(name: string): string {
  return `${RULES_FOLDER}/${name}`;
}

/** Puts the rules on disk, has the system set them at each start, and sets them now. Throws `HostChangeError` tool-failed. */
export async function setAtBoot({ files, command }: BootRules): Promise<void> {
  await mkdir(RULES_FOLDER, { recursive: true, mode: 0o755 });
  await syncFolderNames('/etc');
  for (const [name, text] of Object.entries(files)) await writeDurably(ruleFile(name), text, { mode: 0o600 });
  await writeDurably(UNIT_FILE, unitText(command), { mode: 0o644 });
  await change('systemctl', ['daemon-reload']);
  await change('systemctl', ['enable', '--quiet', BOOT_UNIT]);
  await change('systemctl', ['restart', BOOT_UNIT]);
}

/** Takes away what `setAtBoot` put on disk. The rules in force stay as they are. */
export async function forgetAtBoot(names: readonly string[]): Promise<void> {
  await change('systemctl', ['disable', '--quiet', '--no-reload', UNIT_FILE]).catch(() => undefined);
  await removeDurably(`/etc/systemd/system/sysinit.target.wants/${BOOT_UNIT}`);
  await removeDurably(UNIT_FILE);
  for (const name of names) await removeDurably(ruleFile(name));
  // Somebody else's file in our folder keeps the folder.
  await rmdir(RULES_FOLDER).catch(() => undefined);
  await change('systemctl', ['daemon-reload']);
  await change('systemctl', ['stop', BOOT_UNIT]).catch(() => undefined);
}

/** The unit that carries out this command. */
export function unitText(command: BootRules['command']): string {
  return [
    '[Unit]',
    'Description=Firewall rules of UCS Remediation Wizard',
    'DefaultDependencies=no',
    'Wants=network-pre.target',
    'Before=network-pre.target shutdown.target',
    'Conflicts=shutdown.target',
    'RequiresMountsFor=/etc/ucs-remediation-wizard /usr',
    `After=local-fs.target ${OTHERS.join(' ')}`,
    `PartOf=${OTHERS.join(' ')}`,
    `ReloadPropagatedFrom=${OTHERS.join(' ')}`,
    '',
    '[Service]',
    'Type=oneshot',
    'RemainAfterExit=yes',
    `ExecStart=${command.join(' ')}`,
    `ExecReload=${command.join(' ')}`,
    '',
    '[Install]',
    'WantedBy=sysinit.target',
    '',
  ].join('\n');
}
