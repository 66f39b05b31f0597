import * as z from 'zod';
import { AddressFamily } from './system-facts.ts';

/** How far back signs of exploitation are looked for, in days. Readers leave out what is older; rules call this "recent". */
export const LOOK_BACK_DAYS = 90;

/**
 * Something that happened to a local account, as far as the system dates it. `created-or-password-set`: Linux keeps one date
 * for both, so the account was created on that day or earlier.
 */
export const AccountChange = z.strictObject({
  account: z.string(),
  change: z.enum(['created', 'became-administrator', 'created-or-password-set']),
  at: z.iso.datetime(),
});
export type AccountChange = z.infer<typeof AccountChange>;

/** A service that was installed, or whose definition was changed: not every system tells the two apart. */
export const ServiceChange = z.strictObject({
  service: z.string(),
  change: z.enum(['installed', 'installed-or-changed']),
  at: z.iso.datetime(),
});
export type ServiceChange = z.infer<typeof ServiceChange>;

/** Whether somebody can work on the screen from another machine, and through which programs or ports. */
export const RemoteDesktop = z.strictObject({ enabled: z.boolean(), through: z.array(z.string()) });
export type RemoteDesktop = z.infer<typeof RemoteDesktop>;

/** An established TCP connection. `pid` is null where its owner could not be read: it could be anyone's, UCS's included. */
export const Connection = z.strictObject({
  family: AddressFamily,
  localAddress: z.string(),
  localPort: z.number().int().min(0).max(65535),
  remoteAddress: z.string(),
  remotePort: z.number().int().min(0).max(65535),
  pid: z.number().int().nullable(),
});
export type Connection = z.infer<typeof Connection>;

/** A program file in a folder where none belongs. */
export const RecentExecutable = z.strictObject({
  path: z.string(),
  changedAt: z.iso.datetime(),
  /** In bytes. */
  size: z.number().int().min(0),
});
export type RecentExecutable = z.infer<typeof RecentExecutable>;

/** Programs in run and temp folders that changed within `LOOK_BACK_DAYS`, and what of those folders was not looked at. */
export const RecentExecutables = z.strictObject({
  files: z.array(RecentExecutable),
  /** Sentences; empty where everything was seen. */
  incomplete: z.array(z.string()),
});
export type RecentExecutables = z.infer<typeof RecentExecutables>;

/** A file in the folder of the UCS program, or one level below it. */
export const ProgramFolderFile = z.strictObject({
  path: z.string(),
  changedAt: z.iso.datetime(),
  size: z.number().int().min(0),
  /** Whether it is a program, a script or a library. */
  executable: z.boolean(),
  /** Whether the installer of the product put it there; null where the system keeps no such list for this folder. */
  fromInstaller: z.boolean().nullable(),
});
export type ProgramFolderFile = z.infer<typeof ProgramFolderFile>;

export const ProgramFolderFiles = z.strictObject({
  files: z.array(ProgramFolderFile),
  /** Sentences; empty where everything was seen. */
  incomplete: z.array(z.string()),
});
export type ProgramFolderFiles = z.infer<typeof ProgramFolderFiles>;

/** A system log that was cleared or has a hole. Null: that end of the gap is not known. */
export const LogGap = z.strictObject({
  log: z.string(),
  what: z.enum(['cleared', 'hole']),
  from: z.iso.datetime().nullable(),
  to: z.iso.datetime().nullable(),
});
export type LogGap = z.infer<typeof LogGap>;
