// Fake: Wine keeps no owners and access lists. What a folder was made with is remembered; all else looks as Windows is delivered.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { FileSecurity } from '../../../../main/host/windows/win32/security/file-security.ts';
import * as real from '../../../../main/host/windows/win32/security/file-security.ts';

export type { FileSecurity } from '../../../../main/host/windows/win32/security/file-security.ts';
export const { withDescriptor } = real;

const MADE = 'C:\\fake-windows\\folders.json';
const AS_DELIVERED = 'O:BAD:(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)(A;OICI;0x1200a9;;;BU)';
const SIDS: { [letters: string]: string } = { BA: 'S-1-5-32-544', SY: 'S-1-5-18', BU: 'S-1-5-32-545' };
const FULL = 0x1f01ff;

function made(): { [path: string]: string } {
  return existsSync(MADE) ? JSON.parse(readFileSync(MADE, 'utf8')) : {};
}

export function readFileSecurity(path: string): FileSecurity {
  const found = real.readFileSecurity(path);
  if (found.kind === 'absent') return found;
  const sddl = made()[path.toLowerCase()] ?? AS_DELIVERED;
  const owner = SIDS[/O:(\w\w)/.exec(sddl)?.[1] ?? ''] ?? null;
  const entries = [...sddl.matchAll(/\(A;(\w*);(\w+);;;(\w\w)\)/g)].map(([, flags = '', rights = '', who = '']) => ({
    kind: 'allow' as const,
    inheritOnly: flags.includes('IO'),
    mask: rights === 'FA' ? FULL : Number(rights),
    sid: SIDS[who] ?? who,
  }));
  return { kind: found.kind, owner, entries };
}

export function createFolder(path: string, sddl: string): boolean {
  const created = real.createFolder(path, sddl);
  if (created) writeFileSync(MADE, JSON.stringify({ ...made(), [path.toLowerCase()]: sddl }));
  return created;
}
