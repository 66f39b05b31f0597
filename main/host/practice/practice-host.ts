import { EXIT, Failure } from '../../model/failure.ts';
import type { Host } from '../host.ts';
import { practiceChanges } from './changes.ts';
import type { JournalSwitch } from './instrument-state.ts';
import { simulatedPerson } from './person.ts';
import { practiceReaders } from './readers.ts';
import { restartInstrument } from './restart.ts';
import { newInstrument } from './scenarios.ts';
import { StateFile } from './state-file.ts';

/** A virtual instrument, kept in one state file that survives `kill -9` and can be looked at. */
export interface PracticeHost extends Host {
  /** Starts the instrument anew: waiting changes take effect, automatic services start, everybody is logged off. */
  reboot(): Promise<void>;
  /** Where the run journal simulates a power cut, as the state said when it was last read; null: nowhere. */
  readonly journalSwitch: JournalSwitch | null;
  /** Takes the switch away for good. The journal calls it right before it dies, so that it fires once. */
  clearJournalSwitch(): Promise<void>;
}

/**
 * Opens the practice instrument of a scenario in a folder, and makes it there when the folder has none.
 * Throws Failure `unknown-scenario`, `practice-folder-in-use`, `practice-state-damaged`, `practice-state-unreadable` or
 * `practice-state-unwritable`.
 */
export async function openPracticeInstrument(folder: string, id: string): Promise<PracticeHost> {
  const fresh = newInstrument(id);
  const file = new StateFile(folder);
  let state = await file.load();
  if (state === null) {
    await file.create(fresh);
    state = fresh;
  }
  if (state.scenario !== id) throw folderInUse(folder, state.scenario, id);

  let journalSwitch = state.switches.journal;
  const current = async () => {
    const now = await file.current();
    journalSwitch = now.switches.journal;
    return now;
  };
  return {
    about: { kind: 'practice', practice: true, live: true, changeable: true, elevated: true },
    ...practiceReaders(current),
    changes: practiceChanges(file),
    simulatedPerson: simulatedPerson(file),
    reboot: () => file.change(restartInstrument),
    get journalSwitch() {
      return journalSwitch;
    },
    async clearJournalSwitch() {
      await file.change(({ switches }) => {
        switches.journal = null;
      });
      journalSwitch = null;
    },
  };
}

function folderInUse(folder: string, holds: string, wanted: string): Failure {
  return new Failure(
    {
      code: 'practice-folder-in-use',
      message: `The folder ${folder} holds the practice instrument "${holds}", not "${wanted}".`,
      next: `Use --practice ${holds}, or another folder with --data-dir.`,
    },
    EXIT.wrongUse,
  );
}
