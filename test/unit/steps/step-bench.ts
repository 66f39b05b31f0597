import { assess } from '../../../main/assess/assess.ts';
import { builtInCatalogue } from '../../../main/catalogue/catalogue.ts';
import type { TrustedPack } from '../../../main/catalogue/open-pack.ts';
import type { GuidedTask, Host } from '../../../main/host/host.ts';
import type { Secret } from '../../../main/host/secret.ts';
import type { PlanChoices } from '../../../main/model/choices.ts';
import { whenRead } from '../../../main/model/fact.ts';
import { identify } from '../../../main/observe/identify.ts';
import { observe } from '../../../main/observe/observe.ts';
import type { ApplyContext, PlanContext } from '../../../wizard-steps/step.ts';
import { choicesOf } from '../run/run-bench.ts';

/** What a step sees when a plan is made on this host. */
export async function planContext(
  host: Host,
  scenario: string,
  changed: Partial<PlanChoices> = {},
  pack: TrustedPack | null = null,
): Promise<PlanContext> {
  const catalogue = builtInCatalogue();
  const choices = choicesOf(scenario, changed);
  const observation = await observe(host);
  const identification = identify(observation, catalogue, choices.stated);
  const assessment = assess({
    catalogue,
    pack,
    observation,
    identification,
    standing: [],
    statedUnit: choices.stated.ucsUnit,
  });
  const installer = choices.installer === null ? null : (whenRead(await host.installerFile(choices.installer)) ?? null);
  return { catalogue, pack, observation, assessment, choices, installer, practice: true };
}

export interface FakeContext extends ApplyContext {
  said: string[];
  pauses: number[];
  tasks: GuidedTask[];
  askedPasswords: string[];
}

/** A step's surroundings without a run; remembers everything. */
export function applyContext(
  changed: {
    passwords?: Record<string, Secret>;
    guide?: (task: GuidedTask) => 'done' | 'refused' | 'nobody-there';
  } = {},
): FakeContext {
  const said: string[] = [];
  const pauses: number[] = [];
  const tasks: GuidedTask[] = [];
  const askedPasswords: string[] = [];
  return {
    said,
    pauses,
    tasks,
    askedPasswords,
    runId: 'run-1',
    progress: (says) => said.push(says),
    async pause(milliseconds) {
      pauses.push(milliseconds);
    },
    async password(account) {
      askedPasswords.push(account);
      return changed.passwords?.[account] ?? null;
    },
    async guide(task) {
      tasks.push(task);
      return changed.guide?.(task) ?? 'nobody-there';
    },
  };
}
