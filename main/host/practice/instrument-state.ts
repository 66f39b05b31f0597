import * as z from 'zod';
import { FirewallRule, FirewallZone } from '../../model/firewall.ts';
import { InstallerFile } from '../../model/installer.ts';
import { Sha256 } from '../../model/json.ts';
import { FactName } from '../../model/observation.ts';
import { Restrictions } from '../../model/restriction-facts.ts';
import {
  Clock,
  FileVersion,
  InstalledSoftware,
  OperatingSystem,
  OutputPlace,
  Protocol,
} from '../../model/system-facts.ts';
import { PracticeNetwork, Traces } from './traces.ts';

/** A socket a program of the instrument opens while it runs. */
export const Bind = z.strictObject({
  protocol: Protocol,
  /** Numeric; `0.0.0.0` and `::` are the wildcards. */
  address: z.string(),
  port: z.number().int().min(1).max(65535),
  /** Opened by the program itself, by a process it starts, or by the kernel for it (Windows http.sys). */
  via: z.enum(['self', 'child', 'http-sys']).default('self'),
});
export type Bind = z.infer<typeof Bind>;

/** A service. It runs while `runningAs` names an account; `account` is what it is set to use at its next start. */
export const PracticeService = z.strictObject({
  displayName: z.string(),
  imagePath: z.string(),
  account: z.string(),
  /** Whether the password stored with the account is right. Never the password: somebody may have typed a real one. */
  storedPassword: z.enum(['none', 'right', 'wrong']).default('none'),
  runningAs: z.string().nullable().default(null),
  startType: z.enum(['automatic', 'manual', 'disabled']),
  binds: z.array(Bind).default([]),
  /** The service this one talks to. */
  dependsOn: z.string().nullable().default(null),
});
export type PracticeService = z.infer<typeof PracticeService>;

/** A program of the logged-in session; it runs as whoever is logged in, and not at all when nobody is. */
const SessionProgram = z.strictObject({
  imagePath: z.string(),
  description: z.string().nullable().default(null),
  binds: z.array(Bind).default([]),
});

const PracticeAccount = z.strictObject({
  id: z.string(),
  enabled: z.boolean(),
  /** Plainly fake; null where the account has none. */
  password: z.string().nullable().default(null),
});

/** A run folder; ages in minutes count back from the moment of reading, so that the idle rule works whenever it is read. */
export const PracticeRunFolder = z.strictObject({
  /** File name to age in minutes (negative: dated in the future). */
  files: z.record(z.string(), z.number().int()),
  /** Element paths below `RunParameters`, with their text. */
  parameters: z.record(z.string(), z.string()).default({}),
  /** What `RunInfo.xml` says. */
  run: z.strictObject({ id: z.string(), number: z.number().int(), instrument: z.string() }).nullable().default(null),
});
export type PracticeRunFolder = z.infer<typeof PracticeRunFolder>;

/** An installer file on the virtual stick. `exitCodes` are used one per start; the last one stays. */
export const PracticeInstaller = z.strictObject({
  content: z.string(),
  kind: InstallerFile.shape.kind,
  productName: z.string().nullable(),
  version: z.string().nullable(),
  /** Organisation of the signer; null when unsigned. */
  signer: z.string().nullable().default(null),
  exitCodes: z.array(z.number().int()).min(1),
  /** Arguments it understands; with any other it does nothing and ends with 1639. */
  knownArguments: z.array(z.string()).default([]),
  starts: z.number().int().default(0),
});
export type PracticeInstaller = z.infer<typeof PracticeInstaller>;

/** Where a power cut is simulated: before or after the journal's entry of that number, or with half of it written. */
export const JournalSwitch = z.strictObject({
  entry: z.number().int().min(0),
  moment: z.enum(['before', 'after', 'torn']),
});
export type JournalSwitch = z.infer<typeof JournalSwitch>;

/** What goes wrong on this instrument. */
const Switches = z.strictObject({
  /** A supervisor sets UCS back to this account at every start. */
  supervisorSetsAccount: z.string().nullable().default(null),
  /** UCS does not start while set to one of these accounts. */
  ucsDoesNotStartAs: z.array(z.string()).default([]),
  /** These accounts cannot write to any output place. */
  outputRefuses: z.array(z.string()).default([]),
  /** What depends on UCS stops when UCS starts as one of these accounts. */
  dependantsStopWhenUcsRunsAs: z.array(z.string()).default([]),
  unreadable: z.array(FactName).default([]),
  /** Ids of guided tasks the simulated person does not do. */
  personRefuses: z.array(z.string()).default([]),
  /** Whether the simulated person may make a second administrator (`sbsadmin`). */
  personMakesAdministrator: z.boolean().default(true),
  /** Somebody changes an installer after it was staged. */
  stagedFileAltered: z.boolean().default(false),
  journal: JournalSwitch.nullable().default(null),
});

/** Everything a virtual instrument is: what a scenario describes, and what changes write to. */
export const Instrument = z.strictObject({
  operatingSystem: OperatingSystem,
  clock: Clock,
  software: z.record(z.string(), InstalledSoftware.omit({ name: true })),
  fileVersions: z.record(z.string(), FileVersion.omit({ path: true })),
  accounts: z.record(z.string(), PracticeAccount),
  /** Members are accounts and groups. */
  groups: z.record(z.string(), z.array(z.string())),
  /** The group whose members, nested ones too, are administrators. */
  administratorGroup: z.string(),
  session: z
    .strictObject({ account: z.string(), kind: z.enum(['console', 'remote']) })
    .nullable()
    .default(null),
  services: z.record(z.string(), PracticeService),
  sessionPrograms: z.record(z.string(), SessionProgram).default({}),
  /** Which of them is UCS, so that switches and updates find it; the program under test never sees this. */
  ucs: z
    .strictObject({ kind: z.enum(['service', 'session-program']), name: z.string() })
    .nullable()
    .default(null),
  firewall: z.strictObject({
    engine: z.string(),
    running: z.boolean(),
    zones: z.record(z.string(), FirewallZone.omit({ name: true })),
    rules: z.record(z.string(), FirewallRule.omit({ name: true })),
  }),
  outputPlaces: z.record(z.string(), OutputPlace.omit({ path: true }).extend({ writers: z.array(z.string()) })),
  runFolders: z.record(z.string(), PracticeRunFolder).default({}),
  installers: z.record(z.string(), PracticeInstaller).default({}),
  stagingFolder: z.string(),
  staged: z.record(z.string(), z.strictObject({ from: z.string(), content: z.string(), sha256: Sha256 })).default({}),
  /** What a successful installer changes. */
  update: z.strictObject({
    software: z.record(z.string(), InstalledSoftware.omit({ name: true })),
    fileVersions: z.record(z.string(), FileVersion.omit({ path: true })),
    binds: z.array(Bind),
    /** The account the updated service runs as; null leaves it alone. */
    account: z.string().nullable().default(null),
  }),
  updateWaitsForRestart: z.boolean().default(false),
  /** What the simulated person took away, by account, so that they can give exactly that back. */
  demoted: z
    .record(
      z.string(),
      z.strictObject({
        groups: z.array(z.string()),
        session: z.string().nullable(),
        madeAdministrator: z.string().nullable(),
      }),
    )
    .default({}),
  traces: Traces.prefault({}),
  network: PracticeNetwork.prefault({}),
  restrictions: Restrictions.default({ policies: [], starts: [], programFolder: null }),
  switches: Switches.prefault({}),
});

/** The state file of a practice instrument. Holds no time and nothing random: undoing a change gives the same bytes again. */
export const InstrumentState = Instrument.extend({
  schema: z.literal('ucs-practice-instrument/1'),
  scenario: z.string(),
  /** How often it has been started. */
  boots: z.number().int().min(1),
});
export type InstrumentState = z.infer<typeof InstrumentState>;
