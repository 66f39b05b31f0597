// Fake: Wine runs every process as the same account. The account of a stand-in is the one it was set to when it started.
import * as real from '../../../../main/host/windows/win32/processes.ts';
import { records, state } from './state.ts';

export type { ListedProcess, ProcessDetails } from '../../../../main/host/windows/win32/processes.ts';

/** Read with each list of processes, from which the details are asked for. */
let known = records();

export function listProcesses(): real.ListedProcess[] {
  known = records();
  return real.listProcesses();
}

const BUILT_IN: { [name: string]: string } = {
  localsystem: 'S-1-5-18',
  'nt authority\\localservice': 'S-1-5-19',
  'nt authority\\networkservice': 'S-1-5-20',
};

export function processDetails(pid: number): real.ProcessDetails {
  const details = real.processDetails(pid);
  const account = known.find((record) => record.pid === pid)?.account;
  if (account === undefined) return { ...details, accountSid: details.accountSid === null ? null : 'S-1-5-18' };
  const accountSid = BUILT_IN[account.toLowerCase()] ?? sidOfUser(account);
  return { ...details, accountSid, administratorToken: state().administratorLogons.includes(account) };
}

function sidOfUser(account: string): string | null {
  const name = account.replace(/^.*\\/, '').toLowerCase();
  return state().users.find((user) => user.name.toLowerCase() === name)?.sid ?? null;
}
