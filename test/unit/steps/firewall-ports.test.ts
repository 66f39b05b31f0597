import { describe, expect, it } from 'vitest';
import { unavailable, whenRead } from '../../../main/model/fact.ts';
import { OUR_RULE_PREFIX } from '../../../main/model/firewall.ts';
import { firewallPorts } from '../../../wizard-steps/firewall-ports/step.ts';
import { practiceBench } from '../practice/practice-bench.ts';
import { outcomes, runBench, withChanges, withReaders } from '../run/run-bench.ts';
import { applyContext, planContext } from './step-bench.ts';

const MISEQ = 'miseq-4.0-ruo';
const ALONE = { decline: ['ucs-account' as const] };

async function prepared(scenario = MISEQ) {
  const bench = await practiceBench(scenario);
  const context = await planContext(bench.host, scenario);
  return { ...bench, context, ...firewallPorts.prepare(context) };
}

async function ourRules(host: Parameters<typeof firewallPorts.backup>[0]) {
  const rules = whenRead(await host.firewall())?.rules ?? [];
  return rules.filter(({ name }) => name.startsWith(OUR_RULE_PREFIX));
}

describe('what is closed', () => {
  it('on Windows the program and its fixed ports, in every zone and for both address families', async () => {
    const { host, params } = await prepared();
    await firewallPorts.apply(host, params, applyContext());
    const rules = await ourRules(host);
    expect(rules).toHaveLength(2);
    for (const rule of rules) {
      expect(rule).toMatchObject({
        action: 'block',
        enabled: true,
        zones: 'any',
        remote: 'any',
        families: ['ipv4', 'ipv6'],
      });
    }
    expect(firewallPorts.describe(params)).toHaveLength(2);
  });

  it('what answers this machine only is left alone', async () => {
    const { params } = await prepared();
    expect(JSON.stringify(params)).not.toContain('18082');
  });

  it('on Linux, where a rule cannot name a program, every open port of both protocols', async () => {
    const { params } = await prepared('nextseq2000-1.4.1');
    expect(params).toMatchObject({ programs: [], ports: [{ protocol: 'tcp', port: 18081 }] });
  });

  it('applied twice it is there once', async () => {
    const { host, params } = await prepared();
    await firewallPorts.apply(host, params, applyContext());
    const once = await ourRules(host);
    await firewallPorts.apply(host, params, applyContext());
    expect(await ourRules(host)).toEqual(once);
  });

  it('does not apply where sockets or rules could not be read, or nothing is open', async () => {
    for (const fact of ['listeners', 'firewall', 'services'] as const) {
      const { host, edit } = await practiceBench(MISEQ);
      await edit({ switches: { unreadable: [fact] } });
      const context = await planContext(host, MISEQ);
      if (context.assessment.verdicts[0]?.state !== 'exposed') expect(firewallPorts.applicable(context)).toBe(false);
    }
    const { host } = await practiceBench('already-remediated');
    expect(firewallPorts.applicable(await planContext(host, 'already-remediated'))).toBe(false);
  });

  it.each([
    ['is not running', { running: false }, 'not running'],
    ['is switched off in a profile', { zones: { Public: { enabled: false } } }, 'switched off in "Public"'],
  ])('where the firewall %s, nothing is promised and the result is a conflict', async (_name, firewall, says) => {
    const bench = await runBench(MISEQ);
    await bench.edit({ firewall });
    const { params, warnings } = firewallPorts.prepare(await planContext(bench.host, MISEQ));
    expect(warnings.join(' ')).toContain(says);
    for (const { after } of firewallPorts.describe(params)) expect(after).not.toContain('in every network profile');
    const result = await bench.run({}, ALONE);
    expect(outcomes(result)[0]).toEqual(['firewall-ports', 'conflict', 'overridden']);
  });

  it('a policy that overrides the rules is said before, and is a conflict after', async () => {
    const { warnings } = await prepared('policy-overrides-firewall');
    expect(warnings.join(' ')).toContain('policy');
    const bench = await runBench('policy-overrides-firewall');
    const result = await bench.run({}, ALONE);
    expect(outcomes(result)[0]).toEqual(['firewall-ports', 'conflict', 'overridden']);
    expect(result.verdicts[0]?.state).toBe('conflict');
  });
});

describe('closed is what is read back, not what was written', () => {
  it('a rule that the system took and does not hold is no effect, and is taken back', async () => {
    const bench = await runBench(MISEQ, (host) => withChanges(host, { addFirewallRules: async () => undefined }));
    const before = await bench.bytes();
    const result = await bench.run({}, ALONE);
    expect(outcomes(result)[0]).toEqual(['firewall-ports', 'failed', 'no-effect']);
    expect(result).toMatchObject({ exitCode: 10, overall: 'exposed' });
    expect(await bench.bytes()).toBe(before);
  });

  it('a failed reading never counts as a closed port', async () => {
    for (const fact of ['listeners', 'firewall', 'processes'] as const) {
      const { host, params } = await prepared();
      await firewallPorts.apply(host, params, applyContext());
      const blind = withReaders(host, { [fact]: async () => unavailable('tool-failed', 'no answer', 'test') });
      const effect = (await firewallPorts.verify(blind, params)).filter(({ about }) => about === 'effect');
      expect(effect.length).toBeGreaterThan(0);
      for (const { id, result } of effect) {
        if (id !== 'closed-tcp-ipv4-18082') expect(['not-possible', 'failed', 'overridden']).toContain(result);
      }
    }
  });

  it('a service without any socket does not count as closed', async () => {
    const { host, params, edit } = await prepared();
    await firewallPorts.apply(host, params, applyContext());
    await edit({ services: { PracticeUcs: { binds: [] } } });
    expect((await firewallPorts.verify(host, params))[0]).toMatchObject({ result: 'not-possible' });
  });

  it('a socket opened elsewhere in the meantime is seen', async () => {
    const { host, params, edit } = await prepared('nextseq2000-1.4.1');
    await firewallPorts.apply(host, params, applyContext());
    const rule = { origin: 'local', enabled: true, action: 'allow', protocol: 'tcp', program: 'any', zones: 'any' };
    const more = { ports: [{ from: 1, to: 65535 }], families: ['ipv4', 'ipv6'], remote: 'any', overridesBlock: false };
    await edit({
      services: { 'practice-ucs.service': { binds: [{ protocol: 'tcp', address: '0.0.0.0', port: 19999 }] } },
      firewall: { rules: { 'Everything open': { ...rule, ...more } } },
    });
    const results = (await firewallPorts.verify(host, params)).filter(({ about }) => about === 'effect');
    expect(results.map(({ result }) => result)).toEqual(['failed']);
  });
});

describe('taking the rules back', () => {
  it('removes those of this run and leaves everybody else\u2019s, ours of other runs too', async () => {
    const { host, params, changes } = await prepared();
    const [other] = whenRead(await host.firewall())?.rules ?? [];
    if (other === undefined) throw new Error('the scenario has a rule');
    await changes.addFirewallRules([{ ...other, name: `${OUR_RULE_PREFIX}run-0 tcp 1`, action: 'block' }]);
    const before = await host.firewall();
    const backup = await firewallPorts.backup(host, params);
    await firewallPorts.apply(host, params, applyContext());
    expect(await firewallPorts.rollback(host, backup, applyContext())).toMatchObject({ status: 'undone' });
    expect(whenRead(await host.firewall())).toEqual(whenRead(before));
  });

  it('is not called undone where the rules remain, or cannot be read', async () => {
    const { host, params } = await prepared();
    const backup = await firewallPorts.backup(host, params);
    await firewallPorts.apply(host, params, applyContext());
    const deaf = withChanges(host, { removeFirewallRules: async () => undefined });
    expect(await firewallPorts.rollback(deaf, backup, applyContext())).toMatchObject({
      status: 'failed',
      code: 'rules-remain',
    });
    const blind = withReaders(host, { firewall: async () => unavailable('tool-failed', 'no answer', 'test') });
    expect(await firewallPorts.rollback(blind, backup, applyContext())).toMatchObject({
      status: 'failed',
      code: 'rules-not-readable',
    });
    expect(await ourRules(host)).toHaveLength(2);
    let removed = false;
    const blinded = withReaders(
      withChanges(host, {
        async removeFirewallRules() {
          removed = true;
        },
      }),
      { firewall: async () => (removed ? unavailable('tool-failed', 'no answer', 'test') : host.firewall()) },
    );
    expect(await firewallPorts.rollback(blinded, backup, applyContext())).toMatchObject({ code: 'rules-not-readable' });
  });
});

describe('where the program cannot change the firewall', () => {
  it('a person is told which ports, and only what is read back counts', async () => {
    const { host, params } = await prepared('nextseq2000-1.4.1');
    const byHand = withReaders(host, { changes: null });
    const context = applyContext({ guide: () => 'done' });
    expect(await firewallPorts.apply(byHand, params, context)).toMatchObject({ status: 'done', code: 'done-by-hand' });
    expect(context.tasks[0]?.details).toEqual({ ports: 'tcp 18081' });
    const results = (await firewallPorts.verify(byHand, params)).map(({ result }) => result);
    expect(results).toContain('failed');
    expect(await firewallPorts.apply(byHand, params, applyContext())).toMatchObject({ status: 'needs-person' });
    const backup = await firewallPorts.backup(byHand, params);
    expect(await firewallPorts.rollback(byHand, backup, applyContext())).toMatchObject({ status: 'needs-person' });
  });
});
