import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CONTAINER_TOOLS } from './support/container-root.ts';
import { containerScript } from './support/container-script.ts';
import type { CutOffRequest } from './support/cut-off.ts';
import { FIREWALLS, Instrument, UCS_PORT } from './support/instrument.ts';
import { machineState } from './support/machine-state.ts';
import { describeWith } from './support/needs.ts';
import { buildRpm } from './support/rpm-package.ts';

const OPEN = { ipv4: [UCS_PORT], ipv6: [UCS_PORT] };
const CLOSED = { ipv4: [], ipv6: [] };

/**
 * The entries of a run and of its rollback. The number: how many entries a process that goes on writes until this one is on disk. It looks
 * anew where nothing was planned yet, and begins anew with its end where the receipt was not yet on record.
 */
const RUN: [string, number][] = [
  ['run-started', 1],
  ['looked', 1],
  ['planned', 2],
  ['approved', 1],
  ['intent', 1],
  ['outcome', 1],
  ['intent', 1],
  ['outcome', 1],
  ['concluded', 1],
  ['receipt', 2],
  ['ended', 3],
];
const ROLLBACK: [string, number][] = [
  ['rollback-started', 1],
  ['undo-intent', 1],
  ['undo-outcome', 1],
  ['undo-intent', 1],
  ['undo-outcome', 1],
  ['concluded', 1],
  ['receipt', 2],
  ['ended', 3],
];
const END = ['concluded', 'concluded', 'receipt', 'concluded', 'receipt', 'concluded', 'receipt', 'ended'];
/** What then stands in the journal. */
const JOURNAL_OF_RUN = [
  ...['run-started', 'looked', 'looked', 'planned', 'approved', 'intent', 'outcome', 'intent', 'outcome'],
  ...END,
];
const JOURNAL_OF_ROLLBACK = ['rollback-started', 'undo-intent', 'undo-outcome', 'undo-intent', 'undo-outcome', ...END];

/** The moments a process is killed at on its way to an entry. What was done and is not yet on record is where most can go wrong. */
function momentsOf(entry: string): CutOffRequest['dies'][] {
  if (entry === 'ended') return ['before', 'never'];
  return entry.endsWith('outcome') ? [3, 'before', 'after'] : ['after'];
}

describeWith([...CONTAINER_TOOLS, 'rpmbuild'], 'a run on a real system that is killed again and again', () => {
  let folder: string;
  let controlSoftware: string;
  let script: Awaited<ReturnType<typeof containerScript>>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ucs-interrupted-'));
    const title = 'NextSeq 1000/2000 Control Software';
    [controlSoftware, script] = await Promise.all([
      buildRpm(folder, 'nextseq-control-software', '1.4.1', title),
      containerScript('cut-off'),
    ]);
  });
  afterAll(async () => {
    await script?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it.concurrent.each(FIREWALLS)(
    '$firewall: at every entry of the journal, before, while and after, with a power cut in between, it ends closed, and undone leaves no trace',
    async ({ off, prepare }) => {
      const instrument = await Instrument.make(controlSoftware, off, [`${script.folder}:/opt/cut-off`]);
      try {
        const { container } = instrument;
        await container.shell(prepare);
        const before = await machineState(container);
        expect(await container.reallyOpen([UCS_PORT])).toEqual(OPEN);

        const work = async (request: CutOffRequest) => {
          const words = ['node', '/opt/cut-off/cut-off.mjs', JSON.stringify(request)];
          const done = await container.run(words, { reject: false, all: true, stdin: 'ignore' });
          const died = done.signal === 'SIGKILL' || done.exitCode === 137;
          expect(died, `${JSON.stringify(request)}: ${done.all}`).toBe(request.dies !== 'never');
          return String(done.stdout);
        };
        /** A job that is killed at each of its entries in turn, and goes on each time. */
        const killedAllTheWay = async (job: 'run' | 'rollback', entries: typeof RUN) => {
          let said = '';
          let begun: CutOffRequest['job'] = job;
          for (const [index, [entry, writes]] of entries.entries()) {
            for (const dies of momentsOf(entry)) {
              said = await work({ job: begun, dies, writes });
              begun = 'resume';
            }
            // Between the change of the account and the word about it: nothing is told to anybody inside.
            if (job === 'run' && index === 6) {
              await work({ job: 'resume', dies: 4, writes: 1 });
              await container.cutPower();
              await container.start();
            }
          }
          return JSON.parse(said);
        };

        const end = await killedAllTheWay('run', RUN);
        // What the machine shows then says why it is not as it should be.
        const shown = end.overall === 'mitigated' ? '' : (await instrument.remedy('assess', ...instrument.stated)).said;
        expect(end, shown).toEqual({ overall: 'mitigated', end: 'completed' });
        expect(await container.reallyOpen([UCS_PORT])).toEqual(CLOSED);
        expect(await container.openToItself([UCS_PORT])).toEqual(OPEN);
        expect(await instrument.runsAs()).toBe('ucs');
        expect(await instrument.journalled()).toEqual(JOURNAL_OF_RUN);

        expect(await killedAllTheWay('rollback', ROLLBACK)).toEqual({ overall: 'exposed', end: 'rolled-back' });
        expect(await container.reallyOpen([UCS_PORT])).toEqual(OPEN);
        expect(await instrument.runsAs()).toBe('root');
        expect(await instrument.journalled()).toEqual([...JOURNAL_OF_RUN, ...JOURNAL_OF_ROLLBACK]);
        expect(await machineState(container)).toEqual(before);
      } finally {
        await instrument.remove();
      }
    },
  );

  it.concurrent('the helper of the program itself: killed while it closes the ports, the program goes on and ends closed', async () => {
    const instrument = await Instrument.make(controlSoftware, ['firewalld.service']);
    try {
      const { container } = instrument;
      await instrument.killHelperAt(5, 0.1);
      const resumed = await instrument.remedy('resume', '--confirm-idle');
      expect(resumed.exitCode, resumed.said).toBe(0);
      expect(await container.reallyOpen([UCS_PORT])).toEqual(CLOSED);
      expect(await instrument.runsAs()).toBe('ucs');
    } finally {
      await instrument.remove();
    }
  });
});
