import { type Fact, read, unavailable } from '../../../model/fact.ts';
import type { FileShare } from '../../../model/network-facts.ts';
import type { Listener } from '../../../model/system-facts.ts';
import { type ConfinedTree, isMiss } from '../../confined-tree.ts';

const SAMBA = '/etc/samba/smb.conf';
const NFS = '/etc/exports';
/** Sections of smb.conf that are settings, not shares. */
const NOT_A_SHARE = ['global'];
/** IANA: 139 netbios-ssn, 445 microsoft-ds, 2049 nfs. */
const SERVICES = [
  { name: 'Windows file sharing (SMB)', ports: [139, 445], file: SAMBA, sharesOf: sambaShares },
  { name: 'NFS', ports: [2049], file: NFS, sharesOf: nfsExports },
] as const;

/** Folders offered to other machines by Samba and NFS, and either service where it listens. */
export async function readFileShares(tree: ConfinedTree, listeners: Fact<Listener[]>): Promise<Fact<FileShare[]>> {
  if (listeners.status === 'unavailable') return listeners;
  const shares: FileShare[] = [];
  for (const { name, ports, file, sharesOf } of SERVICES) {
    const listening = listeners.value.some(
      ({ protocol, port }) => protocol === 'tcp' && ports.some((one) => one === port),
    );
    if (listening) shares.push({ name, path: null, listening });
    const settings = await tree.readText(file, 1024 * 1024);
    if (isMiss(settings)) {
      if (settings.missing) continue;
      return unavailable(settings.cause, settings.detail, file);
    }
    shares.push(...sharesOf(settings.text).map((share) => ({ ...share, listening })));
  }
  return read(shares, `${SAMBA}, ${NFS}; ${listeners.source}`);
}

/** The shares of an smb.conf; settings that its `include` lines bring from elsewhere are not followed. */
export function sambaShares(text: string): Omit<FileShare, 'listening'>[] {
  const shares: Omit<FileShare, 'listening'>[] = [];
  for (const line of text.split('\n')) {
    const section = /^\s*\[(.+)\]\s*$/.exec(line)?.[1];
    if (section !== undefined) shares.push({ name: section, path: null });
    const path = /^\s*(?:path|directory)\s*=\s*(.+?)\s*$/i.exec(line)?.[1];
    const current = shares.at(-1);
    if (path !== undefined && current !== undefined) current.path = path;
  }
  return shares.filter(({ name }) => !NOT_A_SHARE.includes(name.toLowerCase()));
}

/** The folders of an exports file. */
export function nfsExports(text: string): Omit<FileShare, 'listening'>[] {
  return text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .flatMap((line) => {
      const path = /^\s*(?:"([^"]+)"|(\/\S*))/.exec(line);
      const folder = path?.[1] ?? path?.[2];
      return folder === undefined ? [] : [{ name: folder, path: folder }];
    });
}
