import { describe, expect, it } from 'vitest';
import { practicePackKey } from '../../../main/catalogue/practice-pack-key.ts';
import type { CveId } from '../../../main/model/assessment.ts';
import { NO_CHOICES, type PlanChoices } from '../../../main/model/choices.ts';
import { runBench } from '../run/run-bench.ts';
import { packContent, packEntry, packFile, practiceKey } from '../site-pack/pack-bench.ts';

const UNKNOWN_UNIT = 'nextseq2000-unit-unknown';
const KNOWN_UNIT = 'nextseq2000-1.4.1';
const UNIT = 'practice-transfer.service';
const INSIDE = 'eth1';
const source = 'test letter';

function stating(ucsUnit: string | null, insideNetworks: string[] = []): Partial<PlanChoices> {
  return { stated: { ...NO_CHOICES.stated, ucsUnit }, insideNetworks };
}

async function pack(changed: Parameters<typeof packEntry>[0]) {
  const key = { privateKey: await practiceKey(), publicKey: practicePackKey() };
  const entries = [packEntry({ appliesTo: ['CSAFPID-00011'], ...changed })];
  return packFile(packContent({ practice: true, entries }), key);
}

const NETWORK: CveId = 'CVE-2023-1968';
const stateOf = (verdicts: readonly { cve: CveId; state: string }[], cve: CveId) =>
  verdicts.find((verdict) => verdict.cve === cve)?.state;

describe('a unit that only a person names as the copy service', () => {
  it('is not touched while nobody names it, and each that may be it is shown', async () => {
    const bench = await runBench(UNKNOWN_UNIT);
    const before = await bench.bytes();
    const result = await bench.run();
    expect(result).toMatchObject({ overall: 'unknown', exitCode: 13, steps: [] });
    expect(await bench.bytes()).toBe(before);
    expect(bench.receipts[0]?.notes.map(({ text }) => text).join()).toContain(`practice-camera.service, ${UNIT}`);
  });

  it('is closed and lowered, is never called mitigated for it, stands on the receipt, and is undone', async () => {
    const bench = await runBench(UNKNOWN_UNIT);
    const before = await bench.bytes();
    const result = await bench.run({}, stating(UNIT));
    expect(result.steps.map(({ id, outcome }) => [id, outcome.status])).toEqual([
      ['firewall-ports', 'done'],
      ['ucs-account', 'done'],
    ]);
    expect(JSON.parse(await bench.bytes()).services[UNIT]).toMatchObject({ runningAs: 'ilmnuser' });
    expect(JSON.parse(await bench.bytes()).services['practice-camera.service']).toMatchObject({ runningAs: 'root' });
    expect(result).toMatchObject({ overall: 'unknown', exitCode: 13 });
    expect(bench.receipts[0]?.before.overall).toBe('exposed');
    expect(bench.receipts[0]?.instrument.stated).toEqual([`The unit "${UNIT}" is the copy service (UCS).`]);
    expect(bench.receipts[0]?.plan?.steps[0]?.warnings.join()).toContain('stated by a person');
    await bench.rollback();
    expect(await bench.bytes()).toBe(before);
  });

  it('counts for the instrument once a trusted site pack names it', async () => {
    const bench = await runBench(UNKNOWN_UNIT);
    const named = await pack({ serviceNames: [{ value: 'Practice run transfer', source }] });
    expect(await bench.run({ pack: named })).toMatchObject({ overall: 'mitigated', exitCode: 0 });
  });

  it.each([
    [KNOWN_UNIT, 'sshd.service', 'ucs-unit-not-there'],
    [UNKNOWN_UNIT, 'practice-ucs.service', 'ucs-unit-not-there'],
  ])('%s: %s is refused where the machine has none of that name', async (scenario, unit, code) => {
    const bench = await runBench(scenario);
    const before = await bench.bytes();
    expect(await bench.run({}, stating(unit))).toMatchObject({ exitCode: 2, problem: { code } });
    expect(await bench.bytes()).toBe(before);
  });

  it('is refused where the machine shows another one, and where nothing speaks for it', async () => {
    const other = {
      displayName: 'Practice clock',
      imagePath: '/opt/practice/clock',
      account: 'root',
      runningAs: 'root',
    };
    const services = { 'practice-clock.service': { ...other, startType: 'automatic' } };
    for (const [scenario, code] of [
      [KNOWN_UNIT, 'ucs-unit-contradicted'],
      [UNKNOWN_UNIT, 'ucs-unit-not-a-candidate'],
    ] as const) {
      const bench = await runBench(scenario);
      await bench.edit({ services });
      const result = await bench.run({}, stating('practice-clock.service'));
      expect(result).toMatchObject({ exitCode: 2, problem: { code } });
    }
  });

  it('is one of several that go by the name: only the chosen one is changed, and the other still counts', async () => {
    const bench = await runBench(KNOWN_UNIT);
    const twin = { displayName: 'Universal Copy Service helper', imagePath: '/opt/practice/twin', account: 'root' };
    const binds = [{ protocol: 'tcp', address: '0.0.0.0', port: 50443 }];
    await bench.edit({
      services: { 'practice-ucs-twin.service': { ...twin, runningAs: 'root', startType: 'automatic', binds } },
    });
    const open = await bench.run({}, { decline: ['firewall-ports'] });
    expect(open.steps.find(({ id }) => id === 'ucs-account')?.outcome).toMatchObject({ status: 'needs-person' });
    const chosen = await bench.run({}, { ...stating('practice-ucs.service'), decline: ['firewall-ports'] });
    const { services } = JSON.parse(await bench.bytes());
    expect(services['practice-ucs-twin.service'].runningAs).toBe('root');
    expect(stateOf(chosen.verdicts, 'CVE-2023-1966')).toBe('exposed');
  });
});

describe('a network that only a person names as inside the instrument', () => {
  const stated = stating(UNIT, [INSIDE]);

  it('is named before approval where it may be one, and every network with what becomes of it', async () => {
    const bench = await runBench(UNKNOWN_UNIT);
    await bench.run({}, stating(UNIT));
    const [step] = bench.receipts[0]?.plan?.steps ?? [];
    expect(step?.warnings.join()).toContain('--inside-network eth1');
    expect(step?.warnings.join()).not.toContain('--inside-network eth0');
    const networks = step?.changes.filter(({ what }) => what.startsWith('Connections over'));
    expect(networks?.map(({ after }) => after)).toEqual([
      'the ports named here are closed there',
      'the ports named here are closed there',
    ]);
  });

  it('stays open, the verdict is not better for it, and undone nothing is left', async () => {
    const bench = await runBench(UNKNOWN_UNIT);
    const before = await bench.bytes();
    const result = await bench.run({}, stated);
    expect(result.steps.find(({ id }) => id === 'firewall-ports')?.outcome.status).toBe('done');
    expect(stateOf(result.verdicts, NETWORK)).toBe('exposed');
    expect(bench.receipts[0]?.instrument.stated).toContain(
      'The network eth1 leads only to parts of the instrument itself.',
    );
    const { rules } = JSON.parse(await bench.bytes()).firewall;
    const ours = Object.entries(rules).filter(([name]) => name.startsWith('UCS-Remediation-Wizard'));
    expect(ours).toHaveLength(1);
    expect(ours[0]?.[1]).toMatchObject({ action: 'block', zones: 'any', exceptOn: [INSIDE] });
    await bench.rollback();
    expect(await bench.bytes()).toBe(before);
  });

  it('is closed by the next run where nobody says so any more, and both runs are undone', async () => {
    const bench = await runBench(UNKNOWN_UNIT);
    const before = await bench.bytes();
    await bench.run({}, stated);
    const again = await bench.run({}, stating(UNIT));
    expect(again.steps.map(({ id, outcome }) => [id, outcome.status])).toEqual([['firewall-ports', 'done']]);
    expect(stateOf(again.verdicts, NETWORK)).toBe('unknown');
    expect((await bench.run({}, stating(UNIT))).steps).toEqual([]);
    await bench.rollback();
    await bench.rollback();
    expect(await bench.bytes()).toBe(before);
  });

  it('counts as inside once a trusted site pack names it, and then stays open by itself', async () => {
    const bench = await runBench(UNKNOWN_UNIT);
    const named = await pack({
      serviceNames: [{ value: 'Practice run transfer', source }],
      insideNetworks: [{ value: INSIDE, source }],
    });
    expect(await bench.run({ pack: named })).toMatchObject({ overall: 'mitigated', exitCode: 0 });
    const after = bench.receipts[0]?.plan?.steps[0]?.changes.find(({ what }) => what.includes(INSIDE))?.after;
    expect(after).toContain('allowed');
  });

  it.each([
    ['eth9', 'inside-network-not-there'],
    ['lo', 'inside-network-not-there'],
    ['eth0', 'inside-network-leads-out'],
  ])('%s is refused and nothing is changed', async (name, code) => {
    const bench = await runBench(UNKNOWN_UNIT);
    const before = await bench.bytes();
    expect(await bench.run({}, stating(UNIT, [name]))).toMatchObject({ exitCode: 2, problem: { code } });
    expect(await bench.bytes()).toBe(before);
  });
});
