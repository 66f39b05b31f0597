import type { z } from 'zod';
import { documentOf, ScenarioList } from './documents.ts';
import { ucsRemedy } from './harness.ts';

export type Scenario = z.infer<typeof ScenarioList>['scenarios'][number];

/** The practice instruments, as the program lists them. */
export async function listedScenarios(): Promise<{ entries: Scenario[]; edges: Scenario[] }> {
  const { scenarios } = documentOf(ScenarioList, await ucsRemedy(['practice', 'list', '--json']), 0);
  return {
    entries: scenarios.filter(({ entry }) => entry !== null),
    edges: scenarios.filter(({ entry }) => entry === null),
  };
}
