import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { copiedDiskHost } from '../../main/host/copied-disk.ts';
import { linuxHost } from '../../main/host/linux/linux-host.ts';
import { describeHostContract } from '../contract/host-contract.ts';

const empty = mkdtempSync(join(tmpdir(), 'ucs-empty-disk-'));
afterAll(() => rmSync(empty, { recursive: true }));

describeHostContract('this Linux machine', async () => linuxHost());
describeHostContract('a copied disk with nothing on it', () => copiedDiskHost(empty));
