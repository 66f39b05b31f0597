import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openPracticeInstrument } from '../../main/host/practice/practice-host.ts';
import { scenarioSummaries } from '../../main/host/practice/scenarios.ts';
import { describeHostContract } from './host-contract.ts';

const folders: string[] = [];

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

for (const { id } of scenarioSummaries()) {
  describeHostContract(`practice ${id}`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'practice-contract-'));
    folders.push(folder);
    return openPracticeInstrument(folder, id);
  });
}
