import type { Fact } from '../../../model/fact.ts';
import { read } from '../../../model/fact.ts';
import type { RemoteDesktop } from '../../../model/sign-facts.ts';
import type { Listener, Process } from '../../../model/system-facts.ts';

/** Programs that share the screen, by the names their packages give them. */
const SCREEN_SHARING =
  /^(xrdp|x11vnc|x0vncserver|x?tigervnc\w*|xvnc\w*|xtightvnc|vino-server|krfb|gnome-remote-de(sktop\w*)?|wayvnc|teamviewerd|anydesk|nxserver\w*)/i;
/** RDP and the first ten VNC displays (IANA: 3389 ms-wbt-server, 5900 rfb). */
const usualPort = (port: number) => port === 3389 || (port >= 5900 && port <= 5909);

/**
 * Remote desktop as it shows on the sockets: a program known to share the screen listens, or something listens on a port usual
 * for it. Programs that call out instead of listening do not show.
 */
export function judgeRemoteDesktop(listeners: Fact<Listener[]>, processes: Fact<Process[]>): Fact<RemoteDesktop> {
  if (listeners.status === 'unavailable') return listeners;
  const names = new Map(processes.status === 'read' ? processes.value.map(({ pid, name }) => [pid, name]) : []);
  const through = listeners.value.flatMap(({ protocol, port, owner }) => {
    const name = owner.kind === 'process' ? names.get(owner.pid) : undefined;
    const known = name !== undefined && SCREEN_SHARING.test(name);
    return known || (protocol === 'tcp' && usualPort(port))
      ? [`${name ?? 'unknown program'}, ${protocol} port ${port}`]
      : [];
  });
  const found = [...new Set(through)].sort();
  return read({ enabled: found.length > 0, through: found }, `${listeners.source}; ${processes.source}`, listeners.at);
}
