import { builtInCatalogue } from '../../catalogue/catalogue.ts';
import { loadOrCreateSigningKey } from '../../catalogue/keys.ts';
import { packShelf } from '../../catalogue/pack-shelf.ts';
import type { PerformJob } from '../../elevation/helper.ts';
import { runHelperProcess } from '../../elevation/helper-process.ts';
import type { Job, Target } from '../../elevation/messages.ts';
import type { DataFolder } from '../../host/data-folder/data-folder.ts';
import type { Host } from '../../host/host.ts';
import { processAccount } from '../../host/process-account.ts';
import { issueReceipt, writeReceiptFiles } from '../../receipt/bundle.ts';
import type { RunEnd } from '../../run/conclude.ts';
import type { PowerCut } from '../../run/journal.ts';
import { takeRunLock } from '../../run/lock.ts';
import { thisMachine } from '../../run/machine.ts';
import { openPractice, openRealData } from '../../run/places.ts';
import type { RunFront, RunPorts } from '../../run/ports.ts';
import { programFile, programStamp } from '../../run/program-stamp.ts';
import { resumeRun } from '../../run/resume.ts';
import { rollBackRun } from '../../run/rollback.ts';
import { startRun } from '../../run/run.ts';
import { practicePowerCut } from './power-cut.ts';

/** What the helper works on: the machine, and where its journal, keys and receipts are. */
interface Workplace {
  host: Host;
  data: DataFolder;
  journalFolder: string;
  powerCut: PowerCut | null;
}

/** Entry point of the helper process. */
export function helperMain(address: string, nonce: string): Promise<void> {
  return runHelperProcess(address, nonce, performJob);
}

const performJob: PerformJob = async (target, job, front) => {
  const place = await openWorkplace(target);
  const lock = await takeRunLock(place.journalFolder, processAccount());
  try {
    return await dispatch(job, portsFor(place, front), place.powerCut);
  } finally {
    await lock.release();
  }
};

async function openWorkplace(target: Target): Promise<Workplace> {
  if (target.kind === 'practice') {
    const { data, host, journalFolder } = await openPractice(target.scenario, target.dataFolder);
    return { data, host, journalFolder, powerCut: practicePowerCut(host) };
  }
  const data = await openRealData();
  return { data, host: thisMachine(), journalFolder: data.journal, powerCut: null };
}

function portsFor({ host, data, journalFolder }: Workplace, front: RunFront): RunPorts {
  return {
    host,
    front,
    journalFolder,
    catalogue: builtInCatalogue(),
    packs: packShelf(data, host.about.practice),
    program: programStamp(programFile()),
    helperAccount: processAccount(),
    async issueReceipt(content) {
      const key = await loadOrCreateSigningKey(data.keys, host.about.practice ? 'practice' : 'instrument');
      const receipt = issueReceipt(content, key);
      await writeReceiptFiles(data.receipts, receipt);
      return receipt;
    },
  };
}

function dispatch(job: Job, ports: RunPorts, powerCut: PowerCut | null): Promise<RunEnd> {
  switch (job.kind) {
    case 'run':
      return startRun(ports, job.request, powerCut);
    case 'resume':
      return resumeRun(ports, job, powerCut);
    case 'rollback':
      return rollBackRun(ports, job, powerCut);
  }
}
