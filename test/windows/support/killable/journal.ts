// In the place of the product's journal while a program is bundled for tests: the same one, but the helper ends at the entry that
// C:\fake-windows\kill.json names, as kill -9 ends it. Real instruments have no such switch.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import type { JournalEvent } from '../../../../main/model/journal.ts';
import * as real from '../../../../main/run/journal.ts';
import { FOLDER } from '../fakes/state.ts';

export type { Journal, PowerCut } from '../../../../main/run/journal.ts';
export const { listRuns, readJournalText } = real;

/** The helper ends at the first entry that is none of these (see `entryName`), before or after it is on the disk. */
export interface Kill {
  otherThan: string[];
  moment: 'before' | 'after';
}

const KILL = `${FOLDER}\\kill.json`;

/** What an entry is about: its kind, and its step where it has one. */
function entryName(event: JournalEvent): string {
  return 'step' in event ? `${event.kind} ${event.step}` : event.kind;
}

function killable(journal: real.Journal): real.Journal {
  return {
    get entries() {
      return journal.entries;
    },
    close: () => journal.close(),
    async append(event) {
      const moment = momentToEnd(event);
      if (moment === 'before') await end();
      const entry = await journal.append(event);
      if (moment === 'after') await end();
      return entry;
    },
  };
}

function momentToEnd(event: JournalEvent): Kill['moment'] | null {
  if (!existsSync(KILL)) return null;
  const { otherThan, moment }: Kill = JSON.parse(readFileSync(KILL, 'utf8'));
  return otherThan.includes(entryName(event)) ? null : moment;
}

function end(): Promise<never> {
  rmSync(KILL);
  process.kill(process.pid, 'SIGKILL');
  return new Promise<never>(() => undefined);
}

export async function createJournal(folder: string, runId: string): Promise<real.Journal> {
  return killable(await real.createJournal(folder, runId, null));
}

export async function reopenJournal(folder: string, runId: string): Promise<real.Journal> {
  return killable(await real.reopenJournal(folder, runId, null));
}
