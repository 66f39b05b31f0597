import * as z from 'zod';
import { Assessment, CatalogueStamp } from '../model/assessment.ts';
import { Operator, PlanChoices, StepId } from '../model/choices.ts';
import { Progress, Question } from '../model/conversation.ts';
import { UnavailableCause } from '../model/fact.ts';
import { Problem } from '../model/failure.ts';
import { InstallerFile } from '../model/installer.ts';
import { Sha256 } from '../model/json.ts';
import { FactName } from '../model/observation.ts';
import { PackStamp } from '../model/pack-stamp.ts';
import { Plan } from '../model/plan.ts';
import { ReceiptContent } from '../model/receipt.ts';
import { RunResult, StepProgress } from '../model/run-state.ts';
import { NetworkAdvice, SignFinding } from '../model/sign-finding.ts';
import { UnitCandidate } from '../model/unit-candidate.ts';
import { Picture } from './picture-shape.ts';

/** The screens of the wizard in their order. Which one is shown is the engine's word alone. */
export const SCREENS = [
  'welcome',
  'look',
  'instrument',
  'verdict',
  'plan',
  'elevate',
  'approve',
  'run',
  'result',
  'receipt',
] as const;
export const Screen = z.enum(SCREENS);
export type Screen = z.infer<typeof Screen>;

export const LANGUAGES = ['en', 'de', 'fr', 'es', 'ja', 'zh-Hans'] as const;
export const Language = z.enum(LANGUAGES);
export type Language = z.infer<typeof Language>;

export const Theme = z.enum(['system', 'light', 'dark', 'contrast']);
export type Theme = z.infer<typeof Theme>;

/** What the person set once and finds again at the next start. `name` and `site` are printed on receipts. */
export const Settings = z.strictObject({
  language: Language,
  theme: Theme,
  role: Operator.shape.role,
  name: z.string().max(200),
  site: z.string().max(200),
  /** Whom lab staff call when a step needs a technician; empty: the vendor's address of the catalogue. */
  contact: z.string().max(300),
});
export type Settings = z.infer<typeof Settings>;

/** A practice instrument that can be chosen. */
export const PracticeChoice = z.strictObject({ id: z.string(), title: z.string(), summary: z.string() });
export type PracticeChoice = z.infer<typeof PracticeChoice>;

/** A run that has not come to its end on the chosen machine. */
export const UnfinishedRun = z.strictObject({
  runId: z.string(),
  startedAt: z.string(),
  phase: z.enum(['started', 'planned', 'approved', 'concluded', 'paused', 'rolling-back', 'ended']),
  steps: z.array(StepProgress.pick({ id: true, phase: true })),
});
export type UnfinishedRun = z.infer<typeof UnfinishedRun>;

/** Which machine the person works on. */
export const ChosenMachine = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('practice'), scenario: PracticeChoice }),
  z.strictObject({ kind: z.literal('this-machine') }),
]);
export type ChosenMachine = z.infer<typeof ChosenMachine>;

/** One fact while the machine is looked at. */
export const Reading = z.strictObject({
  fact: FactName,
  state: z.enum(['reading', 'read', 'unavailable']),
  /** File, tool or interface; null while it is being read. */
  source: z.string().nullable(),
  cause: UnavailableCause.nullable(),
  detail: z.string().nullable(),
});
export type Reading = z.infer<typeof Reading>;

/** What a look of this process showed: without the rights of an administrator it can be incomplete. */
export const SeenLook = z.strictObject({
  at: z.iso.datetime(),
  assessment: Assessment,
  signs: z.array(SignFinding),
  exposure: z.array(NetworkAdvice),
  picture: Picture,
  /** Units among which a person who knows the instrument has to choose; empty where one is clear. */
  unitCandidates: z.array(UnitCandidate),
  /** Networks that may lead only to parts of the instrument, by their interfaces. */
  doubtfulNetworks: z.array(z.strictObject({ name: z.string(), addresses: z.array(z.string()) })),
});
export type SeenLook = z.infer<typeof SeenLook>;

/** What the person decided for the run to come. Everything that a plan rests on is in `choices`. */
export const Decisions = z.strictObject({
  choices: PlanChoices,
  /** Why a step was declined or why this is done now; printed on the receipt. */
  reason: z.string().max(1000),
  confirmIdle: z.boolean(),
  confirmBackup: z.boolean(),
  /** Why a technician goes on although strong signs of exploitation were found; null: they do not. */
  acceptSigns: z.string().max(1000).nullable(),
});
export type Decisions = z.infer<typeof Decisions>;

/** What stands before any change of this plan: each is asked for where it applies, and printed on the receipt. */
export const Gates = z.strictObject({
  /** In-vitro diagnostic use, or not known: reference, name and guide are needed. */
  changeControl: z.boolean(),
  /** Strong signs of exploitation were found. */
  signs: z.boolean(),
  /** A step cannot be undone. */
  backup: z.boolean(),
});
export type Gates = z.infer<typeof Gates>;

/** The plan as this process derives it from its own look; the helper makes its own, which is the one that is approved. */
export const PreparedPlan = z.strictObject({
  plan: Plan,
  digest: Sha256,
  gates: Gates,
  /** The installer that was chosen, as it was read; null: none. */
  installer: InstallerFile.nullable(),
});
export type PreparedPlan = z.infer<typeof PreparedPlan>;

/** What the system will ask before changes can be made. */
export const ElevationAhead = z.strictObject({
  /** `practice`: nothing real is changed. `none-needed`: this program already has the rights. */
  way: z.enum(['practice', 'none-needed', 'pkexec', 'sudo', 'runas', 'not-possible']),
  /** The program the system will name in its question; null where it asks nothing. */
  program: z.string().nullable(),
  /** What will probably not let the helper start, and what to do; null where nothing is known to. */
  warning: z.string().nullable(),
});
export type ElevationAhead = z.infer<typeof ElevationAhead>;

/** One line of the live log. */
export const LogLine = z.strictObject({ at: z.iso.datetime(), progress: Progress });
export type LogLine = z.infer<typeof LogLine>;

/** What the person is asked now. `id` goes back with the answer, so that an answer never meets another question. */
export const OpenQuestion = z.strictObject({ id: z.string(), question: Question });
export type OpenQuestion = z.infer<typeof OpenQuestion>;

/** Work the helper does now. */
export const Work = z.strictObject({
  job: z.enum(['run', 'read-only', 'resume', 'rollback']),
  startedAt: z.iso.datetime(),
  stage: z.enum(['elevating', 'looking', 'asking', 'working']),
  /** True once the person asked to stop: the step under way is still brought to its end. */
  stopping: z.boolean(),
  log: z.array(LogLine),
  /** Steps of the approved plan, in order; empty before there is one. */
  steps: z.array(z.strictObject({ id: StepId, state: z.enum(['waiting', 'doing', 'ended']), says: z.string() })),
  /** The plan of the helper, once it was shown. */
  approved: z.strictObject({ plan: Plan, digest: z.string() }).nullable(),
  question: OpenQuestion.nullable(),
});
export type Work = z.infer<typeof Work>;

/** How the last job ended. */
export const Ended = z.strictObject({
  job: Work.shape.job,
  result: RunResult,
  before: SeenLook.nullable(),
  /** A fresh look after it; null where that was not possible. */
  after: SeenLook.nullable(),
});
export type Ended = z.infer<typeof Ended>;

/** The receipt of the last job. */
export const ReceiptView = z.strictObject({
  id: z.string(),
  content: ReceiptContent,
  /** SHA-256 fingerprint of the key it is signed with. */
  fingerprint: Sha256,
  /** Absolute path of the copy the helper kept. */
  kept: z.string(),
  /** Absolute paths it was saved to since. */
  saved: z.array(z.string()),
});
export type ReceiptView = z.infer<typeof ReceiptView>;

/** Stable facts about this program and this machine. */
export const About = z.strictObject({
  programVersion: z.string(),
  catalogue: CatalogueStamp,
  /** Address of the vendor's guide, and the vendor's contact: from the advisory. */
  guide: z.string(),
  vendorContact: z.string(),
  front: z.strictObject({
    kind: z.enum(['electron', 'chromium']),
    /** False: the window runs without the browser's own sandbox, so only practice is offered. */
    sandboxed: z.boolean(),
  }),
  practice: z.array(PracticeChoice),
  /** Product names the person can state, as the advisory prints them, with their keys. */
  products: z.array(z.strictObject({ key: z.string(), name: z.string() })),
  /** Why this machine cannot be worked on; null: it can. */
  thisMachine: Problem.nullable(),
  /** What on this machine speaks for an instrument; null: nothing. */
  trace: z.string().nullable(),
});
export type About = z.infer<typeof About>;

/** Everything the window shows. Each part is replaced as a whole; `null` means "not there yet". */
export const WizardSnapshot = z.strictObject({
  /** Grows by one with every push, so that a missed one is noticed. */
  revision: z.number().int().min(0),
  screen: Screen,
  about: About,
  settings: Settings,
  machine: ChosenMachine.nullable(),
  unfinished: UnfinishedRun.nullable(),
  readings: z.array(Reading),
  look: SeenLook.nullable(),
  decisions: Decisions,
  pack: PackStamp.nullable(),
  prepared: PreparedPlan.nullable(),
  elevation: ElevationAhead.nullable(),
  work: Work.nullable(),
  ended: Ended.nullable(),
  receipt: ReceiptView.nullable(),
  /** What went wrong last, until the person goes on; null: nothing. */
  problem: Problem.nullable(),
});
export type WizardSnapshot = z.infer<typeof WizardSnapshot>;

/** What changed since the push before. */
export const SnapshotChange = WizardSnapshot.partial().required({ revision: true });
export type SnapshotChange = z.infer<typeof SnapshotChange>;
