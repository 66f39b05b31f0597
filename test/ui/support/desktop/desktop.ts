import { access, constants, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { PYTHON, ScreenReader } from './screen-reader.ts';
import { Service } from './service.ts';

const SCREEN = { width: 1280, height: 1024 } as const;

/** What a desktop is made of here, with the Debian package that brings it. */
const PARTS = {
  display: ['/usr/bin/Xvfb', 'xvfb'],
  windows: ['/usr/bin/openbox', 'openbox'],
  hand: ['/usr/bin/xdotool', 'xdotool'],
  bus: ['/usr/bin/dbus-daemon', 'dbus'],
  accessibility: ['/usr/libexec/at-spi-bus-launcher', 'at-spi2-core'],
  python: [PYTHON, 'python3'],
} as const;

/** Why there can be no desktop here, for `describe.skipIf`; false where there can be one. */
export async function missingForDesktop(): Promise<string | false> {
  if (process.platform !== 'linux') return 'the desktop of these tests is one of Linux';
  const missing: string[] = [];
  for (const [path, name] of Object.values(PARTS)) {
    await access(path, constants.X_OK).catch(() => missing.push(name));
  }
  const bindings = await execa(PYTHON, ['-c', "import gi; gi.require_version('Atspi', '2.0')"], { reject: false });
  if (bindings.exitCode !== 0) missing.push('python3-gi', 'gir1.2-atspi-2.0');
  return missing.length === 0 ? false : `missing (Debian: apt-get install ${missing.join(' ')})`;
}

/** A desktop of its own, as a person finds it after logging on with a screen reader switched on. Nothing on it but what is started there. */
export class Desktop {
  private constructor(
    /** What a program has to know to show itself here. */
    readonly env: Readonly<Record<string, string>>,
    /** A home nobody has used yet. */
    readonly home: string,
    readonly reader: ScreenReader,
    private readonly services: readonly Service[],
  ) {}

  static async start(): Promise<Desktop> {
    const home = await mkdtemp(join(tmpdir(), 'wizard-desktop-'));
    const services: Service[] = [];
    const run = async (command: readonly [string, ...string[]], env: Record<string, string>, says: RegExp) => {
      const service = new Service(command, env);
      services.push(service);
      return service.says(says);
    };
    try {
      // It says by itself which number was free.
      const display = await run(
        [
          PARTS.display[0],
          '-displayfd',
          '1',
          '-screen',
          '0',
          `${SCREEN.width}x${SCREEN.height}x24`,
          '-nolisten',
          'tcp',
        ],
        {},
        /^\d+$/m,
      );
      // By a name in a folder, which a program in another network can reach, too.
      const address = `unix:path=${join(home, 'bus')}`;
      await run(
        [PARTS.bus[0], '--session', '--nofork', '--print-address=1', `--address=${address}`],
        { HOME: home },
        /^unix:/m,
      );
      const env = {
        DISPLAY: `:${display}`,
        DBUS_SESSION_BUS_ADDRESS: address,
        HOME: home,
        XDG_RUNTIME_DIR: home,
        PATH: '/usr/bin:/bin',
        LANG: 'C.UTF-8',
      };
      services.push(new Service([PARTS.windows[0]], env));
      services.push(
        new Service([PARTS.accessibility[0], '--launch-immediately', '--a11y=1', '--screen-reader=1'], env),
      );
      const reader = new ScreenReader(env);
      services.push(reader.service);
      await reader.ready();
      return new Desktop(env, home, reader, services);
    } catch (error) {
      await Desktop.end(services, home);
      throw error;
    }
  }

  /** Presses keys by their X names, one after the other. */
  async keys(...names: string[]): Promise<void> {
    await this.hand('key', '--clearmodifiers', ...names);
  }

  async type(text: string): Promise<void> {
    await this.hand('type', '--clearmodifiers', '--delay', '8', text);
  }

  async click(x: number, y: number): Promise<void> {
    await this.hand('mousemove', `${x}`, `${y}`, 'click', '1');
  }

  /** Turns the wheel over a place. */
  async wheel(x: number, y: number, way: 'up' | 'down', notches: number): Promise<void> {
    await this.hand(
      'mousemove',
      `${x}`,
      `${y}`,
      'click',
      '--repeat',
      `${notches}`,
      '--delay',
      '5',
      way === 'up' ? '4' : '5',
    );
  }

  close(): Promise<void> {
    return Desktop.end(this.services, this.home);
  }

  private async hand(...words: string[]): Promise<void> {
    await execa(PARTS.hand[0], words, { env: this.env, extendEnv: false });
  }

  private static async end(services: readonly Service[], home: string): Promise<void> {
    for (const service of [...services].reverse()) await service.end();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}
