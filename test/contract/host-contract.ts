import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Host, HostChangeError, type HostChanges } from '../../main/host/host.ts';
import { Secret } from '../../main/host/secret.ts';
import { fact, whenRead } from '../../main/model/fact.ts';
import { type FirewallRule, OUR_RULE_PREFIX } from '../../main/model/firewall.ts';
import { InstallerFile } from '../../main/model/installer.ts';
import { FactName, Observation } from '../../main/model/observation.ts';
import { RunFile } from '../../main/model/run-folder.ts';

const RunFolderOnDisk = z.strictObject({
  path: z.string(),
  changedAt: z.iso.datetime(),
  files: z.array(RunFile),
  parameters: fact(z.string()).nullable(),
  info: fact(z.string()).nullable(),
});

const SCHEMAS = { ...Observation.shape, runFolders: fact(z.array(RunFolderOnDisk)) };

/** A name no service, file or place of a machine has. */
const NOBODY_HAS_THIS = 'ucs-remediation-wizard-contract-test-no-such-thing';

/** The discard port: nothing of an instrument listens there. */
const HARMLESS_RULE: FirewallRule = {
  name: `${OUR_RULE_PREFIX}contract-test`,
  origin: 'local',
  enabled: true,
  action: 'block',
  protocol: 'tcp',
  ports: [{ from: 9, to: 9 }],
  program: 'any',
  zones: 'any',
  families: ['ipv4', 'ipv6'],
  remote: 'any',
  overridesBlock: false,
};

/**
 * What every host must keep to, whatever machine is behind it. `open` gives a host for one test. On a changeable host the
 * suite adds and removes one harmless firewall rule and asks for things that do not exist; it changes nothing else.
 */
export function describeHostContract(name: string, open: () => Promise<Host>): void {
  describe(`host contract: ${name}`, () => {
    let host: Host;
    beforeEach(async () => {
      host = await open();
    });

    describeReaders(() => host);
    describeChanges(() => host);
  });
}

function describeReaders(host: () => Host): void {
  it('says what it is', () => {
    expect(Observation.shape.host.safeParse(host().about)).toMatchObject({ success: true });
    expect(host().changes !== null).toBe(host().about.changeable);
    expect(host().simulatedPerson === null || host().about.practice).toBe(true);
  });

  it.each(FactName.options)('%s is a fact with source and time, or says why it could not be read', async (name) => {
    const reading = name === 'programFolderFiles' ? await host()[name]([NOBODY_HAS_THIS]) : await host()[name]();
    expect(SCHEMAS[name].safeParse(reading)).toMatchObject({ success: true });
    expect(reading.source).not.toBe('');
    if (reading.status === 'unavailable') expect(reading.detail).not.toBe('');
  });

  it('a machine read twice is the same machine', async () => {
    expect(whenRead(await host().machineId())).toEqual(whenRead(await host().machineId()));
    expect(whenRead(await host().bootId())).toEqual(whenRead(await host().bootId()));
  });

  it('an installer that does not exist is unavailable, never an unsigned file', async () => {
    const reading = await host().installerFile(NOBODY_HAS_THIS);
    expect(fact(InstallerFile).safeParse(reading)).toMatchObject({ success: true });
    expect(reading.status).toBe('unavailable');
  });

  it('every process of a service or a socket that can be named exists', async () => {
    const processes = whenRead(await host().processes());
    const services = whenRead(await host().services());
    const pids = new Set(processes?.map(({ pid }) => pid));
    if (processes === undefined || services === undefined || !host().about.practice) return;
    for (const { pid } of services) if (pid !== null) expect(pids).toContain(pid);
    for (const { owner } of whenRead(await host().listeners()) ?? []) {
      if (owner.kind === 'process') expect(pids).toContain(owner.pid);
      if (owner.kind === 'http-sys') for (const pid of owner.pids) expect(pids).toContain(pid);
    }
  });
}

function describeChanges(host: () => Host): void {
  const changing = (title: string, check: (changes: HostChanges) => Promise<void>) =>
    it(title, async ({ skip }) => {
      const { changes } = host();
      if (changes === null) return skip('this host changes nothing');
      await check(changes);
    });
  const ours = async () =>
    (whenRead(await host().firewall())?.rules ?? []).filter(({ name }) => name === HARMLESS_RULE.name);

  changing(
    'a firewall rule can be read back, once however often it is added, and is gone when removed',
    async (changes) => {
      const before = whenRead(await host().firewall());
      await changes.addFirewallRules([HARMLESS_RULE]);
      await changes.addFirewallRules([HARMLESS_RULE]);
      expect(await ours()).toEqual([HARMLESS_RULE]);
      await changes.addFirewallRules([{ ...HARMLESS_RULE, protocol: 'udp' }]);
      expect(await ours()).toEqual([{ ...HARMLESS_RULE, protocol: 'udp' }]);
      await changes.removeFirewallRules([HARMLESS_RULE.name]);
      await changes.removeFirewallRules([HARMLESS_RULE.name]);
      expect(whenRead(await host().firewall())).toEqual(before);
    },
  );

  changing('what does not exist is refused by name, and nothing else is thrown', async (changes) => {
    const refused = [
      () => changes.restartService(NOBODY_HAS_THIS),
      () => changes.setServiceAccount(NOBODY_HAS_THIS, NOBODY_HAS_THIS, null),
      () => changes.stageInstaller(NOBODY_HAS_THIS),
      () => changes.runInstaller(NOBODY_HAS_THIS, []),
    ];
    for (const call of refused) {
      const error = await call().then(
        () => 'not refused',
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(HostChangeError);
    }
    await changes.discardStaged(NOBODY_HAS_THIS);
  });

  changing('a password of nobody is not accepted, and nobody writes anywhere', async (changes) => {
    expect(await changes.checkPassword(NOBODY_HAS_THIS, new Secret('practice'))).not.toBe('accepted');
    const [place] = whenRead(await host().outputPlaces()) ?? [];
    if (place) expect(await changes.testWrite(place, NOBODY_HAS_THIS)).not.toBe('written');
    const nowhere = { path: NOBODY_HAS_THIS, kind: 'local' } as const;
    expect(await changes.testWrite(nowhere, NOBODY_HAS_THIS)).not.toBe('written');
  });
}
