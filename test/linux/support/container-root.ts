import { createHash } from 'node:crypto';
import { access, mkdir, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

/** What a container needs beside a bare system: systemd as its first process, the three firewalls, rpm. */
const PACKAGES = [
  'systemd',
  'systemd-sysv',
  'dbus',
  'firewalld',
  'nftables',
  'iptables',
  'rpm',
  'iproute2',
  'passwd',
  'libpam-systemd',
];

/** Tools that building and starting a container needs. */
export const CONTAINER_TOOLS = ['debootstrap', 'systemd-nspawn', 'unshare', 'setpriv', 'nsenter', 'ip', 'flock'];

/**
 * Folder of a Debian system for containers: built once, kept in the user's cache folder, never changed. Each container works on a
 * layer of its own above it.
 */
export async function containerRoot(): Promise<string> {
  const { source, suite } = await mirror();
  const version = createHash('sha256')
    .update(JSON.stringify([suite, PACKAGES]))
    .digest('hex')
    .slice(0, 12);
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'ucs-remediation-wizard');
  const root = join(cache, `container-${version}`);
  if (await exists(root)) return root;
  await mkdir(cache, { recursive: true });
  const draft = `${root}.draft`;
  // Several test files may come here at once; the lock ends with the process that holds it.
  const build = `test -e "$1" && exit; rm -rf "$2"; debootstrap --variant=minbase --include=${PACKAGES.join(',')} "$3" "$2" "$4" && mv "$2" "$1"`;
  await execa('flock', [`${root}.lock`, 'bash', '-c', build, '-', root, draft, suite, source], {
    stdout: 'ignore',
    timeout: 900_000,
  });
  await rm(`${root}.lock`, { force: true });
  return root;
}

/** Where this machine gets its own packages from. */
async function mirror(): Promise<{ source: string; suite: string }> {
  const { stdout } = await execa('apt-get', ['indextargets', '--format', '$(REPO_URI) $(CODENAME) $(COMPONENT)']);
  const lines = stdout.split('\n').map((line) => line.split(' '));
  const [source, suite] = lines.find(([, name = '', part]) => part === 'main' && !name.includes('-')) ?? [];
  if (source === undefined || suite === undefined) throw new Error('no package source for a container was found');
  return { source, suite };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
