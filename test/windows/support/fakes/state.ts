import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as real from '../../../../main/host/windows/win32/processes.ts';

/** What the fakes know of the Windows that Wine does not make up: its accounts and groups, and who is logged on. */
export interface FakeState {
  users: { name: string; sid: string; disabled: boolean; password: string; rights: string[] }[];
  /** Local groups: members are SIDs of users and of other groups. */
  groups: { name: string; sid: string; members: string[] }[];
  session: { user: string; console: boolean } | null;
  /** Whose terminal the program is started from: one with the rights of an administrator, or one without. */
  terminal: 'administrator' | 'person';
  /** What the person answers when Windows asks for consent: 0 is yes, else the error number Windows gives. */
  consent: number;
  /** Accounts that were administrators when they logged on, and have not logged off since. */
  administratorLogons: string[];
}

/** Where the fakes and the stand-ins keep what they know. */
export const FOLDER = 'C:\\fake-windows';

export function state(): FakeState {
  return JSON.parse(readFileSync(`${FOLDER}\\state.json`, 'utf8'));
}

export function changeState(change: (state: FakeState) => void): void {
  const changed = state();
  change(changed);
  writeFileSync(`${FOLDER}\\state.json`, JSON.stringify(changed));
}

/** What a stand-in wrote about itself when it started. */
export interface Record {
  pid: number;
  /** As the service manager stores it, or the name of a user. */
  account: string;
  sockets: { protocol: string; address: string; port: number }[];
}

/** The records of the stand-ins that still run. */
export function records(): Record[] {
  const alive = new Set(real.listProcesses().map(({ pid }) => pid));
  return files().flatMap((name) => {
    const pid = Number(name.replace('.txt', ''));
    if (!alive.has(pid)) return [];
    const lines = readFileSync(`${FOLDER}\\processes\\${name}`, 'utf8')
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/);
    const account = lines.find((line) => line.startsWith('account '))?.slice('account '.length) ?? '';
    const sockets = lines.flatMap((line) => {
      const [, protocol = '', address = '', port = ''] = /^(tcp|udp) (\S+) (\d+)$/.exec(line) ?? [];
      return protocol === '' ? [] : [{ protocol, address, port: Number(port) }];
    });
    return [{ pid, account, sockets }];
  });
}

function files(): string[] {
  try {
    return readdirSync(`${FOLDER}\\processes`);
  } catch {
    return [];
  }
}
