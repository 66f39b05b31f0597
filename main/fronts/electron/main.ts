import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { app, type BrowserWindow, dialog, ipcMain, Menu, protocol, session } from 'electron';
import { INSTALLED_HELPER } from '../../elevation/linux/helper-file.ts';
import { EngineLog } from '../../ipc/engine/engine-log.ts';
import { createWizard, wizardPlaces } from '../../ipc/engine/wizard.ts';
import { createDispatcher } from '../../ipc/engine-side.ts';
import { closeProcess } from '../../run/closed-process.ts';
import { defaultPracticeFolder } from '../../run/places.ts';
import { loadBounds, saveBounds } from '../window/window-bounds.ts';
import { readWindowFiles, type WindowFiles } from '../window/window-files.ts';
import { answerRequest } from './answer-request.ts';
import { CALL_CHANNEL } from './call-names.ts';
import { guardContents, guardSession, openingSwitches, QUIET_SWITCHES, senderOf } from './guards.ts';
import { openWindow } from './open-window.ts';
import { SCHEME, SCHEME_PRIVILEGES } from './window-address.ts';
import { WindowLife } from './window-life.ts';
import { WINDOW_OPEN } from './window-open.ts';
import { PARTITION } from './window-options.ts';

/** `build` of a checkout, or of the archive of an installed program. */
const BUILD = dirname(__dirname);

closeProcess();
for (const [name, value] of QUIET_SWITCHES) app.commandLine.appendSwitch(name, value);
// As root the sandbox does not work; who starts it so anyway gets a window for practice only.
const sandboxed = !app.commandLine.hasSwitch('no-sandbox');
if (sandboxed) app.enableSandbox();
protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: SCHEME_PRIVILEGES }]);
app.on('session-created', guardSession);
app.on('web-contents-created', (_event, contents) => guardContents(contents));
// Its menu would open the developer tools, reload and zoom; the window has its own ways.
Menu.setApplicationMenu(null);

const places = wizardPlaces(defaultPracticeFolder(), helperProgram());
// Before the lock, which lies in this folder.
app.setPath('userData', join(places.userFolder, 'electron'));
const refused = openingSwitches(app);
if (refused.length > 0) {
  process.stderr.write(`This program does not start with --${refused.join(' or --')}. Start it without.\n`);
  app.exit(2);
} else if (app.requestSingleInstanceLock()) {
  start().catch((error) => {
    dialog.showErrorBox(
      'UCS Remediation Wizard',
      `The window could not be opened (${error instanceof Error ? error.message : error}).\n\nInstall the program again, or use the terminal: ucs-remedy --help`,
    );
    app.exit(1);
  });
} else {
  app.exit(0);
}

async function start(): Promise<void> {
  const log = new EngineLog(places.userFolder);
  const pdf = async (): Promise<Uint8Array> => {
    if (life.current === null) throw new TypeError('there is no window to print');
    return life.current.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true });
  };
  const [wizard, files, bounds] = await Promise.all([
    createWizard({ kind: 'electron', sandboxed, pdf }, places, log),
    readWindowFiles(join(BUILD, 'window')),
    loadBounds(places.userFolder),
    app.whenReady(),
  ]);
  serveWindow(files);
  const life: WindowLife<BrowserWindow> = new WindowLife({
    open: () => openWindow(life.current?.getBounds() ?? bounds, BUILD, log),
    askAboutHungWindow,
    giveUp: () =>
      dialog.showErrorBox(
        'UCS Remediation Wizard',
        'The window was lost again and again, so the program ends. Nothing is lost: start it again and it goes on where it was.',
      ),
    keepBounds: (each) => saveBounds(places.userFolder, each),
    closing: () => wizard.closing(),
    quit: () => app.quit(),
    log,
  });
  const dispatch = createDispatcher({ handlers: wizard.handlers, log });
  ipcMain.handle(CALL_CHANNEL, (event, name: unknown, argument: unknown) =>
    dispatch(name, argument, senderOf(event, life.current?.webContents ?? null)),
  );
  wizard.onPush((push) => life.push(push));
  app.on('second-instance', () => life.show());
  app.on('before-quit', (event) => {
    if (life.isOver) return;
    event.preventDefault();
    void life.end();
  });
  // A window that is made again leaves none for a moment.
  app.on('window-all-closed', () => undefined);
  life.open();
  process.stdout.write(`${WINDOW_OPEN}\n`);
}

function serveWindow(files: WindowFiles): void {
  session.fromPartition(PARTITION).protocol.handle(SCHEME, (request) => {
    const { status, headers, body } = answerRequest(files, request);
    return new Response(Buffer.from(body), { status, headers });
  });
}

async function askAboutHungWindow(signal: AbortSignal): Promise<'wait' | 'open-again'> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: 'UCS Remediation Wizard',
    message: 'The window does not react.',
    detail: 'What is being done on the instrument goes on. You can wait, or open the window again: nothing is lost.',
    buttons: ['Wait', 'Open the window again'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
    signal,
  });
  return response === 1 ? 'open-again' : 'wait';
}

/** What makes the changes: installed, an executable of its own; in a checkout, the built script. */
function helperProgram(): string {
  if (!app.isPackaged) return join(BUILD, 'ucs-remedy.cjs');
  if (process.platform === 'linux' && existsSync(INSTALLED_HELPER)) return INSTALLED_HELPER;
  return join(process.resourcesPath, 'helper', process.platform === 'win32' ? 'ucs-remedy.exe' : 'ucs-remedy');
}
