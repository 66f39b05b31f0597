// Debian packages some tests need. As root on Debian they are installed; elsewhere the tests that need them say what is missing.
import { accessSync, constants, readFileSync } from 'node:fs';
import { execa } from 'execa';

/** Command a test calls, and the Debian package that brings it. */
const NEEDED = [
  ['/usr/bin/openssl', 'openssl'],
  ['/usr/bin/unshare', 'util-linux'],
  ['/usr/bin/rpm', 'rpm'],
  ['/usr/bin/rpmbuild', 'rpm'],
  ['/usr/sbin/nft', 'nftables'],
  ['/usr/sbin/iptables', 'iptables'],
  ['/usr/bin/firewall-cmd', 'firewalld'],
  ['/usr/bin/dbus-daemon', 'dbus'],
  ['/usr/sbin/ip', 'iproute2'],
];

function present(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isDebian() {
  try {
    return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

export async function provideSystemPackages() {
  const missing = NEEDED.filter(([path]) => !present(path));
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map(([, name]) => name))];
  if (process.getuid?.() !== 0 || !isDebian()) {
    console.log(`Tests that need these are skipped: ${missing.map(([path]) => path).join(', ')}`);
    console.log(`To run them on Debian: apt-get install --no-install-recommends ${packages.join(' ')}`);
    return;
  }
  console.log(`Installing what the tests need: ${packages.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await execa('/usr/bin/apt-get', ['update', '-qq'], { env, stdout: 'ignore', stderr: 'inherit' });
  await execa(
    '/usr/bin/apt-get',
    ['install', '-y', '-qq', '-o', 'DPkg::Lock::Timeout=300', '--no-install-recommends', ...packages],
    {
      env,
      stdout: 'ignore',
      stderr: 'inherit',
    },
  );
}
