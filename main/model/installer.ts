import * as z from 'zod';
import { Sha256 } from './json.ts';

/** What a vendor installer file says about itself. `signer` is null when it is unsigned or the signature does not hold. */
export const InstallerFile = z.strictObject({
  path: z.string(),
  size: z.number().int(),
  sha256: Sha256,
  kind: z.enum(['exe', 'msi', 'rpm', 'other']),
  /** The tool an installer program was made with, which decides what its exit codes mean; null where that cannot be told. */
  madeWith: z.enum(['nsis', 'inno-setup', 'installshield']).nullable(),
  productName: z.string().nullable(),
  version: z.string().nullable(),
  signer: z.strictObject({ organisation: z.string(), thumbprint: z.string() }).nullable(),
  /** Why the package tool of the system would not install it (rpm and its keys), in words. Absent: nothing of that kind. */
  systemRefuses: z.string().optional(),
});
export type InstallerFile = z.infer<typeof InstallerFile>;
