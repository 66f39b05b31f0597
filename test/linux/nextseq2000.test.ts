import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTAINER_TOOLS } from './support/container-root.ts';
import { FIREWALLS, Instrument, UCS_PORT } from './support/instrument.ts';
import { machineState } from './support/machine-state.ts';
import { describeWith } from './support/needs.ts';
import { buildRpm } from './support/rpm-package.ts';

const OPEN = { ipv4: [UCS_PORT], ipv6: [UCS_PORT] };
const CLOSED = { ipv4: [], ipv6: [] };

describeWith(
  [...CONTAINER_TOOLS, 'rpmbuild'],
  'a NextSeq 2000 with control software 1.4.1, from first look to rollback',
  () => {
    let folder: string;
    let controlSoftware: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'ucs-nextseq-'));
      controlSoftware = await buildRpm(
        folder,
        'nextseq-control-software',
        '1.4.1',
        'NextSeq 1000/2000 Control Software',
      );
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    describe.concurrent.each(FIREWALLS)('filtered by $firewall', ({ off, prepare }) => {
      let instrument: Instrument;
      afterAll(() => instrument?.remove());

      it('other machines reach the copy service before, not after, and again once everything is undone without a trace', async () => {
        instrument = await Instrument.make(controlSoftware, off);
        const { container } = instrument;
        await container.shell(prepare);
        const before = await machineState(container);
        expect(await container.reallyOpen([UCS_PORT])).toEqual(OPEN);
        expect(await instrument.runsAs()).toBe('root');
        const first = await instrument.remedy(
          'assess',
          '--product',
          'NextSeq 1000/2000 Control Software',
          '--version',
          '1.4.1',
        );
        expect(first.exitCode, first.said).toBe(10);

        const plan = await instrument.plan();
        expect(plan.steps).toEqual([
          expect.objectContaining({ id: 'firewall-ports', mode: 'automatic' }),
          expect.objectContaining({ id: 'ucs-account', mode: 'automatic' }),
        ]);
        const done = await instrument.run();
        expect(done.exitCode, done.said).toBe(0);
        expect(await container.reallyOpen([UCS_PORT])).toEqual(CLOSED);
        expect(await container.openToItself([UCS_PORT])).toEqual(OPEN);
        expect(await instrument.runsAs()).toBe('ucs');
        expect(await container.shell('cat /etc/systemd/system/illumina-ucs.service.d/*')).toBe('[Service]\nUser=ucs');

        const undone = await instrument.remedy('rollback', '--confirm-idle', '--operator', 'A. Tech');
        expect(undone.exitCode, undone.said).toBe(10);
        expect(await container.reallyOpen([UCS_PORT])).toEqual(OPEN);
        expect(await instrument.runsAs()).toBe('root');
        expect(await machineState(container)).toEqual(before);
      });
    });
  },
);
