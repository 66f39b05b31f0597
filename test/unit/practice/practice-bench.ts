import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { GuidedTask, HostChanges, SimulatedPerson } from '../../../main/host/host.ts';
import { mergePatch } from '../../../main/host/practice/merge-patch.ts';
import { openPracticeInstrument, type PracticeHost } from '../../../main/host/practice/practice-host.ts';
import { whenRead } from '../../../main/model/fact.ts';
import type { Json } from '../../../main/model/json.ts';

/** A new empty folder, removed after the test. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'practice-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface Bench {
  folder: string;
  host: PracticeHost;
  changes: HostChanges;
  person: SimulatedPerson;
  /** The bytes of the state file. */
  bytes(): Promise<string>;
  /** Edits the state file as a trainer would, by a JSON Merge Patch. */
  edit(patch: Json): Promise<void>;
  /** Account, running account and state of a service. */
  service(
    name: string,
  ): Promise<{ account: string | undefined; runsAs: string | undefined; state: string | undefined }>;
  software(name: string): Promise<string | undefined>;
  task(id: GuidedTask['id'], details: Record<string, string>): Promise<'done' | 'refused'>;
}

/** A fresh practice instrument of a scenario in a folder of its own. */
export async function practiceBench(id: string): Promise<Bench> {
  const folder = await newFolder();
  const host = await openPracticeInstrument(folder, id);
  const { changes, simulatedPerson: person } = host;
  if (changes === null || person === null) throw new Error('a practice instrument can be changed');
  const path = join(folder, 'instrument.json');
  const bytes = () => readFile(path, 'utf8');
  return {
    folder,
    host,
    changes,
    person,
    bytes,
    edit: async (patch) => writeFile(path, JSON.stringify(mergePatch(JSON.parse(await bytes()), patch))),
    async service(name) {
      const service = whenRead(await host.services())?.find((candidate) => candidate.name === name);
      const process = whenRead(await host.processes())?.find(({ pid }) => pid === service?.pid);
      return { account: service?.account?.name, runsAs: process?.account?.name, state: service?.state };
    },
    software: async (name) => whenRead(await host.software())?.find((entry) => entry.name === name)?.version,
    task: (task, details) => person.perform({ id: task, title: 'Practice', instructions: [], details }),
  };
}
