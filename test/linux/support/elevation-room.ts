import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { execa, type ResultPromise } from 'execa';

const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const POLICY = fileURLToPath(
  new URL('../../../assets/polkit/org.ucs-remediation-wizard.helper.policy', import.meta.url),
);

/** The program as it is installed in the room, and the password of its users. */
export const INSTALLED = '/usr/lib/ucs-remediation-wizard/ucs-remedy';
export const DATA = '/var/lib/ucs-remediation-wizard';
export const PASSWORD = 'Room-pw1';

/** What a room needs of the machine. */
export const ROOM_NEEDS = ['unshare', 'nsenter', 'setpriv', 'dbus-daemon', 'dbus-send', 'openssl'] as const;

/** `tech` may become administrator by password, a rule lets `trusted` in without, and another keeps `guest` out. */
export type RoomUser = 'root' | 'tech' | 'trusted' | 'guest';

export interface RoomRun {
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
}

/** What a person at a terminal saw. */
export interface RoomTerminal {
  exitCode: number | undefined;
  screen: string;
}

/** A machine of its own for who asks for rights: real polkit, sudo and accounts, nothing of which reaches outside. */
export class ElevationRoom {
  private constructor(
    readonly process: ResultPromise,
    readonly pid: number,
    readonly scratch: string,
  ) {}

  /** @param program the built program, which the room installs as a package would */
  static async open(program: string): Promise<ElevationRoom> {
    const room = execa('bash', [beside('elevation-room.sh'), program, process.execPath, POLICY], {
      stdin: 'pipe',
      stdout: 'pipe',
      reject: false,
    });
    const said = await Promise.race([
      once(room.stdout as NodeJS.ReadableStream, 'data').then(String),
      room.then(({ stderr }) => String(stderr)),
    ]);
    const scratch = /^ready (\S+)/.exec(said)?.[1];
    if (scratch === undefined) throw new Error(`the room did not open: ${said}`);
    return new ElevationRoom(room, await processOneOf(room.pid ?? 0), scratch);
  }

  async close(): Promise<void> {
    this.process.stdin?.end();
    await this.process;
  }

  /** Runs a shell text as root in the room. Throws where it fails. */
  async shell(script: string): Promise<string> {
    const [file, ...args] = this.words('root', ['bash', '-e', '-c', script]);
    return (await execa(file as string, args)).stdout;
  }

  /** Starts a program without any terminal. */
  async run(user: RoomUser, command: readonly string[], before = ''): Promise<RoomRun> {
    // Not replaced by the program: pkexec serves only who has a parent, and there is none above this one in the room.
    const words = ['bash', '-c', `${before}${before === '' ? '' : '; '}"$@"; exit $?`, '_', ...command];
    const [file, ...args] = this.words(user, ['setsid', '--wait', ...words]);
    const { exitCode, stdout, stderr } = await execa(file as string, args, { stdin: 'ignore', reject: false });
    return { exitCode, stdout, stderr };
  }

  /** Starts a program at a terminal of its own; types each answer once its question is on the screen. */
  async atTerminal(
    user: RoomUser,
    command: readonly string[],
    answers: readonly (readonly [shows: RegExp, typed: string])[],
  ): Promise<RoomTerminal> {
    return typed(this.start(user, asTerminal(command)), answers);
  }

  /**
   * Starts a program without a terminal, beside an agent of polkit that asks its person at another one.
   *
   * @param agent command of the agent; the process id of the program is added
   */
  async withAgent(
    user: RoomUser,
    command: readonly string[],
    agent: readonly string[],
    answers: readonly (readonly [shows: RegExp, typed: string])[],
  ): Promise<RoomRun & { asked: string }> {
    const program = this.start(user, [
      'setsid',
      '--wait',
      'bash',
      '-c',
      'echo $$; read go; exec "$@"',
      '_',
      ...command,
    ]);
    const [pid = ''] = String(await once(program.stdout as NodeJS.ReadableStream, 'data')).split('\n');
    const person = this.start(user, asTerminal([...agent, pid]));
    const asked = typed(person, answers);
    await shown(person, 'agent-ready');
    program.stdin?.end('go\n');
    const { exitCode, stdout, stderr } = await program;
    await this.shell(`pkill -x pkttyagent || true; pkill -f '[d]ismissing-agent' || true`);
    const { screen } = await asked;
    return { exitCode, stdout: String(stdout).replace(/^\d+\n/, ''), stderr: String(stderr), asked: screen };
  }

  private start(user: RoomUser, command: readonly string[]): ResultPromise {
    const [file, ...args] = this.words(user, command);
    return execa(file as string, args, { stdin: 'pipe', reject: false });
  }

  private words(user: RoomUser, command: readonly string[]): string[] {
    const become = user === 'root' ? [] : ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--init-groups'];
    const home = user === 'root' ? this.scratch : `${this.scratch}/home/${user}`;
    const environment = [
      `HOME=${home}`,
      'PATH=/usr/sbin:/usr/bin:/sbin:/bin',
      'LC_ALL=C.UTF-8',
      'TERM=xterm',
      'SHELL=/bin/sh',
    ];
    return ['nsenter', '-t', String(this.pid), '-m', '-p', '--', ...become, 'env', '-i', ...environment, ...command];
  }
}

/** `script` takes a line for a shell; the words reach it as variables, so that nothing is built into that line. */
function asTerminal(command: readonly string[]): string[] {
  const named = command.map((word, index) => `WORD_${index}=${word}`);
  const line = `exec ${command.map((_word, index) => `"$WORD_${index}"`).join(' ')}`;
  return ['env', ...named, 'script', '-q', '-e', '-c', line, '/dev/null'];
}

async function typed(
  terminal: ResultPromise,
  answers: readonly (readonly [shows: RegExp, typed: string])[],
): Promise<RoomTerminal> {
  const waiting = [...answers];
  let screen = '';
  let seen = 0;
  terminal.stdout?.on('data', (chunk: Buffer) => {
    screen += chunk.toString('utf8');
    const [next] = waiting;
    if (next?.[0].test(screen.slice(seen)) !== true) return;
    waiting.shift();
    seen = screen.length;
    // Whoever asks for a password shows the question first and throws away what was typed before it hides the typing.
    setTimeout(() => terminal.stdin?.write(`${next[1]}\r`), 300);
  });
  const { exitCode } = await terminal;
  return { exitCode, screen };
}

/** Resolves when a text is on the screen, or the program behind it is gone. */
async function shown(terminal: ResultPromise, text: string): Promise<void> {
  let screen = '';
  await new Promise<void>((resolve) => {
    terminal.stdout?.on('data', (chunk: Buffer) => {
      screen += chunk.toString('utf8');
      if (screen.includes(text)) resolve();
    });
    void terminal.then(() => resolve());
  });
}

async function processOneOf(unsharePid: number): Promise<number> {
  // bash, unshare, and process 1 of the room below it.
  const children = async (pid: number) =>
    (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ').map(Number);
  const [unshare = 0] = await children(unsharePid);
  const [one = 0] = await children(unshare);
  return one;
}
