import * as z from 'zod';
import { ChangeControl, StepId } from '../../model/choices.ts';
import { EXIT, Failure } from '../../model/failure.ts';
import type { Json } from '../../model/json.ts';
import { InstrumentState } from './instrument-state.ts';
import { mergePatch } from './merge-patch.ts';
import { SCENARIO_FILES, TEMPLATE_FILES } from './scenario-files.ts';

/** What a scenario chooses for `run` where the person does not choose otherwise on the command line. */
export const PracticeDefaults = z.strictObject({
  decline: z.array(StepId).default([]),
  installer: z.string().nullable().default(null),
  account: z.string().nullable().default(null),
  changeControl: ChangeControl.nullable().default(null),
  confirmBackup: z.boolean().default(false),
  /** Name of a site pack among the practice packs. */
  pack: z.string().nullable().default(null),
});
export type PracticeDefaults = z.infer<typeof PracticeDefaults>;

/** One line of `practice list`. */
export const ScenarioSummary = z.strictObject({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  /** The advisory's product entry it stands for, verbatim CSAF id; null for the edges. */
  entry: z.string().nullable(),
  /** What `run` ends with when nothing but the scenario's defaults is chosen. */
  expectedExit: z.number().int(),
});
export type ScenarioSummary = z.infer<typeof ScenarioSummary>;

/** A scenario file. It extends a template or another scenario: `defaults` and `instrument` are JSON Merge Patches. */
const ScenarioFile = ScenarioSummary.extend({
  extends: z.string(),
  defaults: z.record(z.string(), z.json()).default({}),
  instrument: z.record(z.string(), z.json()).default({}),
});
type ScenarioFile = z.infer<typeof ScenarioFile>;

let parsed: readonly ScenarioFile[] | undefined;

function scenarioFiles(): readonly ScenarioFile[] {
  parsed ??= SCENARIO_FILES.map((file) => ScenarioFile.parse(file));
  return parsed;
}

/** Every scenario: the thirteen of the advisory first, then the edges. */
export function scenarioSummaries(): ScenarioSummary[] {
  return scenarioFiles().map(({ id, title, summary, entry, expectedExit }) => ({
    id,
    title,
    summary,
    entry,
    expectedExit,
  }));
}

/** The choices a scenario brings for `run`. Throws Failure `unknown-scenario`. */
export function practiceDefaults(id: string): PracticeDefaults {
  return PracticeDefaults.parse(composed(scenario(id)).defaults);
}

/** A new instrument of a scenario, as it is before anybody touches it. Throws Failure `unknown-scenario`. */
export function newInstrument(id: string): InstrumentState {
  const { instrument } = composed(scenario(id));
  const identity = { schema: 'ucs-practice-instrument/1', scenario: id, boots: 1 };
  return InstrumentState.parse(mergePatch(instrument, identity));
}

interface Composed {
  defaults: Json;
  instrument: Json;
}

function composed(file: ScenarioFile): Composed {
  const base = baseOf(file.extends);
  return {
    defaults: mergePatch(base.defaults, file.defaults),
    instrument: mergePatch(base.instrument, file.instrument),
  };
}

function baseOf(name: string): Composed {
  const template = TEMPLATE_FILES.get(name);
  return template === undefined ? composed(scenario(name)) : { defaults: {}, instrument: z.json().parse(template) };
}

function scenario(id: string): ScenarioFile {
  const found = scenarioFiles().find((file) => file.id === id);
  if (found !== undefined) return found;
  throw new Failure(
    {
      code: 'unknown-scenario',
      message: `There is no practice instrument called "${id}".`,
      next: 'See the names with: ucs-remedy practice list',
    },
    EXIT.wrongUse,
  );
}
