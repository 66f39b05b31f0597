import * as z from 'zod';
import { ChangeControl, InterfaceName, Stated, StepId } from '../model/choices.ts';
import { Problem } from '../model/failure.ts';
import { Screen, Settings, SnapshotChange, WizardSnapshot } from './wizard-snapshot.ts';

/** Largest argument of a call, in bytes of its JSON text, unless the call says otherwise. */
const MAX_ARGUMENT_BYTES = 16 * 1024;

interface Call<Argument extends z.ZodType, Result extends z.ZodType> {
  argument: Argument;
  result: Result;
  maxBytes: number;
  /** True: its argument is a secret and never reaches a log, not even when it is refused. */
  secret: boolean;
}

function call<Argument extends z.ZodType, Result extends z.ZodType>(
  argument: Argument,
  result: Result,
  { maxBytes = MAX_ARGUMENT_BYTES, secret = false } = {},
): Call<Argument, Result> {
  return { argument, result, maxBytes, secret };
}

const Nothing = z.null();
const Path = z.string().min(1).max(4096);

/** A folder or file the person can choose, with what they know it by (a stick's label, "Downloads"). */
export const Place = z.strictObject({
  path: z.string(),
  label: z.string(),
  kind: z.enum(['removable', 'downloads', 'documents', 'practice', 'other']),
});
export type Place = z.infer<typeof Place>;

/** What the window may change of the decisions. A field left out stays as it is. */
export const DecisionChange = z
  .strictObject({
    stated: Stated,
    decline: z.array(StepId).max(3),
    installer: Path.nullable(),
    account: z.string().min(1).max(256).nullable(),
    insideNetworks: z.array(InterfaceName).max(32),
    changeControl: ChangeControl.nullable(),
    reason: z.string().max(1000),
    confirmIdle: z.boolean(),
    confirmBackup: z.boolean(),
    acceptSigns: z.string().max(1000).nullable(),
  })
  .partial();
export type DecisionChange = z.infer<typeof DecisionChange>;

/**
 * Every call a window can make, with the shape of its argument and of its result. The engine's side, the object the window
 * gets and the double of the tests are derived from this and nothing else. There is no call that names a command or a plan.
 */
export const CALLS = {
  /** The whole snapshot: at the start of a window, and when a push was missed. */
  snapshot: call(Nothing, WizardSnapshot),
  saveSettings: call(Settings.partial(), Nothing),
  /** Chooses the machine. Null scenario: the machine the program runs on. Finds an unfinished run there. */
  chooseMachine: call(z.strictObject({ practice: z.string().max(100).nullable() }), Nothing),
  /** Looks at the chosen machine; answers once that has begun. */
  look: call(Nothing, Nothing),
  /** Goes to a screen that is already reachable: back, or on where nothing is missing. */
  goTo: call(z.strictObject({ screen: Screen }), Nothing),
  decide: call(DecisionChange, Nothing),
  /** Installer files on removable drives and in the person's Downloads folder. */
  findInstallers: call(Nothing, z.array(Place)),
  /** Uses a signed site pack from a file; null: none. */
  usePack: call(z.strictObject({ path: Path.nullable() }), Nothing),
  /** Starts the helper: this is when the system asks for the rights. */
  startRun: call(Nothing, Nothing),
  /** Ends without changing anything, with a receipt of what was found. */
  stopWithReceipt: call(Nothing, Nothing),
  resumeRun: call(z.strictObject({ confirmIdle: z.boolean() }), Nothing),
  rollBack: call(z.strictObject({ confirmIdle: z.boolean() }), Nothing),
  answer: call(z.strictObject({ id: z.string().max(100), answer: z.enum(['yes', 'no']) }), Nothing),
  /** Null: the person does not know it. */
  password: call(z.strictObject({ id: z.string().max(100), password: z.string().max(256).nullable() }), Nothing, {
    secret: true,
  }),
  /** Stops before the next step. */
  stop: call(Nothing, Nothing),
  /** Folders a receipt or report can be saved to: removable drives first. */
  findSavePlaces: call(Nothing, z.array(Place)),
  /** Writes the three files of the receipt; answers with the path of the JSON file. */
  saveReceipt: call(z.strictObject({ folder: Path }), z.strictObject({ path: z.string() })),
  /** Writes the receipt screen as a PDF file into a folder; answers with its path. */
  saveReceiptPdf: call(z.strictObject({ folder: Path }), z.strictObject({ path: z.string() })),
  /** Writes one redacted zip for support; answers with its path. */
  saveSupportReport: call(z.strictObject({ folder: Path }), z.strictObject({ path: z.string() })),
  /** Back to the start for another instrument; name and site stay. */
  nextInstrument: call(Nothing, Nothing),
  /** Restarts a practice instrument, where a real one would be restarted by the person. */
  restartPractice: call(Nothing, Nothing),
  /** Takes the last problem off the screen. */
  dismissProblem: call(Nothing, Nothing),
} as const;

export type CallName = keyof typeof CALLS;
export const CALL_NAMES = Object.keys(CALLS) as CallName[];

export type Argument<Name extends CallName> = z.input<(typeof CALLS)[Name]['argument']>;
export type Result<Name extends CallName> = z.output<(typeof CALLS)[Name]['result']>;

/** How an answer travels: errors keep their code, sentence and next step on every way. */
export const Answer = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.json() }),
  z.strictObject({ ok: z.literal(false), problem: Problem }),
]);
export type Answer = z.infer<typeof Answer>;

/** What the engine pushes to the window by itself. */
export const Push = SnapshotChange;
export type Push = z.infer<typeof Push>;

/** The object a window gets (`window.ucs`): one method for each call, the pushes, and the path of a file the person picked. */
export type WindowApi = {
  readonly [Name in CallName]: (argument: Argument<Name>) => Promise<Result<Name>>;
} & {
  /** Calls back with every push; returns what ends that. */
  onPush(listener: (push: Push) => void): () => void;
  /** Absolute path of a file the person picked or dropped; null where the front cannot tell. */
  pathOf(file: File): Promise<string | null>;
};
