// Debian packages some tests need. As root on Debian they are installed; elsewhere the tests that need them say what is missing.
import { accessSync, constants, readFileSync } from 'node:fs';
import { execa } from 'execa';

/** Command or file a test uses, the Debian package that brings it, and the test layers that need it. */
const NEEDED = [
  ['/usr/bin/openssl', 'openssl', ['unit', 'cli', 'windows']],
  ['/usr/bin/chromium', 'chromium', ['ui']],
  ['/usr/bin/Xvfb', 'xvfb', ['ui']],
  ['/usr/bin/openbox', 'openbox', ['ui']],
  ['/usr/bin/xdotool', 'xdotool', ['ui']],
  ['/usr/libexec/at-spi-bus-launcher', 'at-spi2-core', ['ui']],
  ['/usr/lib/python3/dist-packages/gi/__init__.py', 'python3-gi', ['ui']],
  ['/usr/share/doc/gir1.2-atspi-2.0/copyright', 'gir1.2-atspi-2.0', ['ui']],
  ['/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf', 'fonts-droid-fallback', ['ui']],
  ['/usr/bin/unshare', 'util-linux', ['unit', 'cli', 'linux', 'ui']],
  ['/usr/bin/hivexregedit', 'libwin-hivex-perl', ['unit', 'windows']],
  ['/usr/bin/rpm', 'rpm', ['linux']],
  ['/usr/bin/rpmbuild', 'rpm', ['linux']],
  ['/usr/sbin/nft', 'nftables', ['linux']],
  ['/usr/sbin/iptables', 'iptables', ['linux']],
  ['/usr/bin/firewall-cmd', 'firewalld', ['linux']],
  ['/usr/bin/dbus-daemon', 'dbus', ['linux', 'ui']],
  ['/usr/sbin/ip', 'iproute2', ['linux', 'ui']],
  ['/usr/sbin/debootstrap', 'debootstrap', ['linux']],
  ['/usr/bin/systemd-nspawn', 'systemd-container', ['linux']],
  ['/usr/bin/gpg', 'gpg', ['linux']],
  ['/usr/bin/pkexec', 'pkexec', ['linux']],
  ['/usr/bin/pkttyagent', 'polkitd', ['linux']],
  ['/usr/bin/sudo', 'sudo', ['linux']],
  ['/usr/bin/pgrep', 'procps', ['linux']],
  ['/usr/bin/wine', 'wine', ['windows']],
  ['/usr/lib/wine/wine64', 'wine64', ['windows']],
  ['/usr/bin/x86_64-w64-mingw32-gcc', 'gcc-mingw-w64-x86-64-win32', ['windows']],
  ['/usr/bin/osslsigncode', 'osslsigncode', ['windows']],
  ['/usr/bin/makensis', 'nsis', ['windows']],
  ['/usr/bin/wixl', 'wixl', ['windows']],
];

function present(path) {
  try {
    accessSync(path, constants.F_OK);
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

/** Installs, or names, what the given layers need; no layers means all of them. */
export async function provideSystemPackages(layers) {
  const wanted = (forLayers) => layers.length === 0 || forLayers.some((layer) => layers.includes(layer));
  const missing = NEEDED.filter(([path, , forLayers]) => wanted(forLayers) && !present(path));
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
