import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { copiedDiskHost } from '../../main/host/copied-disk.ts';
import type { Host } from '../../main/host/host.ts';
import { linuxHost } from '../../main/host/linux/linux-host.ts';
import { describeHostContract } from '../contract/host-contract.ts';

const empty = mkdtempSync(join(tmpdir(), 'ucs-empty-disk-'));
afterAll(() => rmSync(empty, { recursive: true }));

/** Read only: what changes a machine is tested where nobody works, see `host-contract-changes.test.ts`. */
function thisMachine(): Host {
  const host = linuxHost();
  return { ...host, about: { ...host.about, changeable: false }, changes: null };
}

describeHostContract('this Linux machine', async () => thisMachine());
describeHostContract('a copied disk with nothing on it', () => copiedDiskHost(empty));
