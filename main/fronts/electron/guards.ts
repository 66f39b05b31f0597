import type { App, Event, IpcMainInvokeEvent, Session, WebContents } from 'electron';
import type { Sender } from '../../ipc/engine-side.ts';
import { ownPath, START_PAGE } from './window-address.ts';

/** Chromium asks the network for nothing by itself, and finds nobody if it does. Given before it starts. */
export const QUIET_SWITCHES: readonly (readonly [name: string, value?: string])[] = [
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['no-proxy-server'],
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['no-pings'],
];

/** Switches that open this program to other programs (by a port, by a pipe, or by code of theirs), or its page's sandbox without saying so. */
const OPENING_SWITCHES = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'load-extension',
  'disable-web-security',
  'js-flags',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'gpu-launcher',
  'browser-subprocess-path',
  'single-process',
  'disable-gpu-sandbox',
  'disable-site-isolation-trials',
];

/** The switches an installed program must not be started with. A source checkout may: tests drive the window through them. */
export function openingSwitches({ isPackaged, commandLine }: Pick<App, 'isPackaged' | 'commandLine'>): string[] {
  return isPackaged ? OPENING_SWITCHES.filter((name) => commandLine.hasSwitch(name)) : [];
}

/** No permission, no device, no download, and no request but for the window's own files. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: ownPath(details.url) === null }));
}

/** Pages stay where they are: no other address, no other window, no page inside the page. For every page that is ever made. */
export function guardContents(contents: WebContents): void {
  const stay = (event: Event<{ url: string }>): void => {
    // A reload is the one navigation a page of ours makes; nothing is lost by it.
    if (event.url !== START_PAGE) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || event.url !== START_PAGE) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  // Connections between browsers would open sockets beside every rule about requests.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

/** Trusted is the main frame of the own window while it shows the own page, and nothing else. */
export function senderOf(
  { sender, senderFrame }: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  own: Pick<WebContents, 'mainFrame'> | null,
): Sender {
  // A frame that is gone by now cannot be looked at, so it is not trusted.
  if (senderFrame === null) return { trusted: false, from: 'a frame that is gone' };
  const trusted = own !== null && sender === own && senderFrame === own.mainFrame && ownPath(senderFrame.url) !== null;
  return { trusted, from: senderFrame.url };
}
