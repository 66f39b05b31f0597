import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { FirewallRule } from '../../../../model/firewall.ts';
import { openDataFolder, realDataFolder } from '../../../data-folder/data-folder.ts';
import { writeDurably } from '../durable-file.ts';

/** Which of the three ways a rule of ours was set. */
export const RuleEngine = z.enum(['firewalld', 'nftables', 'iptables']);
export type RuleEngine = z.infer<typeof RuleEngine>;

const KeptFile = z.strictObject({
  path: z.string(),
  content: z.string().nullable(),
  mode: z.number().int(),
  uid: z.number().int(),
  gid: z.number().int(),
});

/** What this program set in the firewall of this machine, and what has to be put back with the last of it. */
export const OurRules = z.strictObject({
  schema: z.literal('ucs-firewall-rules/1'),
  rules: z.array(z.strictObject({ engine: RuleEngine, rule: FirewallRule })),
  /** Zones of firewalld the rules were put into, with the zone's files as they were before. */
  zones: z.array(z.strictObject({ name: z.string(), files: z.array(KeptFile) })),
  /** Tables that were not there before iptables made them for us, as nft names them ("ip6 filter"). */
  madeTables: z.array(z.string()),
});
export type OurRules = z.infer<typeof OurRules>;

const NONE: OurRules = { schema: 'ucs-firewall-rules/1', rules: [], zones: [], madeTables: [] };
const FILE = join('backups', 'firewall-rules.json');

/** What is recorded; nothing where there is no record or it is not ours to read. Throws where the record is damaged. */
export async function readOurRules(): Promise<OurRules> {
  let text: string;
  try {
    text = await readFile(join(realDataFolder('linux'), FILE), 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return NONE;
    throw error;
  }
  return OurRules.parse(JSON.parse(text));
}

/** Replaces the record; on disk when it returns. */
export async function recordOurRules(ours: OurRules): Promise<void> {
  const { path } = await openDataFolder({ path: realDataFolder('linux'), mustBePrivate: true });
  await writeDurably(join(path, FILE), `${JSON.stringify(ours)}\n`, { mode: 0o600 });
}
