import fc from 'fast-check';
import { builtInCatalogue } from '../../main/catalogue/catalogue.ts';
import type { Identification, StandingChange } from '../../main/model/assessment.ts';
import { type Fact, read, unavailable } from '../../main/model/fact.ts';
import { type Firewall, type FirewallRule, OUR_RULE_PREFIX } from '../../main/model/firewall.ts';
import type { Observation } from '../../main/model/observation.ts';
import type { Account, AccountRef, Listener, ListenerOwner, Process, Service } from '../../main/model/system-facts.ts';

const AT = '2026-11-23T08:00:00.000Z';
const PROGRAM = 'C:\\Program Files\\Illumina\\UCS\\ucs.exe';

/** Few values, so that process ids, ports, accounts and names meet often. */
const pid = fc.integer({ min: 0, max: 8 });
const port = fc.constantFrom(0, 80, 5000, 5001, 65535);
const families = fc.subarray(['ipv4', 'ipv6'] as const).map((list) => [...list]);
const address = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('0.0.0.0', '::', '127.0.0.1', '::1', '::ffff:127.0.0.1', '192.168.1.20') },
  { weight: 1, arbitrary: fc.oneof(fc.ipV4(), fc.ipV6(), fc.string({ maxLength: 8 })) },
);

/** Mostly a reading that worked: a machine of which nothing could be read teaches little. */
function factOf<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Fact<T>> {
  return fc.oneof(
    { weight: 5, arbitrary: value.map((read_): Fact<T> => read(read_, 'test', AT)) },
    { weight: 1, arbitrary: fc.constant<Fact<T>>(unavailable('needs-elevation', 'access denied', 'test', AT)) },
  );
}

const anyAccountRef: fc.Arbitrary<AccountRef> = fc.record({
  name: fc.constantFrom(
    'sbsuser',
    '.\\sbsadmin',
    'LAB\\sbsuser',
    'MISEQ-1\\sbsadmin',
    'LocalSystem',
    'root',
    'NT SERVICE\\UCS',
  ),
  id: fc.constantFrom(null, '0', '1000', 'S-1-5-18', 'S-1-5-21-1-1001', 'S-1-5-21-1-1002'),
  kind: fc.constantFrom(
    'local-system',
    'root',
    'local-service',
    'network-service',
    'virtual',
    'user',
    'until-log-off',
    'unknown',
  ),
});

const anyAccount: fc.Arbitrary<Account> = fc.record({
  name: fc.constantFrom('sbsuser', 'sbsadmin', 'SBSUSER'),
  fullName: fc.constantFrom('LAB\\sbsuser', 'MISEQ-1\\sbsadmin'),
  id: fc.constantFrom('1000', 'S-1-5-21-1-1001', 'S-1-5-21-1-1002'),
  enabled: fc.boolean(),
  administrator: fc.boolean(),
  administratorVia: fc.array(fc.constantFrom('LabAdmins', 'Administrators'), { maxLength: 2 }),
});

const anyService: fc.Arbitrary<Service> = fc.record({
  name: fc.constantFrom('UCS', 'universal-copy-service.service', 'VSS'),
  displayName: fc.constantFrom('Illumina Universal Copy Service', 'Volume Shadow Copy', ''),
  imagePath: fc.constantFrom(null, PROGRAM),
  account: fc.option(anyAccountRef),
  state: fc.constantFrom('running', 'stopped', 'changing', 'unknown'),
  startType: fc.constantFrom('automatic', 'manual', 'disabled', 'unknown'),
  pid: fc.option(pid),
});

const anyProcess: fc.Arbitrary<Process> = fc.record({
  pid,
  parentPid: fc.option(pid),
  name: fc.constantFrom('a', 'b'),
  imagePath: fc.constantFrom(null, PROGRAM, 'C:\\other.exe'),
  description: fc.constantFrom(null, 'Universal Copy Service', 'Something else'),
  account: fc.option(anyAccountRef),
});

const anyOwner: fc.Arbitrary<ListenerOwner> = fc.oneof(
  fc.record({ kind: fc.constant('process' as const), pid }),
  fc.record({
    kind: fc.constant('http-sys' as const),
    url: fc.constant('http://+:80/'),
    pids: fc.array(pid, { maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant('port-proxy' as const),
    toAddress: fc.oneof(address, fc.constantFrom('localhost', 'lab-server')),
    toPort: port,
  }),
  fc.record({ kind: fc.constant('unreadable' as const), detail: fc.constant('no rights') }),
);

export const anyListener: fc.Arbitrary<Listener> = fc.record({
  protocol: fc.constantFrom('tcp', 'udp'),
  family: fc.constantFrom('ipv4', 'ipv6'),
  address,
  port,
  owner: anyOwner,
});

const anyRule: fc.Arbitrary<FirewallRule> = fc.record({
  name: fc.constantFrom('Lab rule', `${OUR_RULE_PREFIX}run-1`),
  origin: fc.constantFrom('local', 'policy'),
  enabled: fc.boolean(),
  action: fc.constantFrom('allow', 'block'),
  protocol: fc.constantFrom('tcp', 'udp', 'any'),
  ports: fc.oneof(
    fc.constant('any' as const),
    fc.array(
      port.map((one) => ({ from: one, to: one })),
      { maxLength: 2 },
    ),
  ),
  program: fc.constantFrom('any', PROGRAM, '%ProgramFiles%\\x.exe'),
  zones: fc.oneof(fc.constant('any' as const), fc.subarray(['Private', 'Public'])),
  families,
  remote: fc.oneof(fc.constant('any' as const), fc.subarray(['10.0.0.0/8'])),
  overridesBlock: fc.boolean(),
});

export const anyFirewall: fc.Arbitrary<Firewall> = fc.record({
  engine: fc.constant('test'),
  running: fc.boolean(),
  zones: fc.array(
    fc.record({
      name: fc.constantFrom('Private', 'Public'),
      enabled: fc.boolean(),
      defaultInbound: fc.constantFrom('allow', 'block'),
      localRulesApply: fc.boolean(),
      families,
    }),
    { maxLength: 2 },
  ),
  rules: fc.array(anyRule, { maxLength: 4 }),
});

const day = fc.constantFrom('2026-11-22T08:00:00.000Z', '2026-01-01T08:00:00.000Z', '2027-01-01T00:00:00.000Z');
const path = fc.constantFrom(PROGRAM, 'C:\\Windows\\Temp\\a.exe', 'C:\\Program Files\\Illumina\\UCS\\b.dll');

/** What signs of exploitation and network advice rest on. */
const anyTraces = {
  accountChanges: factOf(
    fc.array(
      fc.record({
        account: fc.constantFrom('sbsuser', 'sbsadmin', 'helper'),
        change: fc.constantFrom('created', 'became-administrator', 'created-or-password-set'),
        at: day,
      }),
      { maxLength: 2 },
    ),
  ),
  serviceChanges: factOf(
    fc.array(
      fc.record({
        service: fc.constantFrom('UCS', 'other'),
        change: fc.constantFrom('installed', 'installed-or-changed'),
        at: day,
      }),
      { maxLength: 2 },
    ),
  ),
  remoteDesktop: factOf(fc.record({ enabled: fc.boolean(), through: fc.constant(['port 3389']) })),
  connections: factOf(
    fc.array(
      fc.record({
        family: fc.constantFrom('ipv4', 'ipv6'),
        localAddress: address,
        localPort: port,
        remoteAddress: fc.oneof(address, fc.constantFrom('203.0.113.7', '10.0.0.9')),
        remotePort: port,
        pid: fc.option(pid),
      }),
      { maxLength: 3 },
    ),
  ),
  recentExecutables: factOf(
    fc.record({
      files: fc.array(fc.record({ path, changedAt: day, size: fc.constant(1) }), { maxLength: 2 }),
      incomplete: fc.constantFrom([], ['A folder was not read.']),
    }),
  ),
  programFolderFiles: factOf(
    fc.record({
      files: fc.array(
        fc.record({
          path,
          changedAt: day,
          size: fc.constant(1),
          executable: fc.boolean(),
          fromInstaller: fc.constantFrom(true, false, null),
        }),
        { maxLength: 2 },
      ),
      incomplete: fc.constantFrom([], ['A folder was not read.']),
    }),
  ),
  logGaps: factOf(
    fc.array(
      fc.record({
        log: fc.constant('Security'),
        what: fc.constantFrom('cleared', 'hole'),
        from: fc.option(day),
        to: fc.option(day),
      }),
      { maxLength: 1 },
    ),
  ),
  networkInterfaces: factOf(
    fc.array(
      fc.record({
        name: fc.constantFrom('eth0', 'eth1'),
        up: fc.boolean(),
        addresses: fc.array(
          fc.record({
            family: fc.constantFrom('ipv4', 'ipv6'),
            address: fc.oneof(address, fc.constantFrom('203.0.113.7', '10.0.0.9')),
            prefix: fc.constant(24),
          }),
          { maxLength: 2 },
        ),
        profile: fc.constantFrom(null, 'public', 'private', 'domain'),
      }),
      { maxLength: 2 },
    ),
  ),
  defaultRoutes: factOf(
    fc.array(
      fc.record({
        family: fc.constantFrom('ipv4', 'ipv6'),
        gateway: fc.constantFrom(null, '10.0.0.1'),
        interface: fc.constant('eth0'),
      }),
      {
        maxLength: 1,
      },
    ),
  ),
  fileShares: factOf(
    fc.array(
      fc.record({ name: fc.constant('Runs'), path: fc.constantFrom(null, 'D:\\Runs'), listening: fc.boolean() }),
      { maxLength: 1 },
    ),
  ),
  restrictions: factOf(
    fc.record({
      policies: fc.array(
        fc.record({
          of: fc.constantFrom('machine', 'person'),
          defaultLevel: fc.constantFrom('disallowed', 'unrestricted'),
          enforced: fc.boolean(),
          coversLibraries: fc.boolean(),
          exemptsAdministrators: fc.boolean(),
          programTypes: fc.constant(['EXE']),
          paths: fc.array(
            fc.record({
              level: fc.constantFrom('disallowed', 'basic-user', 'unrestricted'),
              path: fc.constantFrom('%Odd%', 'C:\\'),
              expanded: fc.constantFrom(null, 'C:\\', '*.exe'),
            }),
            { maxLength: 2 },
          ),
          hashes: fc.constant([]),
          zones: fc.constant([]),
          certificates: fc.record({
            counted: fc.boolean(),
            allowed: fc.constantFrom([], ['00']),
            refused: fc.constant([]),
          }),
        }),
        { maxLength: 2 },
      ),
      starts: fc.constantFrom(
        [],
        [{ what: 'helper' as const, path: 'C:\\stick\\ucs-remedy.exe', elevated: true, content: null }],
      ),
      programFolder: fc.constantFrom(null, 'C:\\Program Files'),
    }),
  ),
} satisfies { [Name in keyof Observation]?: fc.Arbitrary<Observation[Name]> };

/** Machines of every kind, sensible or not; copied disks among them. */
export const anyObservation: fc.Arbitrary<Observation> = fc.record({
  host: fc.oneof(
    {
      weight: 5,
      arbitrary: fc.constant({
        kind: 'practice' as const,
        practice: true,
        live: true,
        changeable: true,
        elevated: true,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.constant({
        kind: 'windows-copy' as const,
        practice: false,
        live: false,
        changeable: false,
        elevated: false,
      }),
    },
  ),
  takenAt: fc.constant(AT),
  operatingSystem: factOf(fc.constantFrom({ family: 'windows' as const, name: 'Windows 10', version: '10.0' })),
  machineId: factOf(fc.constant('machine-1')),
  bootId: factOf(fc.constant('boot-1')),
  clock: factOf(fc.constant({ source: 'none', synchronised: null })),
  software: factOf(fc.constant([])),
  services: factOf(fc.array(anyService, { maxLength: 3 })),
  processes: factOf(fc.uniqueArray(anyProcess, { maxLength: 5, selector: (process) => process.pid })),
  listeners: factOf(fc.array(anyListener, { maxLength: 5 })),
  firewall: factOf(anyFirewall),
  accounts: factOf(fc.array(anyAccount, { maxLength: 3 })),
  session: factOf(fc.constant(null)),
  fileVersions: factOf(fc.constant([])),
  runFolders: factOf(fc.constant([])),
  outputPlaces: factOf(fc.constant([])),
  pendingReboot: factOf(fc.constant({ pending: false, reasons: [] })),
  ...anyTraces,
});

const anyVersion = fc.oneof(
  fc.constantFrom(
    '4.0.0.1769',
    '3.1.0.13',
    '4.0',
    '4.0.1',
    '1.3.2',
    '1.4',
    '1.7.5',
    '1.8.1',
    '2.0.1.2',
    '9.9',
    '4',
    '',
  ),
  fc.string({ maxLength: 8 }),
);

export const anyIdentification: fc.Arbitrary<Identification> = fc
  .record({
    product: fc.constantFrom(null, 'not-in-the-catalogue', ...builtInCatalogue().products.map(({ key }) => key)),
    versions: fc.array(anyVersion, { maxLength: 2 }),
    mode: fc.constantFrom('RUO' as const, 'Dx' as const, 'single' as const, 'unknown' as const),
    current: fc.boolean(),
    ucsVersion: fc.option(anyVersion),
    from: fc.option(fc.constantFrom('software' as const, 'run-folder' as const, 'person' as const)),
  })
  .map(({ product, versions, mode, current, ucsVersion, from }) => ({
    status: product === null ? 'undecided' : 'identified',
    undecidedBecause: product === null ? 'Nothing names a product.' : null,
    product,
    productName: product,
    versions,
    mode,
    modeSource: 'test',
    current,
    serial: null,
    ucsVersion,
    claims:
      from === null
        ? []
        : [
            {
              product: product ?? 'miseq',
              productName: 'test',
              version: null,
              from,
              current,
              evidence: { fact: 'software', says: 'test', source: 'test', at: AT },
            },
          ],
    contradictions: [],
  }));

export const anyStanding: fc.Arbitrary<StandingChange[]> = fc.array(
  fc.record({
    step: fc.constantFrom('product-installer', 'firewall-ports', 'ucs-account'),
    runId: fc.constant('run-1'),
    cves: fc.subarray(['CVE-2023-1968', 'CVE-2023-1966'] as const).map((list) => [...list]),
    state: fc.constantFrom('applied', 'waits-for-restart'),
  }),
  { maxLength: 2 },
);
