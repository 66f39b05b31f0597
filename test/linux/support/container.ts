import { mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa, type Options, type ResultPromise } from 'execa';
import { containerRoot } from './container-root.ts';

const PEER = fileURLToPath(new URL('peer.mjs', import.meta.url));
const INSTRUMENT = { ipv4: '10.213.9.1', ipv6: 'fd00:213:9::1' } as const;
const NODE = '/usr/local/bin/node';
const BOOT_TRIES = 300;

export type OpenPorts = Record<'ipv4' | 'ipv6', number[]>;

/**
 * A whole Linux system with systemd as its first process, on a cable with a second machine. Everything ends with the process of
 * the test, also when that is killed: the system's first process, the second machine, and the mount of its disk.
 */
export class Container {
  readonly #lower: string;
  #system: ResultPromise | undefined;
  #second: ResultPromise | undefined;
  #leader = 0;
  readonly #janitor: ResultPromise;

  private constructor(
    lower: string,
    private readonly folder: string,
    private readonly mounts: readonly string[],
  ) {
    this.#lower = lower;
    this.#janitor = janitorOf(folder);
  }

  /**
   * @param files text files to lie on its disk before it starts, by path
   * @param binds folders and files of this machine to be seen inside, `FROM:TO`
   * @param copies folders of this machine to be seen inside at the same path; what is written there stays inside
   */
  static async make(
    files: Record<string, string> = {},
    binds: readonly string[] = [],
    copies: readonly string[] = [],
  ): Promise<Container> {
    const mounts = [
      ...[`${process.execPath}:${NODE}`, ...binds].map((bind) => `--bind-ro=${bind}`),
      ...copies.map((path) => `--overlay=${path}::${path}`),
    ];
    const folder = await mkdtemp(join(tmpdir(), 'ucs-container-'));
    const container = new Container(await containerRoot(), folder, mounts);
    for (const name of ['upper', 'work', 'disk']) await mkdir(join(folder, name), { mode: 0o755 });
    for (const path of copies) await mkdir(join(folder, 'upper', path), { recursive: true, mode: 0o755 });
    await container.put('/opt/peer.mjs', await readFile(PEER, 'utf8'));
    for (const [path, text] of Object.entries(files)) await container.put(path, text);
    return container;
  }

  /** Puts a text file on the disk; while the system is off. */
  async put(path: string, text: string, mode = 0o644): Promise<void> {
    const at = join(this.folder, 'upper', path.replace(/^\/lib\//, '/usr/lib/'));
    await mkdir(dirname(at), { recursive: true, mode: 0o755 });
    await writeFile(at, text, { mode });
  }

  /** Keeps a unit from ever starting; while the system is off. */
  async mask(unit: string): Promise<void> {
    const folder = join(this.folder, 'upper/etc/systemd/system');
    await mkdir(folder, { recursive: true, mode: 0o755 });
    await symlink('/dev/null', join(folder, unit));
  }

  /** Has a unit of /lib start with the system; while it is off. */
  async enable(unit: string): Promise<void> {
    const wants = join(this.folder, 'upper/etc/systemd/system/multi-user.target.wants');
    await mkdir(wants, { recursive: true, mode: 0o755 });
    await symlink(`/lib/systemd/system/${unit}`, join(wants, unit));
  }

  /** Has something listen on these TCP ports, on every address, from each start on; to be called while the system is off. */
  async serve(ports: readonly number[]): Promise<void> {
    const unit = ['[Service]', `ExecStart=${NODE} /opt/peer.mjs serve ${ports.join(' ')}`, 'Type=exec', ''];
    await this.put('/lib/systemd/system/serving.service', unit.join('\n'));
    await this.enable('serving.service');
  }

  /** The ports of a list that the system itself reaches on its own address. */
  async openToItself(ports: readonly number[]): Promise<OpenPorts> {
    const open = async (address: string) =>
      JSON.parse(await this.shell(`node /opt/peer.mjs try ${address} ${ports.join(' ')}`)) as number[];
    return { ipv4: await open(INSTRUMENT.ipv4), ipv6: await open('::1') };
  }

  /** Switches it on and waits until it is up. */
  async start(): Promise<void> {
    const { folder } = this;
    const mount = `mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" "$2/disk"`;
    const words = [
      '-q',
      '-D',
      join(folder, 'disk'),
      '--register=no',
      '--keep-unit',
      '-b',
      '--console=pipe',
      '--private-network',
    ];
    this.#system = execa(
      'setpriv',
      [
        ...['--pdeathsig', 'KILL', 'unshare', '--mount', '--propagation', 'private'],
        ...['bash', '-e', '-c', `${mount}; shift 2; exec systemd-nspawn "$@"`, '-', this.#lower, folder],
        ...words,
        ...this.mounts,
      ],
      { stdin: 'ignore', stdout: 'ignore', stderr: 'pipe', reject: false, env: { SYSTEMD_LOG_LEVEL: 'err' } },
    );
    let ended = '';
    void this.#system.then(({ stderr }) => {
      ended = `the container ended: ${stderr}`;
    });
    for (let tries = 0; tries < BOOT_TRIES; tries += 1) {
      if (ended !== '') throw new Error(ended);
      this.#leader = await childOf(this.#system.pid ?? 0);
      const state =
        this.#leader === 0 ? '' : (await this.run(['systemctl', 'is-system-running'], { reject: false })).stdout;
      if (state === 'running' || state === 'degraded') return this.#plugIn();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the container did not come up');
  }

  /** Runs a program inside. */
  run(words: readonly string[], options: Options = {}) {
    return execa('nsenter', ['-t', String(this.#leader), '-m', '-p', '-u', '-i', '-n', '--', ...words], {
      extendEnv: false,
      env: { PATH: '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' },
      ...options,
    });
  }

  /** Runs a shell text inside; its output. */
  async shell(script: string): Promise<string> {
    const { stdout } = await this.run(['bash', '-e', '-c', script]);
    return String(stdout);
  }

  /** The ports of a list that the second machine really gets an answer from, and UDP ports as nobody answers on those. */
  async reallyOpen(ports: readonly number[]): Promise<OpenPorts> {
    const open = async (address: string) => {
      const { stdout } = await execa('nsenter', [
        ...['-t', String(this.#second?.pid ?? 0), '-n', '--', process.execPath, PEER, 'try', address],
        ...ports.map(String),
      ]);
      return JSON.parse(stdout) as number[];
    };
    const [ipv4, ipv6] = await Promise.all([open(INSTRUMENT.ipv4), open(INSTRUMENT.ipv6)]);
    return { ipv4, ipv6 };
  }

  /** Switches it off as a person would; the disk stays as it is. */
  async powerOff(): Promise<void> {
    await this.run(['systemctl', 'poweroff'], { reject: false, stdio: 'ignore' });
    await this.#end(false);
  }

  /** Cuts the power: nothing inside is told. */
  async cutPower(): Promise<void> {
    await this.#end(true);
  }

  async restart(): Promise<void> {
    await this.powerOff();
    await this.start();
  }

  async remove(): Promise<void> {
    await this.#end(true);
    this.#janitor.stdin?.end();
    await this.#janitor;
  }

  async #end(now: boolean): Promise<void> {
    if (now && this.#leader > 0) kill(this.#leader);
    const timer = setTimeout(() => this.#leader > 0 && kill(this.#leader), 20_000);
    await this.#system;
    clearTimeout(timer);
    this.#leader = 0;
    this.#second?.kill('SIGKILL');
    await this.#second;
    this.#second = undefined;
  }

  /** A cable from the instrument to a second machine, which is a network namespace held by a sleeping process. */
  async #plugIn(): Promise<void> {
    this.#second = execa('setpriv', ['--pdeathsig', 'KILL', 'unshare', '--net', 'sleep', 'infinity'], {
      reject: false,
    });
    const second = String(this.#second.pid);
    for (let tries = 0; (await netOf(second)) === (await netOf('self')) && tries < 100; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const there = ['-t', second, '-n', '--', 'ip'];
    await execa('nsenter', [
      ...there,
      'link',
      'add',
      'eth0',
      'type',
      'veth',
      'peer',
      'name',
      'eth0',
      'netns',
      String(this.#leader),
    ]);
    // Without waiting for somebody who has the same address: there are two machines on this cable.
    const noWait = ['bash', '-c', 'echo 0 > /proc/sys/net/ipv6/conf/eth0/accept_dad'];
    await execa('nsenter', ['-t', second, '-n', '--', ...noWait]);
    await execa('nsenter', ['-t', String(this.#leader), '-n', '--', ...noWait]);
    const setUp = (last: string) => [
      ['address', 'add', `10.213.9.${last}/24`, 'dev', 'eth0'],
      ['address', 'add', `fd00:213:9::${last}/64`, 'dev', 'eth0', 'nodad'],
      ['link', 'set', 'lo', 'up'],
      ['link', 'set', 'eth0', 'up'],
    ];
    for (const words of setUp('2')) await execa('nsenter', [...there, ...words]);
    for (const words of setUp('1')) await this.run(['ip', ...words]);
    // The kernel tells a cable's other end with a delay: wait until both know each other's hardware address.
    const greet = `echo > /dev/udp/${INSTRUMENT.ipv6}/9; ip -6 neigh show ${INSTRUMENT.ipv6} dev eth0`;
    for (let tries = 0; tries < 200; tries += 1) {
      const { stdout } = await execa('nsenter', [...there.slice(0, -1), 'bash', '-c', greet], { reject: false });
      if (stdout.includes('lladdr')) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the second machine does not see the instrument');
  }
}

/**
 * Removes a folder once this process lets go of it, also by being killed without a word: the pipe between them ends with it. A moment later,
 * so that what works in the folder has ended too.
 */
function janitorOf(folder: string): ResultPromise {
  const words = ['-c', 'cat >/dev/null; sleep 0.2; rm -rf -- "$1"', '-', folder];
  return execa('bash', words, { stdin: 'pipe', stdout: 'ignore', stderr: 'ignore', detached: true, cleanup: false });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

async function childOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return Number(text.trim().split(' ')[0] ?? '0');
}

async function netOf(pid: string): Promise<string> {
  const { stdout } = await execa('readlink', [`/proc/${pid}/ns/net`], { reject: false });
  return stdout;
}
