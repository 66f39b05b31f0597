import { exploitationSigns } from '../../wizard-steps/exploitation-signs/step.ts';
import { networkExposure } from '../../wizard-steps/network-exposure/step.ts';
import { assess } from '../assess/assess.ts';
import type { TrustedPack } from '../catalogue/open-pack.ts';
import { allUcsNames, ucsNamesFor, withNames } from '../catalogue/pack-for-instrument.ts';
import type { Assessment, StandingChange } from '../model/assessment.ts';
import type { Approval, PlanChoices } from '../model/choices.ts';
import { whenRead } from '../model/fact.ts';
import type { JournalEvent, Snapshot } from '../model/journal.ts';
import { digestOf } from '../model/json.ts';
import type { Observation } from '../model/observation.ts';
import type { RunState } from '../model/run-state.ts';
import { identify } from '../observe/identify.ts';
import { observe } from '../observe/observe.ts';
import type { Journal } from './journal.ts';
import type { RunPorts } from './ports.ts';
import { foldJournal } from './reducer.ts';
import { standingChanges } from './standing-changes.ts';

/** One full, fresh look at the machine and what it means. */
export interface Look {
  observation: Observation;
  assessment: Assessment;
  snapshot: Snapshot;
}

/**
 * Observes a machine from nothing and judges it. What steps reported plays no part, but for the changes that runs left standing.
 *
 * @param pack the site pack in use; null: none
 * @param stated what a person said the instrument is
 */
export async function lookAt(
  { host, catalogue, pack }: Pick<RunPorts, 'host' | 'catalogue'> & { pack: TrustedPack | null },
  stated: PlanChoices['stated'],
  runs: readonly RunState[],
): Promise<Look> {
  const observation = await observe(host, allUcsNames(catalogue, pack, stated.ucsUnit));
  const standing = standingChanges(runs, whenRead(observation.bootId) ?? null);
  const identification = identify(observation, catalogue, stated);
  const { ucsUnit } = stated;
  const assessment = assess({ catalogue, pack, observation, identification, standing, statedUnit: ucsUnit });
  const named = { catalogue: withNames(catalogue, ucsNamesFor(catalogue, pack, assessment.listed, ucsUnit)) };
  const snapshot = {
    observationDigest: digestOf(observation),
    observedAt: observation.takenAt,
    assessment,
    signs: exploitationSigns.signs(observation, named),
    exposure: networkExposure.advise(observation, named),
  };
  return { observation, assessment, snapshot };
}

/** What the person agreed to for this process: it does not outlive it, the journal keeps what was used. */
export interface Consent {
  approval: Approval;
  idleConfirmed: boolean;
  backupConfirmed: boolean;
}

/** A run that is being worked on: its journal, its state, and the earlier runs whose changes may still stand. */
export class RunSession {
  constructor(
    readonly ports: RunPorts,
    private readonly journal: Journal,
    private readonly earlier: readonly RunState[],
    readonly consent: Consent,
    readonly pack: TrustedPack | null,
  ) {}

  get state(): RunState {
    return foldJournal(this.journal.entries);
  }

  async record(event: JournalEvent): Promise<void> {
    await this.journal.append(event);
  }

  async close(): Promise<void> {
    await this.journal.close();
  }

  look(): Promise<Look> {
    return lookAt({ ...this.ports, pack: this.pack }, this.state.request.choices.stated, [...this.earlier, this.state]);
  }

  /** Changes of this run that stand on the machine now. */
  async standing(): Promise<StandingChange[]> {
    return standingChanges([this.state], whenRead(await this.ports.host.bootId()) ?? null);
  }
}
