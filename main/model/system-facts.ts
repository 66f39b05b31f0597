import * as z from 'zod';

export const OperatingSystem = z.strictObject({
  family: z.enum(['windows', 'linux']),
  name: z.string(),
  version: z.string(),
});
export type OperatingSystem = z.infer<typeof OperatingSystem>;

/** One entry of the system's own list of installed software (uninstall keys, rpm or dpkg database). */
export const InstalledSoftware = z.strictObject({
  name: z.string(),
  version: z.string(),
  publisher: z.string().nullable(),
});
export type InstalledSoftware = z.infer<typeof InstalledSoftware>;

/**
 * What kind of account something runs as. `user` says nothing about its groups: look it up among the accounts. `until-log-off`: it is no
 * administrator any more, and what was started before keeps these rights until it logs off.
 */
export const AccountKind = z.enum([
  'local-system',
  'root',
  'local-service',
  'network-service',
  'virtual',
  'user',
  'until-log-off',
  'unknown',
]);
export type AccountKind = z.infer<typeof AccountKind>;

/** Points at an account: the name as the system writes it, and its SID or uid where that could be read. */
export const AccountRef = z.strictObject({ name: z.string(), id: z.string().nullable(), kind: AccountKind });
export type AccountRef = z.infer<typeof AccountRef>;

/** A local account. `administratorVia` is the chain of groups that makes it an administrator, outermost last. */
export const Account = z.strictObject({
  name: z.string(),
  /** With the machine it belongs to in front, as Windows lets people write it ("MISEQ-1\\sbsuser"). Absent where there is no such name. */
  fullName: z.string().optional(),
  /** SID (Windows) or uid (Linux). */
  id: z.string(),
  enabled: z.boolean(),
  administrator: z.boolean(),
  administratorVia: z.array(z.string()),
});
export type Account = z.infer<typeof Account>;

export const Session = z.strictObject({ account: AccountRef, kind: z.enum(['console', 'remote']) });
export type Session = z.infer<typeof Session>;

/** A file a service has open for writing, or the folder it lies in; `uid` is whom it belongs to. */
export const WrittenPath = z.strictObject({
  path: z.string(),
  kind: z.enum(['file', 'folder']),
  uid: z.number().int(),
});
export type WrittenPath = z.infer<typeof WrittenPath>;

export const Service = z.strictObject({
  name: z.string(),
  displayName: z.string(),
  imagePath: z.string().nullable(),
  /** The account it is set to run as; null where that could not be read. */
  account: AccountRef.nullable(),
  state: z.enum(['running', 'stopped', 'changing', 'unknown']),
  startType: z.enum(['automatic', 'manual', 'disabled', 'unknown']),
  pid: z.number().int().nullable(),
  /** What its processes have open for writing now, sorted by path. Absent where that was not looked at or could not be read. */
  writes: z.array(WrittenPath).optional(),
});
export type Service = z.infer<typeof Service>;

export const Process = z.strictObject({
  pid: z.number().int(),
  parentPid: z.number().int().nullable(),
  name: z.string(),
  imagePath: z.string().nullable(),
  /** What the program calls itself (version resource, unit description); null where there is none or it was not read. */
  description: z.string().nullable(),
  /** The account it runs as; null where that could not be read. */
  account: AccountRef.nullable(),
});
export type Process = z.infer<typeof Process>;

/** Who holds a listening socket. `unreadable` is not "nobody": it could be anyone, UCS included. */
export const ListenerOwner = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('process'), pid: z.number().int() }),
  /** Windows http.sys: the kernel listens, the processes are those registered for the address. */
  z.strictObject({ kind: z.literal('http-sys'), url: z.string(), pids: z.array(z.number().int()) }),
  /** Windows port proxy: what arrives is handed on to another local address. */
  z.strictObject({ kind: z.literal('port-proxy'), toAddress: z.string(), toPort: z.number().int() }),
  z.strictObject({ kind: z.literal('unreadable'), detail: z.string() }),
]);
export type ListenerOwner = z.infer<typeof ListenerOwner>;

export const Protocol = z.enum(['tcp', 'udp']);
export const AddressFamily = z.enum(['ipv4', 'ipv6']);
export type AddressFamily = z.infer<typeof AddressFamily>;

/** A TCP port in LISTEN or a bound UDP port. `address` is numeric; `0.0.0.0` and `::` are the wildcards. */
export const Listener = z.strictObject({
  protocol: Protocol,
  family: AddressFamily,
  address: z.string(),
  port: z.number().int().min(0).max(65535),
  owner: ListenerOwner,
});
export type Listener = z.infer<typeof Listener>;

/** The version resource of an executable, or of a file that carries a version in another documented way. */
export const FileVersion = z.strictObject({
  path: z.string(),
  fileVersion: z.string(),
  productVersion: z.string().nullable(),
  productName: z.string().nullable(),
  description: z.string().nullable(),
  company: z.string().nullable(),
});
export type FileVersion = z.infer<typeof FileVersion>;

export const PendingReboot = z.strictObject({ pending: z.boolean(), reasons: z.array(z.string()) });
export type PendingReboot = z.infer<typeof PendingReboot>;

/** A place UCS copies runs to: a local folder or a network share. */
export const OutputPlace = z.strictObject({ path: z.string(), kind: z.enum(['local', 'share']) });
export type OutputPlace = z.infer<typeof OutputPlace>;

/** Whether the machine's clock follows a time source. Null: could not be told. */
export const Clock = z.strictObject({ source: z.string(), synchronised: z.boolean().nullable() });
export type Clock = z.infer<typeof Clock>;
