import * as z from 'zod';
import { AddressFamily } from './system-facts.ts';

/** A network interface with its addresses. */
export const NetworkInterface = z.strictObject({
  name: z.string(),
  up: z.boolean(),
  addresses: z.array(
    z.strictObject({
      family: AddressFamily,
      /** Numeric. */
      address: z.string(),
      /** Length of the network's prefix, in bits. */
      prefix: z.number().int().min(0).max(128),
    }),
  ),
  /** What the system takes the network to be (Windows network category); null on systems that do not sort networks. */
  profile: z.enum(['public', 'private', 'domain']).nullable(),
  /** True where this network surely ends inside the machine: no other machine sends through it. Absent: not known. */
  insideOnly: z.boolean().optional(),
});
export type NetworkInterface = z.infer<typeof NetworkInterface>;

/** A way out to networks the machine is not part of. `gateway` is null on links that need none. */
export const DefaultRoute = z.strictObject({
  family: AddressFamily,
  gateway: z.string().nullable(),
  interface: z.string(),
});
export type DefaultRoute = z.infer<typeof DefaultRoute>;

/** A folder or printer this machine offers to others, or (`path` null) a file service that listens. */
export const FileShare = z.strictObject({
  name: z.string(),
  path: z.string().nullable(),
  /** Whether the service that offers it takes connections now. */
  listening: z.boolean(),
});
export type FileShare = z.infer<typeof FileShare>;
