import { describe, expect, it } from 'vitest';
import { assess } from '../../../main/assess/assess.ts';
import { builtInCatalogue } from '../../../main/catalogue/catalogue.ts';
import { scenarioSummaries } from '../../../main/host/practice/scenarios.ts';
import { identify } from '../../../main/observe/identify.ts';
import { judgeIdle } from '../../../main/observe/idle.ts';
import { observe } from '../../../main/observe/observe.ts';
import { practiceBench } from './practice-bench.ts';

async function assessed(id: string) {
  const { host } = await practiceBench(id);
  const catalogue = builtInCatalogue();
  const observation = await observe(host);
  const identification = identify(observation, catalogue, { product: null, version: null, mode: null, ucsUnit: null });
  const { listed, verdicts } = assess({ catalogue, pack: null, observation, identification, standing: [] });
  const states = verdicts.map(({ state }) => state);
  return { listed, states, idle: judgeIdle(observation, new Date()).state };
}

describe('what a learner meets on an untouched practice instrument', () => {
  const entries = scenarioSummaries().filter(({ entry }) => entry !== null);

  it.each(entries)('$id is listed as $entry only, and exposed on both CVEs', async ({ id, entry }) => {
    expect(await assessed(id)).toEqual({ listed: [entry], states: ['exposed', 'exposed'], idle: 'ask' });
  });

  it.each([
    ['nextseq550dx-os-1.3.2-unlisted', ['not-affected', 'not-affected']],
    ['miseq-3.1-unlisted', ['not-affected', 'not-affected']],
    ['already-remediated', ['mitigated', 'mitigated']],
    ['nextseq2000-1.6-disputed', ['exposed', 'exposed']],
    ['single-administrator', ['exposed', 'exposed']],
    ['policy-overrides-firewall', ['exposed', 'exposed']],
    ['unknown-product', ['unknown', 'unknown']],
    ['ucs-stopped', ['unknown', 'mitigated']],
    ['two-products', ['unknown', 'unknown']],
  ])('%s is %j', async (id, states) => {
    expect((await assessed(id)).states).toEqual(states);
  });

  it('the instrument that copies a run is seen busy', async () => {
    expect((await assessed('run-in-progress')).idle).toBe('busy');
  });
});
