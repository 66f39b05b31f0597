import * as z from 'zod';
import { reachability } from '../../main/assess/reachability.ts';
import { type Host, HostChangeError } from '../../main/host/host.ts';
import { whenRead } from '../../main/model/fact.ts';
import { type FirewallRule, OUR_RULE_PREFIX } from '../../main/model/firewall.ts';
import type { Observation } from '../../main/model/observation.ts';
import type { Check, Outcome } from '../../main/model/step-result.ts';
import { Protocol } from '../../main/model/system-facts.ts';
import { isEphemeralPort } from '../../main/observe/ephemeral-ports.ts';
import { observe } from '../../main/observe/observe.ts';
import { findUcs } from '../../main/observe/ucs.ts';
import type { UcsListener } from '../../main/observe/ucs-listeners.ts';
import { checkLabWorks, LabBaseline, labBaseline } from '../lab-works.ts';
import { statedUnitWarnings } from '../stated-unit.ts';
import { defineStep, type PlanContext, ucsNames } from '../step.ts';
import { DoubtfulNetwork, networksOf, StatedNetwork } from './networks.ts';
import { inForce, PackedPort, packedPortCheck, packedPorts, RESULTS } from './packed-ports.ts';
import { texts } from './texts.ts';

const Params = z.strictObject({
  baseline: LabBaseline,
  /** Absolute paths of the programs that hold UCS sockets; they are closed whatever port they choose. */
  programs: z.array(z.string()),
  /** Ports that stay the same over restarts, closed for every program. */
  ports: z.array(z.strictObject({ protocol: Protocol, port: z.number().int() })),
  /** Ports that only a site pack names: nothing of UCS listens on them now. */
  packedPorts: z.array(PackedPort),
  /** Whether something is known to keep the rules from working: then nothing is promised. */
  heldBack: z.boolean(),
  /** Interfaces of networks inside the machine, where nothing is closed. */
  insideNetworks: z.array(z.string()),
  /** Networks that stay open on the word of a person or a site pack. */
  statedNetworks: z.array(StatedNetwork),
  /** Every other network: closed. */
  closedNetworks: z.array(z.string()),
  /** Those of them that a person may know to be inside the instrument. */
  doubtfulNetworks: z.array(DoubtfulNetwork),
});
type Params = z.infer<typeof Params>;

/** Names of the rules of ours that were there before: an undo leaves them alone. */
const Backup = z.strictObject({ ourRulesBefore: z.array(z.string()) });
type Backup = z.infer<typeof Backup>;

/** Closes the sockets of UCS to every other machine, by program and by port. Loopback keeps working. */
export const firewallPorts = defineStep<Params, Backup>({
  id: 'firewall-ports',
  addresses: ['CVE-2023-1968'],
  reversible: true,
  params: Params,
  backups: Backup,

  mode: ({ observation }) => (observation.host.changeable ? 'automatic' : 'guided'),

  applicable(context) {
    const verdict = context.assessment.verdicts.find(({ cve }) => cve === 'CVE-2023-1968');
    if (verdict?.state !== 'exposed') return false;
    const open = openListeners(context);
    if (open.length === 0) return false;
    const family = whenRead(context.observation.operatingSystem)?.family ?? null;
    // A port the system chose by itself is another one tomorrow: named, it would make this plan another plan.
    return texts.because(uniquePorts(open.filter(({ port }) => !isEphemeralPort(port, family))));
  },

  prepare(context) {
    const { observation } = context;
    const open = openListeners(context);
    const family = whenRead(observation.operatingSystem)?.family ?? null;
    // Only Windows limits an inbound rule to a program; elsewhere ports are all there is.
    const programs = family === 'windows' ? unique(open.flatMap(({ programPath }) => programPath ?? [])) : [];
    const coveredByProgram = (listener: UcsListener) =>
      listener.programPath !== null && programs.includes(listener.programPath);
    const ports = open.filter((listener) => !(isEphemeralPort(listener.port, family) && coveredByProgram(listener)));
    const { inside, stated, outside, doubtful } = networksOf(context);
    const obstacles = obstaclesIn(observation, open);
    return {
      params: {
        baseline: labBaseline(observation, ucsNames(context)),
        programs,
        ports: uniquePorts(ports),
        packedPorts: packedPorts(context, uniquePorts(ports)),
        heldBack: obstacles.length > 0,
        insideNetworks: inside,
        statedNetworks: stated,
        closedNetworks: outside,
        doubtfulNetworks: doubtful,
      },
      needs: [],
      warnings: [
        ...statedUnitWarnings(context),
        ...obstacles,
        ...(ports.some(({ port }) => isEphemeralPort(port, family)) ? [texts.portMayChange] : []),
        ...stated.filter(({ saidBy }) => saidBy === null).map(({ name }) => texts.statedStaysOpen(name)),
        ...doubtful.map(({ name, addresses }) => texts.mayBeInside(name, addresses)),
      ],
    };
  },

  describe({ programs, ports, packedPorts, insideNetworks, statedNetworks, closedNetworks, heldBack }) {
    const after = heldBack ? texts.heldBack : texts.closed;
    return [
      ...programs.map((program) => ({ what: texts.program(program), before: texts.open, after })),
      ...ports.map(({ protocol, port }) => ({ what: texts.port(protocol, port), before: texts.open, after })),
      ...packedPorts.map(({ protocol, port, saidBy }) => ({
        what: texts.packedPort(protocol, port, saidBy),
        before: texts.notInUse,
        after,
      })),
      ...insideNetworks.map((name) => ({
        what: texts.insideNetwork(name),
        before: texts.open,
        after: texts.staysOpen,
      })),
      ...statedNetworks.map(({ name, saidBy }) => ({
        what: saidBy === null ? texts.statedNetwork(name) : texts.packedNetwork(name, saidBy),
        before: texts.open,
        after: texts.staysOpen,
      })),
      ...closedNetworks.map((name) => ({
        what: texts.closedNetwork(name),
        before: texts.open,
        after: heldBack ? texts.heldBack : texts.closedThere,
      })),
    ];
  },

  async backup(host) {
    // Rules set by hand are not ours, and nobody but a person takes them away.
    if (host.changes === null) return { ourRulesBefore: [] };
    const firewall = await host.firewall();
    if (firewall.status === 'unavailable') throw new HostChangeError('tool-failed', firewall.detail);
    const { rules } = firewall.value;
    return { ourRulesBefore: rules.map(({ name }) => name).filter((name) => name.startsWith(OUR_RULE_PREFIX)) };
  },

  async apply(host, params, context) {
    const rules = blockRules(params, context.runId);
    if (host.changes === null) {
      return guided(
        await context.guide({
          id: 'close-ports-by-hand',
          title: texts.byHandTitle,
          instructions: texts.byHand([...params.ports, ...params.packedPorts]),
          details: {
            ports: [...params.ports, ...params.packedPorts]
              .map(({ protocol, port }) => `${protocol} ${port}`)
              .join(', '),
          },
        }),
      );
    }
    context.progress(texts.adding(rules.length));
    await host.changes.addFirewallRules(rules);
    return { status: 'done', code: 'rules-added', says: texts.added(rules.length), next: null };
  },

  async verify(host, { baseline, packedPorts }) {
    const observation = await observe(host);
    return [
      ...closedChecks(observation, baseline.ucsNames),
      ...packedPorts.map((port) => packedPortCheck(observation, port)),
      ...(await checkLabWorks(host, observation, baseline, null)),
    ];
  },

  async rollback(host, { ourRulesBefore }, { runId }) {
    if (host.changes === null) {
      return { status: 'needs-person', code: 'undo-by-hand', says: texts.undoByHand, next: texts.undoByHandNext };
    }
    const added = await rulesOfRun(host, runId);
    if (added === null) return notReadable;
    await host.changes.removeFirewallRules(added.filter((name) => !ourRulesBefore.includes(name)));
    const left = (await rulesOfRun(host, runId))?.filter((name) => !ourRulesBefore.includes(name));
    if (left === undefined) return notReadable;
    return left.length === 0
      ? { status: 'undone', code: 'rules-removed', says: texts.removed, next: null }
      : { status: 'failed', code: 'rules-remain', says: texts.remain(left.join(', ')), next: texts.remainNext };
  },
});

function openListeners(context: PlanContext): UcsListener[] {
  const { observation } = context;
  const { listeners } = findUcs(observation, ucsNames(context));
  const stated = networksOf(context).stated.map(({ name }) => name);
  return listeners.filter((listener) => {
    const { result, leftOpenOn = [] } = reachability(listener, observation.firewall, listener.programPath);
    // An earlier run left a network open that nobody speaks for any more.
    return result === 'open' || leftOpenOn.some((name) => !stated.includes(name));
  });
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function uniquePorts(listeners: readonly UcsListener[]): Params['ports'] {
  const byKey = new Map(listeners.map(({ protocol, port }) => [`${protocol} ${port}`, { protocol, port }]));
  return [...byKey.keys()].sort().flatMap((key) => byKey.get(key) ?? []);
}

/** What keeps rules of ours from working here, in sentences: known before anything is promised. */
function obstaclesIn(observation: Observation, open: readonly UcsListener[]): string[] {
  const firewall = whenRead(observation.firewall);
  if (firewall === undefined) return [];
  const { zones, running } = firewall;
  // Elsewhere a firewall that is off is no obstacle: rules are set where the kernel itself follows them.
  const windows = whenRead(observation.operatingSystem)?.family === 'windows';
  return [
    ...(windows && !running ? [texts.notRunning] : []),
    ...(windows ? zones.filter(({ enabled }) => !enabled) : []).map(({ name }) => texts.switchedOff(name)),
    ...zones.filter(({ localRulesApply }) => !localRulesApply).map(({ name }) => texts.policyOverrides(name)),
    ...overridingRules(observation, open).map(texts.ruleOverrides),
  ];
}

/** Allow rules that win over block rules and speak of one of these ports. */
function overridingRules(observation: Observation, open: readonly UcsListener[]): string[] {
  const rules = whenRead(observation.firewall)?.rules ?? [];
  const speaksOf = ({ ports, protocol }: FirewallRule) =>
    open.some(
      (listener) =>
        (protocol === 'any' || protocol === listener.protocol) &&
        (ports === 'any' || ports.some(({ from, to }) => from <= listener.port && listener.port <= to)),
    );
  return rules
    .filter((rule) => rule.enabled && rule.action === 'allow' && rule.overridesBlock && speaksOf(rule))
    .map(({ name }) => name);
}

function blockRules(params: Params, runId: string): FirewallRule[] {
  const { programs, ports, packedPorts, insideNetworks, statedNetworks } = params;
  const exceptOn = [...insideNetworks, ...statedNetworks.map(({ name }) => name)].sort();
  const base = {
    origin: 'local',
    enabled: true,
    action: 'block',
    zones: 'any',
    families: ['ipv4', 'ipv6'],
    remote: 'any',
    overridesBlock: false,
    ...(exceptOn.length > 0 ? { exceptOn } : {}),
  } satisfies Partial<FirewallRule>;
  const name = (what: string) => `${OUR_RULE_PREFIX}${runId} ${what}`;
  return [
    ...programs.map(
      (program): FirewallRule => ({
        ...base,
        name: name(`program ${program}`),
        protocol: 'any',
        ports: 'any',
        program,
      }),
    ),
    ...[...ports, ...packedPorts].map(
      ({ protocol, port }): FirewallRule => ({
        ...base,
        name: name(`${protocol} ${port}`),
        protocol,
        ports: [{ from: port, to: port }],
        program: 'any',
      }),
    ),
  ];
}

/** Judges what UCS listens on now, not what was written: the rules are read back with everything that competes with them. */
function closedChecks(observation: Observation, ucsNames: readonly string[]): Check[] {
  const ucs = findUcs(observation, ucsNames);
  if (ucs.unread.length > 0 || ucs.listeners.length === 0) {
    return [
      {
        id: 'ports-closed',
        about: 'effect',
        result: 'not-possible',
        says: texts.cannotTell,
        source: observation.listeners.source,
      },
    ];
  }
  return ucs.listeners.map((listener) => {
    const { result, because } = reachability(listener, inForce(observation.firewall), listener.programPath);
    return {
      id: `closed-${listener.protocol}-${listener.family}-${listener.port}`,
      about: 'effect',
      result: RESULTS[result],
      says: `${listener.address}: ${because}`,
      source: observation.firewall.source,
    };
  });
}

/** Null: the rules could not be read, which is not the same as none. */
async function rulesOfRun(host: Host, runId: string): Promise<string[] | null> {
  const firewall = whenRead(await host.firewall());
  if (firewall === undefined) return null;
  return firewall.rules.map(({ name }) => name).filter((name) => name.startsWith(`${OUR_RULE_PREFIX}${runId} `));
}

const notReadable: Outcome = {
  status: 'failed',
  code: 'rules-not-readable',
  says: texts.notReadable,
  next: texts.remainNext,
};

function guided(answer: 'done' | 'refused' | 'nobody-there'): Outcome {
  if (answer === 'done') return { status: 'done', code: 'done-by-hand', says: texts.doneByHand, next: null };
  return { status: 'needs-person', code: 'guided-step-open', says: texts.stillToDo, next: texts.stillToDoNext };
}
