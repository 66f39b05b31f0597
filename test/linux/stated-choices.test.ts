import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CONTAINER_TOOLS } from './support/container-root.ts';
import { FIREWALLS, Instrument, UCS_PORT, UNIT } from './support/instrument.ts';
import { machineState } from './support/machine-state.ts';
import { describeWith } from './support/needs.ts';
import { buildRpm } from './support/rpm-package.ts';

const OPEN = { ipv4: [UCS_PORT], ipv6: [UCS_PORT] };
const CLOSED = { ipv4: [], ipv6: [] };
const STATED = ['--ucs-unit', UNIT, '--inside-network', 'int0'];

/** Its unit goes by another name, and a cable leads to a module of the instrument. */
const UNLIKE_OTHERS = `mkdir -p /run/systemd/system/${UNIT}.d
  printf '[Unit]\\nDescription=Run transfer\\n' > /run/systemd/system/${UNIT}.d/10-name.conf; systemctl daemon-reload
  ip netns add module; ip link add int0 type veth peer name cable netns module; ip address add 192.168.137.1/24 dev int0
  ip link set int0 up; ip -n module address add 192.168.137.2/24 dev cable; ip -n module link set cable up`;
/** firewalld closes a zone as a whole. */
const OWN_ZONE = { firewalld: 'firewall-cmd -q --zone=trusted --change-interface=int0', nftables: '', iptables: '' };

describeWith([...CONTAINER_TOOLS, 'rpmbuild'], 'an instrument that only a person who knows it can describe', () => {
  let folder: string;
  let controlSoftware: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ucs-stated-'));
    const title = 'NextSeq 1000/2000 Control Software';
    controlSoftware = await buildRpm(folder, 'nextseq-control-software', '1.4.1', title);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.concurrent.each(FIREWALLS)(
    '$firewall: the chosen unit is lowered and closed to others, the module of the instrument still reaches it, nothing is called mitigated, and undone there is no trace',
    async ({ firewall, off, prepare }) => {
      const instrument = await Instrument.make(controlSoftware, off);
      try {
        const { container } = instrument;
        await container.shell(`${prepare}; ${UNLIKE_OTHERS}; ${OWN_ZONE[firewall]}`);
        const fromModule = () =>
          container.shell(`ip netns exec module node /opt/peer.mjs try 192.168.137.1 ${UCS_PORT}`);
        const before = await machineState(container);
        expect(await container.reallyOpen([UCS_PORT])).toEqual(OPEN);

        const looked = await instrument.remedy('assess', ...instrument.stated, '--json');
        expect(looked.exitCode, looked.said).toBe(13);
        const { unitCandidates } = JSON.parse(looked.said);
        expect(unitCandidates).toContainEqual({
          unit: UNIT,
          displayName: 'Run transfer',
          speaks: expect.arrayContaining([
            `Other machines could reach it: it listens on TCP port ${UCS_PORT}.`,
            'It runs as root.',
          ]),
        });
        const wrong = await instrument.remedy('plan', ...instrument.choices, '--ucs-unit', 'systemd-journald.service');
        expect(wrong.exitCode, wrong.said).toBe(2);
        expect(wrong.said).toContain('ucs-unit-not-a-candidate');

        const done = await instrument.run(...STATED, '--json');
        expect(done.exitCode, done.said).toBe(10);
        const { overall, steps } = JSON.parse(done.said);
        expect(overall).toBe('exposed');
        expect(
          steps.map(({ id, outcome }: { id: string; outcome: string }) => [id, outcome]),
          done.said,
        ).toEqual([
          ['firewall-ports', 'done'],
          ['ucs-account', 'done'],
        ]);
        expect(await container.reallyOpen([UCS_PORT])).toEqual(CLOSED);
        expect(await fromModule()).toBe(`[${UCS_PORT}]`);
        expect(await instrument.runsAs()).toBe('ucs');

        const undone = await instrument.remedy('rollback', '--confirm-idle', '--operator', 'A. Tech');
        expect(undone.said).toContain('back at root');
        expect(await container.reallyOpen([UCS_PORT])).toEqual(OPEN);
        expect(await instrument.runsAs()).toBe('root');
        expect(await machineState(container)).toEqual(before);
      } finally {
        await instrument.remove();
      }
    },
  );
});
