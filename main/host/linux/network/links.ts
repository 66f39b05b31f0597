import * as z from 'zod';
import type { Fact } from '../../../model/fact.ts';
import { sharedWhileReading } from '../../shared-reading.ts';
import { runTool, type ToolRun } from '../tool.ts';
import { parsed } from './ip-json.ts';

/** What `ip -j -d address show` prints; more may stand beside it. */
const IpLink = z.array(
  z.object({
    ifname: z.string(),
    flags: z.array(z.string()),
    master: z.string().optional(),
    linkinfo: z.object({ info_kind: z.string().optional() }).optional(),
    addr_info: z
      .array(z.object({ family: z.string(), local: z.string().optional(), prefixlen: z.number().int() }))
      .default([]),
  }),
);
export type IpLinks = z.infer<typeof IpLink>;

/** The links of the machine, what each is made of, and its addresses. Asked once where several facts need it at the same time. */
export const readLinks = sharedWhileReading(() => runTool('ip', ['-j', '-d', 'address', 'show']));

export function linksOf(run: ToolRun): Fact<IpLinks> {
  return parsed(run, IpLink);
}
