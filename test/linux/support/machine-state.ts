import type { Container } from './container.ts';

/** What must be as it was after everything was undone: the rules in force, and every file that could hold a setting. */
export interface MachineState {
  rules: string;
  files: string;
}

/** Counters move by themselves; the copies that account tools keep of their files do not count as settings. */
const RULES = `nft list ruleset | sed -E 's/counter packets [0-9]+ bytes [0-9]+/counter/'
  iptables-save | grep -v '^#' | sed -E 's/\\[[0-9]+:[0-9]+\\]//'; ip6tables-save | grep -v '^#' | sed -E 's/\\[[0-9]+:[0-9]+\\]//'
  firewall-cmd --state >/dev/null 2>&1 && firewall-cmd --list-all-zones && firewall-cmd --permanent --list-all-zones; true`;
const FILES = `find /etc /usr/lib/systemd /usr/local -xdev \\( -name 'passwd-' -o -name 'shadow-' -o -name 'group-' -o -name 'gshadow-' -o -name '.pwd.lock' -o -name 'ld.so.cache' \\) -prune -o \\
    \\( -type f -printf '%p %m %U:%G %s ' -exec sha256sum {} \\; -o -printf '%p %y %m %U:%G %l\\n' \\) 2>/dev/null | grep -v '^/usr/local/bin/node' | sort
  find /srv /var/lib/systemd /var/opt -printf '%p %y %m %U:%G\\n' | grep -v /var/lib/systemd/timers | sort`;

export async function machineState(container: Container): Promise<MachineState> {
  return { rules: await container.shell(RULES), files: await container.shell(FILES) };
}
