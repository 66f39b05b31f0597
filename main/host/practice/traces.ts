import * as z from 'zod';
import { type Fact, read, unavailable } from '../../model/fact.ts';
import { sha256 } from '../../model/json.ts';
import { DefaultRoute, FileShare, NetworkInterface } from '../../model/network-facts.ts';
import {
  AccountChange,
  Connection,
  LogGap,
  ProgramFolderFile,
  RecentExecutable,
  RemoteDesktop,
  ServiceChange,
} from '../../model/sign-facts.ts';
import type { FileDigest } from '../host.ts';
import type { InstrumentState } from './instrument-state.ts';

/** Whole days back from the moment of reading: a state file holds no time. */
const daysAgo = z.number().int().min(0);
/** Plainly harmless text that stands for the content of a program file. */
const content = z.string();

/** What happened on this instrument that could be a sign of exploitation; empty on most. */
export const Traces = z.strictObject({
  accountChanges: z.array(AccountChange.omit({ at: true }).extend({ daysAgo })).default([]),
  serviceChanges: z.array(ServiceChange.omit({ at: true }).extend({ daysAgo })).default([]),
  /** Paths of programs that UCS has started and that run while it runs. */
  startedByUcs: z.array(z.string()).max(6).default([]),
  /** Connections to other machines; those of UCS exist while it runs. */
  connections: z.array(Connection.omit({ pid: true }).extend({ ofUcs: z.boolean() })).default([]),
  recentExecutables: z
    .array(RecentExecutable.omit({ changedAt: true, size: true }).extend({ daysAgo, content }))
    .default([]),
  programFolderFiles: z
    .array(ProgramFolderFile.omit({ changedAt: true, size: true }).extend({ daysAgo, content }))
    .default([]),
  logGaps: z
    .array(LogGap.omit({ from: true, to: true }).extend({ fromDaysAgo: daysAgo, toDaysAgo: daysAgo }))
    .default([]),
});

/** The network around this instrument, as far as it sees it. */
export const PracticeNetwork = z.strictObject({
  interfaces: z.array(NetworkInterface).default([]),
  defaultRoutes: z.array(DefaultRoute).default([]),
  fileShares: z.array(FileShare).default([]),
  remoteDesktop: RemoteDesktop.default({ enabled: false, through: [] }),
});

/** The dated traces as a reader of a real machine would give them at a moment. */
export function datedTraces({ traces }: InstrumentState, now: Date) {
  return {
    accountChanges: traces.accountChanges.map(({ daysAgo: days, ...change }) => ({
      ...change,
      at: daysBack(now, days),
    })),
    serviceChanges: traces.serviceChanges.map(({ daysAgo: days, ...change }) => ({
      ...change,
      at: daysBack(now, days),
    })),
    recentExecutables: {
      files: traces.recentExecutables.map(({ path, daysAgo: days, content: text }) => ({
        path,
        changedAt: daysBack(now, days),
        size: Buffer.byteLength(text),
      })),
      incomplete: [],
    },
    logGaps: traces.logGaps.map(({ fromDaysAgo, toDaysAgo, ...gap }) => ({
      ...gap,
      from: daysBack(now, fromDaysAgo),
      to: daysBack(now, toDaysAgo),
    })),
  };
}

/** What lies in these folders of the UCS program. */
export function filesInFolders({ traces }: InstrumentState, folders: readonly string[], now: Date) {
  const files = traces.programFolderFiles
    .filter(({ path }) =>
      folders.some((folder) =>
        path.toLowerCase().startsWith(`${folder.toLowerCase()}${path.includes('\\') ? '\\' : '/'}`),
      ),
    )
    .map(({ daysAgo: days, content: text, ...file }) => ({
      ...file,
      changedAt: daysBack(now, days),
      size: Buffer.byteLength(text),
    }));
  return { files, incomplete: [] };
}

/** Digest of a planted file. */
export function digestOfPlanted({ traces }: InstrumentState, path: string): Fact<FileDigest> {
  const source = `practice instrument: ${path}`;
  const found = [...traces.programFolderFiles, ...traces.recentExecutables].find((file) => file.path === path);
  if (found === undefined)
    return unavailable('not-known', 'This practice instrument holds no content of this file.', source);
  return read({ size: Buffer.byteLength(found.content), sha256: sha256(found.content) }, source);
}

function daysBack(now: Date, days: number): string {
  return new Date(now.getTime() - days * 86_400_000).toISOString();
}
