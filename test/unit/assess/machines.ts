import { builtInCatalogue } from '../../../main/catalogue/catalogue.ts';
import type { Identification, IdentityClaim, StandingChange } from '../../../main/model/assessment.ts';
import { read, unavailable } from '../../../main/model/fact.ts';
import { type Firewall, type FirewallRule, OUR_RULE_PREFIX } from '../../../main/model/firewall.ts';
import type { FactName, Observation } from '../../../main/model/observation.ts';
import type { AccountRef, Listener, Process, Service } from '../../../main/model/system-facts.ts';

export const AT = '2026-11-23T08:00:00.000Z';
export const UCS_PID = 500;
export const catalogue = builtInCatalogue();

const fact = <T>(value: T) => read(value, 'test', AT);
export const failed = (detail = 'access denied') => unavailable('needs-elevation', detail, 'test', AT);

export const STANDARD: AccountRef = { name: '.\\sbsuser', id: 'S-1-5-21-1-1001', kind: 'user' };
export const ADMINISTRATOR: AccountRef = { name: '.\\sbsadmin', id: 'S-1-5-21-1-1002', kind: 'user' };
export const LOCAL_SYSTEM: AccountRef = { name: 'LocalSystem', id: 'S-1-5-18', kind: 'local-system' };
export const LOCAL_SERVICE: AccountRef = { name: 'NT AUTHORITY\\LocalService', id: 'S-1-5-19', kind: 'local-service' };

export function service(changed: Partial<Service> = {}): Service {
  return {
    name: 'UCS',
    displayName: 'Illumina Universal Copy Service',
    imagePath: 'C:\\Program Files\\Illumina\\UCS\\ucs.exe',
    account: STANDARD,
    state: 'running',
    startType: 'automatic',
    pid: UCS_PID,
    ...changed,
  };
}

export function ucsProcess(changed: Partial<Process> = {}): Process {
  return {
    pid: UCS_PID,
    parentPid: 1,
    name: 'ucs.exe',
    imagePath: 'C:\\Program Files\\Illumina\\UCS\\ucs.exe',
    description: 'Universal Copy Service',
    account: STANDARD,
    ...changed,
  };
}

export function listener(changed: Partial<Listener> = {}): Listener {
  return {
    protocol: 'tcp',
    family: 'ipv4',
    address: '0.0.0.0',
    port: 5000,
    owner: { kind: 'process', pid: UCS_PID },
    ...changed,
  };
}

export function rule(changed: Partial<FirewallRule> = {}): FirewallRule {
  return {
    name: `${OUR_RULE_PREFIX}run-1`,
    origin: 'local',
    enabled: true,
    action: 'block',
    protocol: 'tcp',
    ports: [{ from: 5000, to: 5000 }],
    program: 'any',
    zones: 'any',
    families: ['ipv4', 'ipv6'],
    remote: 'any',
    overridesBlock: false,
    ...changed,
  };
}

export function firewall(rules: FirewallRule[] = [], changed: Partial<Firewall> = {}): Firewall {
  const zone = {
    enabled: true,
    defaultInbound: 'allow' as const,
    localRulesApply: true,
    families: ['ipv4' as const, 'ipv6' as const],
  };
  return {
    engine: 'test',
    running: true,
    zones: [
      { name: 'Private', ...zone },
      { name: 'Public', ...zone },
    ],
    rules,
    ...changed,
  };
}

/** A remediated instrument: UCS runs as a standard account, and its only port is closed by a rule of ours. */
export function observation(changed: Partial<Observation> = {}): Observation {
  return {
    host: { kind: 'practice', practice: true, live: true, changeable: true, elevated: true },
    takenAt: AT,
    operatingSystem: fact({ family: 'windows', name: 'Windows 10', version: '10.0.14393' }),
    machineId: fact('machine-1'),
    bootId: fact('boot-1'),
    clock: fact({ source: 'none', synchronised: null }),
    software: fact([]),
    services: fact([service()]),
    processes: fact([ucsProcess(), ucsProcess({ pid: 4, parentPid: 0, name: 'System', description: null })]),
    listeners: fact([listener()]),
    firewall: fact(firewall([rule()])),
    accounts: fact([
      {
        name: 'sbsuser',
        fullName: 'MISEQ-1\\sbsuser',
        id: 'S-1-5-21-1-1001',
        enabled: true,
        administrator: false,
        administratorVia: [],
      },
      {
        name: 'sbsadmin',
        fullName: 'MISEQ-1\\sbsadmin',
        id: 'S-1-5-21-1-1002',
        enabled: true,
        administrator: true,
        administratorVia: ['LabAdmins', 'Administrators'],
      },
    ]),
    session: fact(null),
    fileVersions: fact([]),
    runFolders: fact([]),
    outputPlaces: fact([]),
    pendingReboot: fact({ pending: false, reasons: [] }),
    accountChanges: fact([]),
    serviceChanges: fact([]),
    remoteDesktop: fact({ enabled: false, through: [] }),
    connections: fact([]),
    recentExecutables: fact({ files: [], incomplete: [] }),
    programFolderFiles: fact({ files: [], incomplete: [] }),
    logGaps: fact([]),
    networkInterfaces: fact([]),
    defaultRoutes: fact([]),
    fileShares: fact([]),
    restrictions: fact({ policies: [], starts: [], programFolder: null }),
    ...changed,
  };
}

/** The same machine with one or more facts set to values. */
export function having(values: { [Name in FactName]?: unknown }): Observation {
  const facts = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fact(value)]));
  return observation(facts as Partial<Observation>);
}

/** An observation in which some facts could not be read. */
export function without(names: readonly FactName[], from: Observation = observation()): Observation {
  return { ...from, ...Object.fromEntries(names.map((name) => [name, failed()])) };
}

export function claim(changed: Partial<IdentityClaim> = {}): IdentityClaim {
  return {
    product: 'miseq',
    productName: 'MiSeq Control Software',
    version: '4.0.0.1769',
    from: 'software',
    current: true,
    evidence: { fact: 'software', says: 'MiSeq Control Software 4.0.0.1769', source: 'test', at: AT },
    ...changed,
  };
}

export function identified(product: string, versions: string[], changed: Partial<Identification> = {}): Identification {
  const known = catalogue.products.find(({ key }) => key === product);
  const productName = known?.name ?? product;
  return {
    status: 'identified',
    undecidedBecause: null,
    product,
    productName,
    versions,
    mode: known?.mode ?? 'unknown',
    modeSource: 'test',
    current: true,
    serial: null,
    ucsVersion: null,
    claims: versions.map((version) => claim({ product, productName, version })),
    contradictions: [],
    ...changed,
  };
}

export function notIdentified(): Identification {
  return {
    ...identified('miseq', []),
    status: 'undecided',
    undecidedBecause: 'No listed product is installed.',
    product: null,
    productName: null,
    mode: 'unknown',
    current: false,
  };
}

export const LISTED = identified('miseq', ['4.0.0.1769']);
export const UNLISTED = identified('miseq', ['3.1.0.13']);

export function standing(step: string, state: StandingChange['state'], cves: StandingChange['cves']): StandingChange {
  return { step, runId: 'run-1', cves, state };
}
