import * as z from 'zod';
import { InstrumentMode } from './assessment.ts';
import { PackFile } from './pack-stamp.ts';

/** Steps that change something, by id; also the names `--decline` takes. */
export const StepId = z.enum(['product-installer', 'firewall-ports', 'ucs-account']);
export type StepId = z.infer<typeof StepId>;

/** The gate of in-vitro diagnostic instruments: who allowed the change, under which reference, and that the guide was read. */
export const ChangeControl = z.strictObject({
  reference: z.string().min(1).max(200),
  authorisedBy: z.string().min(1).max(200),
  guideRead: z.literal(true),
});
export type ChangeControl = z.infer<typeof ChangeControl>;

/** Name of a service unit of systemd. */
export const UnitName = z.string().regex(/^[A-Za-z0-9:_.@\\-]{1,200}\.service$/);

/** Name of a network interface of Linux. */
export const InterfaceName = z.string().regex(/^[\w.:@-]{1,15}$/);

/** What a person says the instrument is, where the machine does not say it. Recorded as a statement, never as evidence. */
export const Stated = z.strictObject({
  product: z.string().nullable(),
  version: z.string().nullable(),
  mode: InstrumentMode.extract(['RUO', 'Dx']).nullable(),
  /** The systemd unit of UCS, where none, or more than one, shows itself as it. */
  ucsUnit: UnitName.nullable(),
});
export type Stated = z.infer<typeof Stated>;

/** The choices a plan depends on. They are part of its digest: other choices, other plan. */
export const PlanChoices = z.strictObject({
  stated: Stated,
  decline: z.array(StepId),
  /** Path of the vendor installer as this machine sees it. */
  installer: z.string().nullable(),
  /** Account UCS is to log on as. */
  account: z.string().nullable(),
  /** Network interfaces a person says lead only to parts of the instrument: nothing is closed there. */
  insideNetworks: z.array(InterfaceName),
  changeControl: ChangeControl.nullable(),
});
export type PlanChoices = z.infer<typeof PlanChoices>;

export const NO_CHOICES: PlanChoices = {
  stated: { product: null, version: null, mode: null, ucsUnit: null },
  decline: [],
  installer: null,
  account: null,
  insideNetworks: [],
  changeControl: null,
};

/** Who works on the instrument; `role` is a claim, printed as such. */
export const Operator = z.strictObject({
  name: z.string().max(200),
  role: z.enum(['technician', 'lab']),
  site: z.string().max(200),
  reason: z.string().max(1000),
});
export type Operator = z.infer<typeof Operator>;

/** How the plan gets its approval: asked on screen, given beforehand by digest, or blindly (practice only). */
export const Approval = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ask') }),
  z.strictObject({ kind: z.literal('digest'), digest: z.string() }),
  z.strictObject({ kind: z.literal('blind') }),
]);
export type Approval = z.infer<typeof Approval>;

/** Everything a person decided for one run. */
export const RunRequest = z.strictObject({
  operator: Operator,
  choices: PlanChoices,
  /** The site pack as it was read from its file; the helper checks it by itself. Null: none is used. */
  pack: PackFile.nullable(),
  approval: Approval,
  confirmIdle: z.boolean(),
  /** A backup of the system image and of run data exists: asked before anything that cannot be undone. */
  confirmBackup: z.boolean(),
  /** Why a technician goes on although strong signs of exploitation were found; null: then the run stops at them. */
  acceptSigns: z.string().trim().min(1).max(1000).nullable(),
  /** Whether somebody can be asked while it runs. */
  interactive: z.boolean(),
});
export type RunRequest = z.infer<typeof RunRequest>;
