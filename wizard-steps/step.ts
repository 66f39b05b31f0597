import type { z } from 'zod';
import type { Catalogue } from '../main/catalogue/catalogue.ts';
import type { TrustedPack } from '../main/catalogue/open-pack.ts';
import { ucsNamesFor } from '../main/catalogue/pack-for-instrument.ts';
import type { GuidedTask, Host } from '../main/host/host.ts';
import type { Secret } from '../main/host/secret.ts';
import type { Assessment, CveId } from '../main/model/assessment.ts';
import type { PlanChoices, StepId } from '../main/model/choices.ts';
import type { InstallerFile } from '../main/model/installer.ts';
import type { Json } from '../main/model/json.ts';
import type { Observation } from '../main/model/observation.ts';
import type { Change, StepMode } from '../main/model/plan.ts';
import type { Check, Outcome } from '../main/model/step-result.ts';

/** What planning may look at: stable facts and choices, never a clock or a process. */
export interface PlanContext {
  catalogue: Catalogue;
  /** The site pack in use; null: none. */
  pack: TrustedPack | null;
  observation: Observation;
  assessment: Assessment;
  choices: PlanChoices;
  /** The chosen installer as the host read it; null when none was chosen. */
  installer: InstallerFile | null;
  practice: boolean;
}

/** The names UCS is found by, for this instrument. */
export function ucsNames({ catalogue, pack, assessment, choices }: PlanContext): string[] {
  return ucsNamesFor(catalogue, pack, assessment.listed, choices.stated.ucsUnit);
}

/** What a step may use while it changes something, besides the host. */
export interface ApplyContext {
  /** Names firewall rules and backups of this run. */
  runId: string;
  /** Tells the person what is being done now. */
  progress(says: string): void;
  /** Waits before something is tried again. A practice instrument does not make anybody wait. */
  pause(milliseconds: number): Promise<void>;
  /** Asks the person for the password of an account; null when nobody can be asked or they decline. */
  password(account: string): Promise<Secret | null>;
  /** Has a person do a guided task and waits until they say it is done. */
  guide(task: GuidedTask): Promise<'done' | 'refused' | 'nobody-there'>;
}

/**
 * One remediation path. Everything but `apply` and `rollback` only reads. `apply` is idempotent: after a crash it is called
 * again with the same parameters. `Params` and `Backup` are journalled, so they are plain JSON and hold no secret.
 */
export interface Step<Params extends Json, Backup extends Json> {
  readonly id: StepId;
  /** Which weaknesses it works on. */
  readonly addresses: readonly CveId[];
  readonly reversible: boolean;
  readonly params: z.ZodType<Params>;
  readonly backups: z.ZodType<Backup>;
  /** `automatic` where the program can do and undo it safely, else `guided`. */
  mode(context: PlanContext): StepMode;
  /** Why this path, from evidence; false where the condition it works on is not open or it cannot work here. */
  applicable(context: PlanContext): string | false;
  /** Computes the parameters from facts and choices, and what is still missing or worth a warning. */
  prepare(context: PlanContext): { params: Params; needs: string[]; warnings: string[] };
  /** What will change, before and after, in the person's words. */
  describe(params: Params): Change[];
  /** Reads the previous values, so that the change can be undone. */
  backup(host: Host, params: Params): Promise<Backup>;
  apply(host: Host, params: Params, context: ApplyContext): Promise<Outcome>;
  /** Looks whether the change holds and the lab still works. */
  verify(host: Host, params: Params): Promise<Check[]>;
  rollback(host: Host, backup: Backup, context: ApplyContext): Promise<Outcome>;
}

/** A step as the registry, the plan and the runner handle it: parameters and backup are checked JSON. */
export type AnyStep = Step<Json, Json>;

/** Registers a step: checks the JSON that reaches it, so that the step itself works with its own types. */
export function defineStep<Params extends Json, Backup extends Json>(step: Step<Params, Backup>): AnyStep {
  const params = (json: Json) => step.params.parse(json);
  return {
    ...step,
    describe: (json) => step.describe(params(json)),
    backup: (host, json) => step.backup(host, params(json)),
    apply: (host, json, context) => step.apply(host, params(json), context),
    verify: (host, json) => step.verify(host, params(json)),
    rollback: (host, json, context) => step.rollback(host, step.backups.parse(json), context),
  };
}
