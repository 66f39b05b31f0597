import { join } from 'node:path';
import { builtInCatalogue, stampOf } from '../../catalogue/catalogue.ts';
import { readPackFile } from '../../catalogue/pack-file.ts';
import { scenarioSummaries } from '../../host/practice/scenarios.ts';
import { Failure, type Problem } from '../../model/failure.ts';
import { instrumentTrace } from '../../run/instrument-trace.ts';
import { thisMachine } from '../../run/machine.ts';
import { programVersion } from '../../run/program-stamp.ts';
import type { Handlers } from '../engine-side.ts';
import type { About, Settings } from '../wizard-snapshot.ts';
import type { EngineLog } from './engine-log.ts';
import { findInstallers, findSavePlaces } from './find-places.ts';
import type { FrontPorts, Wizard } from './front-ports.ts';
import { JobDesk } from './job-desk.ts';
import { LookDesk, NO_MACHINE } from './look-desk.ts';
import { findUnfinishedPractice, UNDECIDED } from './machine-seat.ts';
import { reachableScreens } from './reachable-screens.ts';
import { ReceiptDesk } from './receipt-desk.ts';
import { loadSettings, saveSettings } from './settings-file.ts';
import { SnapshotStore } from './snapshot-store.ts';
import { writeSupportReport } from './support-report.ts';

/** Where a wizard keeps what outlives it. */
export interface WizardPlaces {
  /** Settings and log of this user; absolute. */
  userFolder: string;
  /** Practice instruments of the window, their keys and receipts; absolute. */
  practiceFolder: string;
  /** The built program, which is command line and helper in one; absolute. */
  program: string;
}

/** Makes the wizard behind a window. It reads settings and looks for an unfinished run before it answers. */
export async function createWizard(ports: FrontPorts, places: WizardPlaces, log: EngineLog): Promise<Wizard> {
  const settings = await loadSettings(places.userFolder);
  const store = new SnapshotStore({
    screen: 'welcome',
    about: aboutThis(ports),
    settings,
    ...NO_MACHINE,
    decisions: UNDECIDED,
    work: null,
  });
  const looks = new LookDesk(store, log, places);
  const receipts = new ReceiptDesk(store, ports);
  const jobs = new JobDesk(store, looks, receipts, log, places.program);

  await looks.findUnfinished(() => findUnfinishedPractice(places.practiceFolder));
  void showTrace(store, log);

  /** Nothing the person decides may change under work that is being done. */
  function whenFree(): void {
    if (store.current.work === null) return;
    throw new Failure({
      code: 'work-under-way',
      message: 'The program is working on the instrument.',
      next: 'Wait until it has ended, or stop it first.',
    });
  }

  const handlers: Handlers = {
    snapshot: async () => store.current,
    async saveSettings(change) {
      const next: Settings = { ...store.current.settings, ...change };
      store.change({ settings: next });
      await keepSettings(places.userFolder, next);
      return null;
    },
    async chooseMachine({ practice }) {
      whenFree();
      refuseWithoutSandbox(store.current.about, practice);
      await looks.sitDown(practice);
      return null;
    },
    async look() {
      whenFree();
      void looks.look();
      return null;
    },
    async goTo({ screen }) {
      whenFree();
      const { current } = store;
      if (!reachableScreens(current).includes(screen)) throw notReachable();
      store.change({
        screen,
        problem: null,
        ...(screen === 'elevate' ? { elevation: await jobs.elevationAhead() } : {}),
      });
      return null;
    },
    async decide(change) {
      whenFree();
      await looks.decide(change);
      return null;
    },
    findInstallers: () => findInstallers(store.current.machine),
    async usePack({ path }) {
      whenFree();
      await looks.usePack(path === null ? null : await readPackFile(path));
      return null;
    },
    async startRun() {
      whenFree();
      jobs.start('run');
      return null;
    },
    async stopWithReceipt() {
      whenFree();
      jobs.start('read-only');
      return null;
    },
    async resumeRun({ confirmIdle }) {
      whenFree();
      jobs.resume(confirmIdle);
      return null;
    },
    async rollBack({ confirmIdle }) {
      whenFree();
      jobs.rollBack(confirmIdle);
      return null;
    },
    async answer({ id, answer }) {
      jobs.working().answer(id, answer);
      return null;
    },
    async password({ id, password }) {
      jobs.working().password(id, password);
      return null;
    },
    async stop() {
      jobs.working().stop();
      return null;
    },
    findSavePlaces,
    saveReceipt: ({ folder }) => receipts.save(folder),
    saveReceiptPdf: ({ folder }) => receipts.savePdf(folder),
    async saveSupportReport({ folder }) {
      const path = await writeSupportReport(folder, {
        snapshot: store.current,
        runs: looks.seat?.runs ?? [],
        log: log.recent,
      });
      return { path };
    },
    async nextInstrument() {
      whenFree();
      looks.standUp();
      return null;
    },
    async restartPractice() {
      whenFree();
      await looks.restartPractice();
      return null;
    },
    async dismissProblem() {
      store.change({ problem: null });
      return null;
    },
  };

  return {
    handlers,
    onPush: (listener) => store.onPush(listener),
    async closing() {
      await jobs.ended();
      await log.flushed();
    },
  };
}

/** Folders of a user's wizard, inside the folder practice lies in when nobody says otherwise. */
export function wizardPlaces(base: string, program: string): WizardPlaces {
  const folder = join(base, 'window');
  return { userFolder: folder, practiceFolder: folder, program };
}

function aboutThis({ kind, sandboxed }: FrontPorts): About {
  const catalogue = builtInCatalogue();
  return {
    programVersion,
    catalogue: stampOf(catalogue),
    guide: catalogue.guide,
    vendorContact: catalogue.contact,
    front: { kind, sandboxed },
    practice: scenarioSummaries().map(({ id, title, summary }) => ({ id, title, summary })),
    products: catalogue.products.map(({ key, name }) => ({ key, name })),
    thisMachine: sandboxed ? whyNotThisMachine() : NO_SANDBOX,
    trace: null,
  };
}

const NO_SANDBOX: Problem = {
  code: 'window-not-sandboxed',
  message: 'The window runs without the protection of the browser, so a real instrument cannot be worked on in it.',
  next: 'Start the program as an ordinary user, or use the terminal: npm start -- --front terminal. Practice works.',
};

function whyNotThisMachine(): Problem | null {
  try {
    thisMachine();
    return null;
  } catch (error) {
    if (error instanceof Failure) return error.problem;
    throw error;
  }
}

/** Says later what on this machine speaks for an instrument: the first screen does not wait for it. */
async function showTrace(store: SnapshotStore, log: EngineLog): Promise<void> {
  if (store.current.about.thisMachine !== null) return;
  try {
    const trace = await instrumentTrace(thisMachine());
    store.change({ about: { ...store.current.about, trace } });
  } catch (error) {
    log.note('trace-not-read', { error: String(error) });
  }
}

function refuseWithoutSandbox({ thisMachine: problem }: About, practice: string | null): void {
  if (practice === null && problem !== null) throw new Failure(problem);
}

function notReachable(): Failure {
  return new Failure({
    code: 'screen-not-reachable',
    message: 'This screen cannot be shown yet.',
    next: 'Finish the screen that is shown first.',
  });
}

async function keepSettings(folder: string, settings: Settings): Promise<void> {
  try {
    await saveSettings(folder, settings);
  } catch (cause) {
    throw new Failure(
      {
        code: 'settings-not-kept',
        message: 'Your settings hold until the program is closed, but could not be kept for the next time.',
        next: 'Go on. If you want them kept, make room on the disk or ask for write access to your own folder.',
      },
      undefined,
      cause,
    );
  }
}
