import * as z from 'zod';
import { Sha256 } from './json.ts';

/** How far a policy lets a program go. Only `unrestricted` lets it work as it is meant to. */
export const RestrictionLevel = z.enum(['disallowed', 'untrusted', 'constrained', 'basic-user', 'unrestricted']);
export type RestrictionLevel = z.infer<typeof RestrictionLevel>;

/** A rule about a place. */
export const PathRule = z.strictObject({
  level: RestrictionLevel,
  /** As the policy names it, with its variables. */
  path: z.string(),
  /** With its variables put in; null where one of them is not known (those of a person's profile, for example). */
  expanded: z.string().nullable(),
});
export type PathRule = z.infer<typeof PathRule>;

/** A rule about one file by its content. `sha256` is null where the policy holds an older kind of hash only. */
export const HashRule = z.strictObject({
  level: RestrictionLevel,
  sha256: Sha256.nullable(),
  /** In bytes; null where the policy does not say. */
  size: z.number().int().nullable(),
});
export type HashRule = z.infer<typeof HashRule>;

/** A Software Restriction Policy of Windows. */
export const RestrictionPolicy = z.strictObject({
  /** Whom it is set for: everybody on the machine, or the person this program runs as. */
  of: z.enum(['machine', 'person']),
  /** For programs no rule speaks of. */
  defaultLevel: RestrictionLevel,
  /** False: the policy is there and nothing follows it. */
  enforced: z.boolean(),
  /** Whether libraries are looked at too, not only programs. */
  coversLibraries: z.boolean(),
  /** Whether it leaves out who works with the rights of an administrator. */
  exemptsAdministrators: z.boolean(),
  /** Kinds of files that count as programs, as the policy lists them ("EXE", "MSI"). */
  programTypes: z.array(z.string()),
  paths: z.array(PathRule),
  hashes: z.array(HashRule),
  /** Zones of the internet settings; they are asked for packages only. */
  zones: z.array(z.strictObject({ level: RestrictionLevel, zone: z.number().int() })),
  /** SHA-1 thumbprints of certificates whose programs may or may not start. `counted`: whether Windows looks at them. */
  certificates: z.strictObject({ counted: z.boolean(), allowed: z.array(z.string()), refused: z.array(z.string()) }),
});
export type RestrictionPolicy = z.infer<typeof RestrictionPolicy>;

/** A file this program needs to start on this machine. */
export const OwnStart = z.strictObject({
  what: z.enum(['program', 'helper', 'installer']),
  /** Absolute. Of an installer, an example of where its protected copy will lie. */
  path: z.string(),
  /** Whether it is started with the rights of an administrator. */
  elevated: z.boolean(),
  /** Null where it was not read: only a policy with rules about contents asks for it. */
  content: z.strictObject({ size: z.number().int(), sha256: Sha256 }).nullable(),
});
export type OwnStart = z.infer<typeof OwnStart>;

/** What may stop programs from starting here, and what of ours it would be about; nothing of ours on a copied disk. */
export const Restrictions = z.strictObject({
  /** Those that are there: none, one, or that of the machine and that of the person. */
  policies: z.array(RestrictionPolicy),
  starts: z.array(OwnStart),
  /** Where programs are installed ("C:\\Program Files"); null where the machine has no such place or does not say. */
  programFolder: z.string().nullable(),
});
export type Restrictions = z.infer<typeof Restrictions>;
