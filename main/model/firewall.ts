import * as z from 'zod';
import { AddressFamily } from './system-facts.ts';

/** Inclusive port range; a single port has `from` equal to `to`. */
export const PortRange = z.strictObject({
  from: z.number().int().min(0).max(65535),
  to: z.number().int().min(0).max(65535),
});
export type PortRange = z.infer<typeof PortRange>;

/** A part of the firewall with a policy of its own: a Windows profile, a firewalld zone, an nftables input chain. */
export const FirewallZone = z.strictObject({
  name: z.string(),
  /** Whether the firewall filters at all here. */
  enabled: z.boolean(),
  /** What happens to inbound traffic no rule speaks of. */
  defaultInbound: z.enum(['allow', 'block']),
  /** False where a policy makes the system ignore rules set on the machine itself (`AllowLocalPolicyMerge` = 0). */
  localRulesApply: z.boolean(),
  /** Address families this zone filters. A family filtered by no zone is open. */
  families: z.array(AddressFamily),
});
export type FirewallZone = z.infer<typeof FirewallZone>;

/** An inbound rule. Where a value is `any` the rule does not look at it. */
export const FirewallRule = z.strictObject({
  name: z.string(),
  /** Set on the machine, or pushed by a policy that outranks it. */
  origin: z.enum(['local', 'policy']),
  enabled: z.boolean(),
  action: z.enum(['allow', 'block']),
  protocol: z.enum(['tcp', 'udp', 'any']),
  ports: z.union([z.literal('any'), z.array(PortRange)]),
  /** Absolute path of the program the rule is limited to. */
  program: z.union([z.literal('any'), z.string()]),
  /** Names of the zones it holds in. */
  zones: z.union([z.literal('any'), z.array(z.string())]),
  families: z.array(AddressFamily),
  /** Remote addresses it is limited to, in the system's own notation. */
  remote: z.union([z.literal('any'), z.array(z.string())]),
  /** True for an allow rule that wins over block rules (Windows "override block rules", an earlier accept in a chain). */
  overridesBlock: z.boolean(),
  /**
   * Interfaces it leaves out. Of a rule to be set: networks inside this machine or instrument. Of a rule that was read: only those that
   * do not surely end inside this machine. Absent where it leaves out none, and on systems without such rules.
   */
  exceptOn: z.array(z.string()).optional(),
});
export type FirewallRule = z.infer<typeof FirewallRule>;

/**
 * The inbound filter of the machine, in one notation for every system. A host gives this only when it understood *all*
 * rules that could matter; else the fact is `unavailable`, because a rule not understood could open what another closes.
 */
export const Firewall = z.strictObject({
  engine: z.string(),
  /** Whether the filtering service runs. */
  running: z.boolean(),
  zones: z.array(FirewallZone),
  rules: z.array(FirewallRule),
});
export type Firewall = z.infer<typeof Firewall>;

/** Rules of ours carry this at the start of their name, followed by the run id: so they are found again, and only they. */
export const OUR_RULE_PREFIX = 'UCS-Remediation-Wizard ';
