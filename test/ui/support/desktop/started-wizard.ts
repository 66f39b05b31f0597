import { cp, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { commandOf, killTree, withDescendants } from '../processes.ts';
import type { Desktop } from './desktop.ts';

/** Not part of a checkout: what was installed or made in it. */
const NOT_CHECKED_OUT = ['node_modules', 'build', 'dist', 'coverage', '.git', 'screenshots'];

/** A network of its own, where nobody else can listen and nothing can be reached; and the way into it. */
const OWN_NETWORK =
  process.getuid?.() === 0
    ? { make: ['--net'], enter: ['--net'] }
    : { make: ['--user', '--map-current-user', '--net'], enter: ['--user', '--preserve-credentials', '--net'] };

/** Why a network of its own cannot be made here; false where it can. */
export async function noOwnNetwork(): Promise<string | false> {
  const { exitCode } = await execa('/usr/bin/unshare', [...OWN_NETWORK.make, '/bin/true'], { reject: false });
  return exitCode === 0 ? false : 'this system lets nobody but root make a network of its own (unshare --net)';
}

/** A copy of this checkout as a newcomer has it after `npm ci`: nothing was built in it yet. */
export async function freshCheckout(folder: string): Promise<void> {
  const root = process.cwd();
  await cp(root, folder, {
    recursive: true,
    filter: (source) => source === root || !NOT_CHECKED_OUT.includes(basename(source)),
  });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
}

/** `npm start`, word for word, as somebody types it on a desktop. */
export class StartedWizard {
  private readonly running;

  constructor(desktop: Desktop, checkout: string) {
    this.running = execa('/usr/bin/unshare', [...OWN_NETWORK.make, '--', 'npm', 'start'], {
      cwd: checkout,
      env: { ...desktop.env, PATH: process.env['PATH'] ?? '' },
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      all: true,
    });
  }

  /** Resolves when the program has ended: what it said, and how it ended. */
  async ended(): Promise<{ said: string; exitCode: number | undefined }> {
    const { all, exitCode } = await this.running;
    return { said: all, exitCode };
  }

  /** Everything that listens in the network of the program, TCP and UDP. */
  async listeners(): Promise<string[]> {
    const { stdout } = await this.inItsNetwork('/usr/bin/ss', '-H', '-l', '-t', '-u', '-n');
    return stdout.split('\n').filter((line) => line !== '');
  }

  /** Runs something in the network of the program. */
  inItsNetwork(program: string, ...words: string[]) {
    return execa('/usr/bin/nsenter', [`--target=${this.pid}`, ...OWN_NETWORK.enter, '--', program, ...words]);
  }

  /** Kills the browser that shows the window, as the system would. */
  async killBrowser(): Promise<void> {
    for (const pid of await withDescendants(this.pid)) {
      const command = await commandOf(pid);
      if (!command.includes('--user-data-dir=') || command.includes('--type=')) continue;
      process.kill(pid, 'SIGKILL');
      return;
    }
    throw new Error('no browser shows the window');
  }

  /** Kills all of it at once, helper and browser too, as a power cut does. */
  async killAll(): Promise<void> {
    await killTree(this.pid, 'SIGKILL');
    await this.running;
  }

  private get pid(): number {
    if (this.running.pid === undefined) throw new Error('npm start could not be started');
    return this.running.pid;
  }
}
