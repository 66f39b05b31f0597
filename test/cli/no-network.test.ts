import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { documentOf, RunDocument, VerifyDocument } from './documents.ts';
import { absent, newFolder, REPOSITORY, ucsRemedy } from './harness.ts';
import { PracticeInstrument } from './practice-instrument.ts';

const UNSHARE = '/usr/bin/unshare';
/** What opens or takes connections, or looks names up; types and the reading of addresses do not. */
const REACHES =
  /from 'node:(dns|http|https|http2|tls|dgram|inspector)|import \{[^}]*\b(connect|createConnection|createServer)\b[^}]*\} from 'node:net'|await fetch\(|new WebSocket/;
const STRACE = '/usr/bin/strace';
const noUnshare = absent('running without any network', [UNSHARE], true);
const noStrace = absent('watching for network sockets', [STRACE]);

describe.skipIf(noUnshare)('at an instrument that nobody connected to a network', () => {
  const under = [UNSHARE, '-n'];

  test('look, plan, run, verify and rollback work where there is no network at all', async () => {
    const instrument = await PracticeInstrument.create('miseq-4.0-ruo');
    const before = await instrument.state();
    expect((await instrument.command('assess', [], { under })).exitCode).toBe(10);
    expect((await instrument.command('plan', [], { under })).exitCode).toBe(10);
    const { receipt } = documentOf(RunDocument, await instrument.run([], { under }), 0);
    const key = await instrument.publicKeyFile();
    const verified = await ucsRemedy(['verify', receipt, '--key', key, '--json'], { under });
    expect(documentOf(VerifyDocument, verified, 0).accepted).toBe(true);
    expect((await instrument.command('rollback', ['--confirm-idle'], { under })).exitCode).toBe(10);
    expect(await instrument.state()).toBe(before);
  });

  test('an update with a restart reaches its end there too, and this machine can be looked at', async () => {
    const instrument = await PracticeInstrument.create('installer-needs-reboot');
    expect((await instrument.run([], { under })).exitCode).toBe(11);
    await instrument.reboot();
    expect((await instrument.command('resume', ['--confirm-idle'], { under })).exitCode).toBe(0);
    expect((await ucsRemedy(['assess', '--json'], { under })).exitCode).toBe(13);
  });
});

test('`probe` is the only command whose code can reach a network', async () => {
  const sources = ['main', 'wizard-steps'].map((room) => join(REPOSITORY, room));
  const reaching: string[] = [];
  for (const room of sources) {
    for (const entry of await readdir(room, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
      const path = join(entry.parentPath, entry.name);
      if (REACHES.test(await readFile(path, 'utf8'))) reaching.push(relative(REPOSITORY, path));
    }
  }
  // The other two speak with the helper, by a path or the name of a pipe.
  expect(reaching.sort()).toEqual([
    'main/elevation/front-connection.ts',
    'main/elevation/rendezvous.ts',
    'main/receipt/probe-connect.ts',
  ]);
});

test.skipIf(noStrace)('neither program nor helper opens a network socket while a run is under way', async () => {
  const instrument = await PracticeInstrument.create('miseq-4.0-ruo');
  const log = join(await newFolder(), 'sockets');
  const under = [STRACE, '-f', '-qq', '-e', 'trace=socket,bind,listen,connect', '-o', log];
  documentOf(RunDocument, await instrument.run([], { under }), 0);
  const calls = (await readFile(log, 'utf8')).split('\n');
  expect(calls.some((call) => call.includes('AF_UNIX'))).toBe(true);
  expect(calls.filter((call) => /AF_INET|AF_INET6|AF_PACKET/.test(call))).toEqual([]);
});
