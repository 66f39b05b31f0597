import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CONTAINER_TOOLS } from './support/container-root.ts';
import { Instrument, UCS_PORT } from './support/instrument.ts';
import { type MachineState, machineState } from './support/machine-state.ts';
import { describeWith } from './support/needs.ts';
import { buildRpm } from './support/rpm-package.ts';

const OPEN = { ipv4: [UCS_PORT], ipv6: [UCS_PORT] };
const CLOSED = { ipv4: [], ipv6: [] };

/** Where the process that makes the changes dies: after so many entries of its journal, so many seconds later. */
const DEATHS: [string, number, number][] = [
  ['when the plan is approved', 4, 0],
  ['when the ports are about to be closed', 5, 0],
  ['while the ports are being closed', 5, 0.15],
  ['when the ports are closed', 6, 0],
  ['when the account is about to be changed', 7, 0],
  ['while the account is being changed', 7, 0.3],
  ['when the account is changed', 8, 0],
];

describeWith([...CONTAINER_TOOLS, 'rpmbuild'], 'a run on a real system that is cut off', () => {
  let folder: string;
  let instrument: Instrument;
  let before: MachineState;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ucs-interrupted-'));
    const controlSoftware = await buildRpm(
      folder,
      'nextseq-control-software',
      '1.4.1',
      'NextSeq 1000/2000 Control Software',
    );
    instrument = await Instrument.make(controlSoftware, ['firewalld.service']);
    await instrument.container.shell('systemctl enable -q --now nftables');
    before = await machineState(instrument.container);
  });
  afterAll(async () => {
    await instrument?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  async function resumeThenUndo() {
    const { container } = instrument;
    const resumed = await instrument.remedy('resume', '--confirm-idle');
    expect(resumed.exitCode, resumed.said).toBe(0);
    expect(await container.reallyOpen([UCS_PORT])).toEqual(CLOSED);
    expect(await instrument.runsAs()).toBe('ucs');
    const undone = await instrument.remedy('rollback', '--confirm-idle', '--operator', 'A. Tech');
    expect(undone.exitCode, undone.said).toBe(10);
    expect(await container.reallyOpen([UCS_PORT])).toEqual(OPEN);
    expect(await instrument.runsAs()).toBe('root');
    expect(await machineState(container)).toEqual(before);
  }

  it.each(DEATHS)('%s: going on ends closed, and undone leaves nothing behind', async (_, entries, later) => {
    await instrument.killHelperAt(entries, later);
    await resumeThenUndo();
  });

  it('a power cut in mid-run: after the start of the system it goes on and ends closed, and undone leaves nothing behind', async () => {
    await instrument.killHelperAt(7, 0.3);
    await instrument.container.cutPower();
    await instrument.container.start();
    await resumeThenUndo();
  });
});
