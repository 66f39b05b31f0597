import * as z from 'zod';
import { InterfaceName, StepId } from '../model/choices.ts';
import { Sha256 } from '../model/json.ts';
import { Protocol } from '../model/system-facts.ts';
import { Line } from './line.ts';
import { PackCatalogue } from './pack-catalogue.ts';
import { parseRange } from './range.ts';

export const PACK_PAYLOAD_TYPE = 'application/vnd.ucs-remediation-wizard.site-pack+json';

/** A value with where its issuer has it from (a document, a page, a letter). Nothing in a pack stands without a source. */
function sourced<T extends z.ZodType>(value: T) {
  return z.strictObject({ value, source: Line });
}

/** A value of a pack, and where its issuer has it from. */
export interface Sourced<T> {
  value: T;
  source: string;
}

/** What an exit code of an installer says. Whether it is true is read from the machine all the same. */
export const ExitCodeMeaning = z.strictObject({
  code: z.number().int().min(0).max(4_294_967_295),
  means: z.enum(['done', 'needs-restart', 'cancelled', 'busy', 'failed']),
});
export type ExitCodeMeaning = z.infer<typeof ExitCodeMeaning>;

/** The vendor's installer, by the digest of its file. */
export const PackInstaller = z.strictObject({
  fileName: sourced(Line),
  sha256: sourced(Sha256),
  /** Organisation its signature names; null where it carries none. */
  signer: sourced(Line.nullable()),
  /** Arguments that make it run without questions, each as one word for the program; never a command line. */
  silentArguments: sourced(z.array(Line).max(20)),
  exitCodes: sourced(z.array(ExitCodeMeaning).max(50)),
});
export type PackInstaller = z.infer<typeof PackInstaller>;

/** What has to be installed: software by its name in the system's list, or a program file by its path or file name. */
export const InstalledCriterion = z.strictObject({
  kind: z.enum(['software', 'file']),
  name: Line,
  /** Versions that hold the fix, in the notation of the catalogue (`>= 2.9`, `2.9.0`) or as a `vers:` range. */
  range: Line.refine((range) => parseRange(range) !== null, 'not a version range'),
});
export type InstalledCriterion = z.infer<typeof InstalledCriterion>;

/**
 * Where the fixed version may listen and still count as fixed: nowhere; on this machine only, or closed by the firewall;
 * anywhere. `nothing-said`: what is observed counts.
 */
export const MayListen = z.enum(['nothing-said', 'nowhere', 'loopback', 'network']);
export type MayListen = z.infer<typeof MayListen>;

/** What the fixed version may run as and still count as fixed. `nothing-said`: what is observed counts. */
export const MayRunAs = z.enum(['nothing-said', 'limited', 'privileged']);
export type MayRunAs = z.infer<typeof MayRunAs>;

/** What proves the vendor's fix for one CVE. Of several for the same CVE all have to be met. */
export const FixCriterion = z.discriminatedUnion('cve', [
  z.strictObject({
    cve: z.literal('CVE-2023-1968'),
    installed: sourced(InstalledCriterion),
    mayListen: sourced(MayListen),
  }),
  z.strictObject({
    cve: z.literal('CVE-2023-1966'),
    installed: sourced(InstalledCriterion),
    mayRunAs: sourced(MayRunAs),
  }),
]);
export type FixCriterion = z.infer<typeof FixCriterion>;

const SHORTEST_NAME = 3;

/** Found anywhere in a service's name, so one letter would find every service. */
const ServiceNamePattern = Line.refine(
  (name) => name.replace(/[^\p{L}\p{N}]/gu, '').length >= SHORTEST_NAME,
  'fewer than three letters or digits',
);

/** What a pack says about the instruments of some entries of the advisory. */
export const PackEntry = z.strictObject({
  /** Ids of the advisory's entries, verbatim from the CSAF file. */
  appliesTo: z.array(Line).min(1).max(100),
  installer: PackInstaller.nullable(),
  fixCriteria: z.array(FixCriterion).max(20),
  /** Ports of the copy service, to be closed also where nothing listens on them at the moment. */
  ports: z.array(sourced(z.strictObject({ protocol: Protocol, port: z.number().int().min(1).max(65535) }))).max(100),
  /** Names the copy service goes by, as patterns: compared by letters and digits, anywhere in a name. */
  serviceNames: z.array(sourced(ServiceNamePattern)).max(20),
  /** Network interfaces of the instrument that lead only to its own parts: nothing is closed there. Older packs name none. */
  insideNetworks: z.array(sourced(InterfaceName)).max(20).default([]),
  /** Steps the program may do by itself where it would else guide a person. */
  automatic: z.array(sourced(StepId)).max(10),
  /** Whom to ask; goes before the contact of the pack. */
  contact: sourced(Line).nullable(),
});
export type PackEntry = z.infer<typeof PackEntry>;

/** A site pack: what somebody with a trusted key states about the vendor's software beyond the public advisory. */
export const SitePack = z
  .strictObject({
    schema: z.literal('ucs-site-pack/1'),
    packId: z.string().regex(/^[a-z0-9][a-z0-9.-]{2,79}$/),
    /** True in packs for practice instruments: no real instrument takes them. */
    practice: z.boolean(),
    issuer: Line,
    /** Higher in each issue of the same pack. */
    counter: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
    issuedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    contact: sourced(Line).nullable(),
    entries: z.array(PackEntry).max(200),
    /** An imported advisory whose entries count beside those of the built-in one. Packs signed before there were any have none. */
    catalogue: PackCatalogue.nullable().default(null),
  })
  .refine(({ entries, catalogue }) => entries.length > 0 || catalogue !== null, 'neither entries nor a catalogue')
  .refine(({ issuedAt, expiresAt }) => Date.parse(issuedAt) < Date.parse(expiresAt), 'expires before it was issued');
export type SitePack = z.infer<typeof SitePack>;
