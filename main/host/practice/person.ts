import * as z from 'zod';
import { FirewallRule } from '../../model/firewall.ts';
import { Protocol } from '../../model/system-facts.ts';
import type { GuidedTask, SimulatedPerson } from '../host.ts';
import { Secret } from '../secret.ts';
import { administratorChain, groupsOf, localAccount, serviceAccountName } from './accounts.ts';
import { runOriginal } from './installers.ts';
import type { InstrumentState } from './instrument-state.ts';
import { setServiceAccount, startService } from './services.ts';
import type { StateFile } from './state-file.ts';

type Answer = 'done' | 'refused';
type Details = GuidedTask['details'];

const SUCCESSFUL_EXIT_CODES = new Set([0, 3010, 1641]);
const SECOND_ADMINISTRATOR = {
  name: 'sbsadmin',
  id: 'S-1-5-21-1000-2000-3000-1090',
  password: 'practice-made-by-hand',
};

/**
 * The person who stands at a practice instrument and follows guided tasks. They refuse what the scenario tells them to
 * refuse, and what they cannot do as it is written (an account that does not exist).
 */
export function simulatedPerson(file: StateFile): SimulatedPerson {
  return {
    perform: ({ id, details }) =>
      file.change((state) => (state.switches.personRefuses.includes(id) ? 'refused' : TASKS[id](state, details))),
    async passwordFor(account) {
      const password = localAccount(await file.current(), account)?.password ?? null;
      return password === null ? null : new Secret(password);
    },
  };
}

const TASKS: Record<GuidedTask['id'], (state: InstrumentState, details: Details) => Answer> = {
  'lrm-service-account': (state, { service, account }) => setAccount(state, service, account),
  'linux-unit-account': (state, { unit, account }) => setAccount(state, unit, account),
  'sequence-as-standard-user': (state, { account }) => sequenceAsStandardUser(state, account),
  'close-ports-by-hand': closePorts,
  'restore-account': restoreAccount,
  'install-by-hand': (state, { installer }) => {
    const exitCode = installer === undefined ? null : runOriginal(state, installer);
    return exitCode !== null && SUCCESSFUL_EXIT_CODES.has(exitCode) ? 'done' : 'refused';
  },
};

/** Types account and password into the dialog and restarts. Whether the service then runs is for the program to see. */
function setAccount(state: InstrumentState, service: string | undefined, account: string | undefined): Answer {
  if (service === undefined || account === undefined || state.services[service] === undefined) return 'refused';
  if (serviceAccountName(state, account) === null) return 'refused';
  const password = localAccount(state, account)?.password ?? null;
  setServiceAccount(state, service, account, password === null ? null : new Secret(password));
  startService(state, service);
  return 'done';
}

/** The vendor's order: another administrator first, only then take the rights away, then log off and on. */
function sequenceAsStandardUser(state: InstrumentState, name: string | undefined): Answer {
  const account = name === undefined ? undefined : localAccount(state, name);
  if (account === undefined || !account.enabled) return 'refused';
  if (administratorChain(state, account.name) !== null) {
    const madeAdministrator = hasOtherAdministrator(state, account.name) ? null : makeAdministrator(state);
    if (madeAdministrator === null && !hasOtherAdministrator(state, account.name)) return 'refused';
    const groups = groupsOf(state, account.name).filter((group) => leadsToAdministrators(state, group));
    for (const group of groups) state.groups[group] = state.groups[group]?.filter((m) => m !== account.name) ?? [];
    state.demoted[account.name] = { groups, session: state.session?.account ?? null, madeAdministrator };
  }
  state.session = { account: account.name, kind: 'console' };
  return 'done';
}

function leadsToAdministrators(state: InstrumentState, group: string): boolean {
  return group === state.administratorGroup || administratorChain(state, group) !== null;
}

function hasOtherAdministrator(state: InstrumentState, account: string): boolean {
  return Object.entries(state.accounts).some(
    ([name, { enabled }]) => name !== account && enabled && administratorChain(state, name) !== null,
  );
}

/** Makes `sbsadmin`; null where the scenario does not let them, or a disabled one has the name. */
function makeAdministrator(state: InstrumentState): string | null {
  const { name, id, password } = SECOND_ADMINISTRATOR;
  if (!state.switches.personMakesAdministrator || state.accounts[name] !== undefined) return null;
  state.accounts[name] = { id, enabled: true, password };
  addMember(state, state.administratorGroup, name);
  return name;
}

function addMember(state: InstrumentState, group: string, member: string): void {
  state.groups[group] = [...new Set([...(state.groups[group] ?? []), member])].sort();
}

function restoreAccount(state: InstrumentState, details: Details): Answer {
  const { account: name, administrator } = details;
  const service = details['service'] ?? details['unit'];
  if (administrator === 'yes') {
    const account = name === undefined ? undefined : localAccount(state, name);
    if (account === undefined) return 'refused';
    giveRightsBack(state, account.name);
  }
  if (service !== undefined) return setAccount(state, service, name);
  return administrator === 'yes' ? 'done' : 'refused';
}

function giveRightsBack(state: InstrumentState, account: string): void {
  const before = state.demoted[account];
  delete state.demoted[account];
  for (const group of before?.groups ?? [state.administratorGroup]) addMember(state, group, account);
  if (before === undefined) return;
  if (before.session !== null) state.session = { account: before.session, kind: 'console' };
  if (before.madeAdministrator !== null) deleteAccount(state, before.madeAdministrator);
}

function deleteAccount(state: InstrumentState, account: string): void {
  delete state.accounts[account];
  for (const group of groupsOf(state, account)) {
    state.groups[group] = state.groups[group]?.filter((member) => member !== account) ?? [];
  }
}

const PortsByHand = z
  .array(z.strictObject({ protocol: Protocol, port: z.coerce.number().int().min(1).max(65535) }))
  .min(1);

/** `rules`: the rules as JSON, typed in as they are. Or `ports`: "tcp 18081, udp 18082". */
function closePorts(state: InstrumentState, { rules, ports }: Details): Answer {
  const wanted = rules === undefined ? rulesForPorts(ports ?? '') : rulesFromJson(rules);
  if (wanted === null) return 'refused';
  for (const { name, ...rule } of wanted) state.firewall.rules[name] = rule;
  return 'done';
}

function rulesFromJson(text: string): FirewallRule[] | null {
  try {
    return z.array(FirewallRule).min(1).parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function rulesForPorts(text: string): FirewallRule[] | null {
  const listed = text.split(',').map((part) => {
    const [protocol, port] = part.trim().split(/\s+/);
    return { protocol, port };
  });
  const parsed = PortsByHand.safeParse(listed);
  if (!parsed.success) return null;
  return parsed.data.map(({ protocol, port }) => ({
    name: `Closed by hand: ${protocol} ${port}`,
    origin: 'local',
    enabled: true,
    action: 'block',
    protocol,
    ports: [{ from: port, to: port }],
    program: 'any',
    zones: 'any',
    families: ['ipv4', 'ipv6'],
    remote: 'any',
    overridesBlock: false,
  }));
}
