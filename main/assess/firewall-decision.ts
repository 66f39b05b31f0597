import type { Firewall, FirewallRule, FirewallZone } from '../model/firewall.ts';
import type { AddressFamily, Listener } from '../model/system-facts.ts';

/** What a firewall rule is held against: one listener in one address family. */
export interface Target {
  protocol: Listener['protocol'];
  port: number;
  family: AddressFamily;
  /** Null where it is not known which program holds the port. */
  programPath: string | null;
}

/** The first place (zone and address family) where inbound traffic to the target passes, with the reason; null where all block. */
export function firstOpening(firewall: Firewall, targets: readonly Target[]): string | null {
  if (!firewall.running) return 'the firewall is not running';
  const off = firewall.zones.find(({ enabled }) => !enabled);
  if (off !== undefined) return `the firewall is switched off in "${off.name}"`;
  for (const target of targets) {
    const zones = firewall.zones.filter(({ families }) => families.includes(target.family));
    if (zones.length === 0) return `no part of the firewall filters ${familyName(target.family)}`;
    for (const zone of zones) {
      const opening = openingIn(zone, firewall.rules, target);
      if (opening !== null) return opening;
    }
  }
  return null;
}

/**
 * Why traffic passes in one zone, or null where it is blocked for every remote address. Doubt never closes: a block rule counts
 * only when it surely matches and is not limited to some remotes, an allow rule also when it may match or lets in only some.
 */
function openingIn(zone: FirewallZone, rules: readonly FirewallRule[], target: Target): string | null {
  const inForce = rules.filter((rule) => rule.enabled && holdsIn(rule, zone));
  const allows = inForce.filter((rule) => rule.action === 'allow' && matches(rule, target) !== 'no');
  const blocked = inForce.some(
    (rule) => rule.action === 'block' && rule.remote === 'any' && matches(rule, target) === 'yes',
  );
  const where = `in "${zone.name}" (${familyName(target.family)})`;
  const winner = blocked ? allows.find(({ overridesBlock }) => overridesBlock) : allows[0];
  if (winner !== undefined) return `${where} the rule "${winner.name}" lets it in`;
  if (blocked || zone.defaultInbound === 'block') return null;
  return `${where} no rule closes it`;
}

/** Whether a rule takes effect in a zone: a policy can make the system ignore rules set on the machine itself. */
function holdsIn(rule: FirewallRule, zone: FirewallZone): boolean {
  if (rule.origin === 'local' && !zone.localRulesApply) return false;
  return rule.zones === 'any' || rule.zones.includes(zone.name);
}

/** Whether a rule speaks of the target, whatever its zones and remotes; `perhaps` where that hangs on an unknown program. */
export function matches(rule: FirewallRule, target: Target): 'yes' | 'perhaps' | 'no' {
  const portFits = rule.ports === 'any' || rule.ports.some(({ from, to }) => from <= target.port && target.port <= to);
  const protocolFits = rule.protocol === 'any' || rule.protocol === target.protocol;
  if (!portFits || !protocolFits || !rule.families.includes(target.family)) return 'no';
  return sameProgram(rule.program, target.programPath);
}

/** A path with `%` still holds an unexpanded variable and could be any program. */
function sameProgram(ruled: string, actual: string | null): 'yes' | 'perhaps' | 'no' {
  if (ruled === 'any') return 'yes';
  if (actual === null || ruled.includes('%')) return 'perhaps';
  return comparable(ruled) === comparable(actual) ? 'yes' : 'no';
}

/** Windows does not tell upper from lower case in paths, nor `/` from `\`. */
function comparable(path: string): string {
  const windows = /^[a-z]:[\\/]|^\\\\/i.test(path);
  return windows ? path.replaceAll('/', '\\').toLowerCase() : path;
}

function familyName(family: AddressFamily): string {
  return family === 'ipv4' ? 'IPv4' : 'IPv6';
}
