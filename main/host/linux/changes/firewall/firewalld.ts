import type { FirewallRule } from '../../../../model/firewall.ts';
import { HostChangeError } from '../../../host.ts';
import { readRuleZones } from '../../firewall/firewalld.ts';
import { richRulesFor } from '../../firewall/our-rich-rules.ts';
import { readInsideOnly } from '../../network/inside-only.ts';
import { findTool } from '../../tool.ts';
import { attempt, change } from '../change-tool.ts';
import { type KeptFile, keepFile, putBack } from '../durable-file.ts';
import type { OurRules } from './our-rules.ts';

const ZONE_FOLDER = '/etc/firewalld/zones';

/** The zones rules have to stand in so that no network is left out but those inside the machine and those the rules leave open. */
export async function zonesToClose(rules: readonly FirewallRule[]): Promise<string[]> {
  const inside = new Set([...(await readInsideOnly()), ...rules.flatMap(({ exceptOn = [] }) => exceptOn)]);
  return [...new Set([...(await readRuleZones('now', inside)), ...(await readRuleZones('permanent', inside))])].sort();
}

/**
 * Throws `HostChangeError` access-denied where a network inside this machine shares a zone with networks of others: firewalld closes
 * a zone as a whole, and the instrument could stop working.
 */
export async function refuseSharedZones(rules: readonly FirewallRule[], zones: readonly string[]): Promise<void> {
  for (const link of new Set(rules.flatMap(({ exceptOn = [] }) => exceptOn))) {
    const asked = await attempt('firewall-cmd', [`--get-zone-of-interface=${link}`]);
    // Without a zone of its own an interface is in the default zone.
    const zone = asked.exitCode === 0 ? asked.stdout.trim() : null;
    if (zone === null || zones.includes(zone)) {
      throw new HostChangeError(
        'access-denied',
        `the network ${link} inside this instrument is in the same firewalld zone as other networks; give it a zone of its own first`,
      );
    }
  }
}

/** A zone with its files as they are, for `restoreZone`. */
export async function keepZone(name: string): Promise<OurRules['zones'][number]> {
  const path = `${ZONE_FOLDER}/${name}.xml`;
  return { name, files: [await keepFile(path), await keepFile(`${path}.old`)] };
}

/** Puts rules into zones, for good and in force now; what is there already stays. Throws `HostChangeError` tool-failed. */
export async function addRichRules(rules: readonly FirewallRule[], zones: readonly string[]): Promise<void> {
  for (const zone of zones) {
    for (const text of rules.flatMap(richRulesFor)) {
      // For good first: what a crash leaves half done must not be gone after the next start.
      await change('firewall-cmd', ['--permanent', `--zone=${zone}`, `--add-rich-rule=${text}`]);
      await change('firewall-cmd', [`--zone=${zone}`, `--add-rich-rule=${text}`]);
      for (const [where, said] of [
        ['--permanent', 'for good'],
        [null, 'now'],
      ] as const) {
        if (!(await isSet(zone, text, where))) {
          throw new HostChangeError('tool-failed', `firewalld zone ${zone} does not hold the rule ${said}: ${text}`);
        }
      }
    }
  }
}

async function isSet(zone: string, text: string, where: '--permanent' | null): Promise<boolean> {
  const words = [...(where === null ? [] : [where]), `--zone=${zone}`, `--query-rich-rule=${text}`];
  return (await attempt('firewall-cmd', words)).exitCode === 0;
}

/** Takes rules out of zones, for good and now. Throws `HostChangeError` tool-failed where one is still there afterwards. */
export async function removeRichRules(rules: readonly FirewallRule[], zones: readonly string[]): Promise<void> {
  for (const zone of zones) {
    for (const text of rules.flatMap(richRulesFor)) {
      for (const where of ['--permanent', null] as const) {
        if (!(await isSet(zone, text, where))) continue;
        const words = [...(where === null ? [] : [where]), `--zone=${zone}`, `--remove-rich-rule=${text}`];
        await change('firewall-cmd', words);
        if (await isSet(zone, text, where))
          throw new HostChangeError('tool-failed', `firewalld kept the rule: ${text}`);
      }
    }
  }
}

/**
 * Puts the files of a zone back as they were before our first rule, where nobody else changed the zone since: firewalld writes a file
 * for a zone that had none, and a second one beside it. Which settings hold for good is the same before and after.
 */
export async function restoreZone({ name, files }: OurRules['zones'][number]): Promise<void> {
  if (findTool('firewall-offline-cmd') === null) return;
  const now: KeptFile[] = await Promise.all(files.map(({ path }) => keepFile(path)));
  const meant = await settings(name);
  for (const file of files) await putBack(file);
  if ((await settings(name)) === meant) return;
  for (const file of now) await putBack(file);
}

/** What the files of a zone mean, read from the files themselves. */
async function settings(zone: string): Promise<string> {
  return (await change('firewall-offline-cmd', [`--info-zone=${zone}`])).stdout;
}
