import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assess } from '../../../main/assess/assess.ts';
import { builtInCatalogue } from '../../../main/catalogue/catalogue.ts';
import { scenarioSummaries } from '../../../main/host/practice/scenarios.ts';
import { whenRead } from '../../../main/model/fact.ts';
import { canonicalJson, digestOf, type Json } from '../../../main/model/json.ts';
import { Observation } from '../../../main/model/observation.ts';
import { Plan } from '../../../main/model/plan.ts';
import { identify } from '../../../main/observe/identify.ts';
import { observe } from '../../../main/observe/observe.ts';
import { makePlan, planDigest } from '../../../main/plan/make-plan.ts';
import { practiceBench } from '../practice/practice-bench.ts';
import { choicesOf } from '../run/run-bench.ts';

const catalogue = builtInCatalogue();
const PROGRAM = { version: '0.0.0-test', digest: 'a'.repeat(64) };

/** What planning starts from, on an untouched practice instrument with everything its scenario chooses. */
async function lookAt(id: string) {
  const { host } = await practiceBench(id);
  const choices = choicesOf(id);
  const installer = choices.installer === null ? null : (whenRead(await host.installerFile(choices.installer)) ?? null);
  return { observation: await observe(host), choices, installer };
}

function planOf({ observation, choices, installer }: Awaited<ReturnType<typeof lookAt>>): Plan {
  const identification = identify(observation, catalogue, choices.stated);
  const assessment = assess({ catalogue, pack: null, observation, identification, standing: [] });
  return makePlan({ catalogue, pack: null, observation, assessment, choices, installer, practice: true }, PROGRAM);
}

/** Another moment on the same machine: other process numbers, other times, everything listed in another order. */
function atAnotherMoment(observation: Observation, seed: number): Observation {
  const random = fc.sample(fc.nat({ max: 30_000 }), { seed, numRuns: 400 });
  let next = 0;
  const number = () => random[next++ % random.length] ?? 0;
  const pids = new Map<number, number>();
  const otherPid = (pid: number) => {
    const other = pids.get(pid) ?? 40_000 + pids.size * 7 + (number() % 7);
    pids.set(pid, other);
    return other;
  };
  const moved = JSON.parse(JSON.stringify(observation), (key, value: unknown) => {
    if (key === 'at' || key === 'takenAt') return new Date(Date.UTC(2027, 0, 1) + number() * 1_000).toISOString();
    if ((key === 'pid' || key === 'parentPid') && typeof value === 'number') return otherPid(value);
    if (key === 'pids' && Array.isArray(value)) return value.map(otherPid);
    return value;
  });
  for (const name of ['software', 'services', 'processes', 'listeners', 'accounts', 'fileVersions', 'outputPlaces']) {
    const list = moved[name].value;
    if (Array.isArray(list))
      moved[name].value = list
        .map((item) => [number(), item])
        .sort(byNumber)
        .map(([, item]) => item);
  }
  return Observation.parse(moved);
}

function byNumber([left]: unknown[], [right]: unknown[]): number {
  return Number(left) - Number(right);
}

describe('the digest somebody approves', () => {
  it.each(scenarioSummaries())(
    '$id: process numbers, times and the order of lists do not change it',
    async ({ id }) => {
      const look = await lookAt(id);
      const digest = planDigest(planOf(look));
      fc.assert(
        fc.property(fc.integer(), (seed) => {
          const observation = atAnotherMoment(look.observation, seed);
          expect(planDigest(planOf({ ...look, observation }))).toBe(digest);
        }),
        { numRuns: 15 },
      );
    },
  );

  it('programs the copy service starts now and then do not change its words', async () => {
    const look = await lookAt('miseq-4.0-ruo');
    const { processes } = look.observation;
    const [ucs] = (whenRead(processes) ?? []).filter(({ description }) => description !== null);
    if (ucs === undefined || processes.status !== 'read') throw new Error('the copy service runs');
    const started = ['copy.exe', 'zip.exe'].map((name, index) => ({
      ...ucs,
      name,
      pid: 9_000 + index,
      parentPid: ucs.pid,
    }));
    const because = (more: typeof started) => {
      const observation = { ...look.observation, processes: { ...processes, value: [...processes.value, ...more] } };
      return planOf({ ...look, observation }).steps.map((step) => step.because);
    };
    expect(because(started)).toEqual(because([]));
    expect(because([...started].reverse())).toEqual(because([]));
  });

  it('a port the system chose by itself does not change it where a program rule closes it', async () => {
    const digests = [];
    for (const port of [49_700, 61_234]) {
      const { host, edit } = await practiceBench('miseq-4.0-ruo');
      const binds = ['0.0.0.0', '::'].map((address) => ({ protocol: 'tcp', address, port }));
      await edit({ services: { PracticeUcs: { binds } } });
      const plan = planOf({ observation: await observe(host), choices: choicesOf('miseq-4.0-ruo'), installer: null });
      expect(plan.steps.map(({ id }) => id)).toEqual(['firewall-ports', 'ucs-account']);
      expect(canonicalJson(plan)).not.toContain(String(port));
      digests.push(planDigest(plan));
    }
    expect(digests[0]).toBe(digests[1]);
  });

  it('is another one for every choice, and for everything that stays', async () => {
    const look = await lookAt('miseq-4.0-ruo');
    const seen = new Set([planDigest(planOf(look))]);
    const differs = (other: Awaited<ReturnType<typeof lookAt>>) => {
      const digest = planDigest(planOf(other));
      expect(seen.has(digest)).toBe(false);
      seen.add(digest);
    };
    differs({ ...look, choices: { ...look.choices, account: 'another' } });
    differs({ ...look, choices: { ...look.choices, decline: ['ucs-account'] } });
    differs({ ...look, choices: { ...look.choices, stated: { ...look.choices.stated, mode: 'RUO' } } });
    const changeControl = { reference: 'CC-1', authorisedBy: 'Q', guideRead: true } as const;
    differs({ ...look, choices: { ...look.choices, changeControl } });
    const patches: Json[] = [
      { software: { Another: { version: '1', publisher: null } } },
      { accounts: { another: { id: 'S-1-5-21-9', enabled: true } } },
      { services: { PracticeUcs: { startType: 'manual' } } },
      { firewall: { zones: { Public: { defaultInbound: 'allow' } } } },
      { switches: { unreadable: ['accounts'] } },
    ];
    for (const patch of patches) {
      const { host, edit } = await practiceBench('miseq-4.0-ruo');
      await edit(patch);
      differs({ ...look, observation: await observe(host) });
    }
  });
});

describe('making a plan', () => {
  it.each(scenarioSummaries())(
    '$id: the same input gives the same plan, and the input stays as it was',
    async ({ id }) => {
      const look = await lookAt(id);
      const before = digestOf(look);
      const plan = planOf(look);
      expect(planOf(look)).toEqual(plan);
      expect(digestOf(look)).toBe(before);
      expect(Plan.parse(JSON.parse(canonicalJson(plan)))).toEqual(plan);
    },
  );

  it('leaves out what the person declined, and says so', async () => {
    const look = await lookAt('miseq-4.0-ruo');
    const plan = planOf({ ...look, choices: { ...look.choices, decline: ['firewall-ports'] } });
    expect(plan.steps.map(({ id }) => id)).toEqual(['ucs-account']);
    expect(plan.leftOut).toEqual([{ id: 'firewall-ports', because: 'The person declined this path.' }]);
  });

  it('lets what follows the installer wait for what it leaves open', async () => {
    const plan = planOf(await lookAt('novaseq6000-1.8.1'));
    expect(plan.steps.map(({ id, condition }) => [id, condition?.after, condition?.stillOpen])).toEqual([
      ['product-installer', undefined, undefined],
      ['firewall-ports', 'product-installer', ['CVE-2023-1968']],
      ['ucs-account', 'product-installer', ['CVE-2023-1966']],
    ]);
  });

  it('names no machine where the machine id could not be read, instead of an empty one', async () => {
    const { host, edit } = await practiceBench('miseq-4.0-ruo');
    await edit({ switches: { unreadable: ['machineId'] } });
    const plan = planOf({ observation: await observe(host), choices: choicesOf('miseq-4.0-ruo'), installer: null });
    expect(plan.machineId).toBe('not readable');
  });
});
