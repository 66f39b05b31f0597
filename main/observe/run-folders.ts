import type { RunFolderOnDisk } from '../host/host.ts';
import { type Fact, read, unavailable } from '../model/fact.ts';
import type { RunFolder, RunRecord } from '../model/run-folder.ts';
import {
  RUN_INFO_ROOT,
  RUN_INFO_SERIAL,
  RUN_PARAMETERS_ROOT,
  RUN_RECORD_LAYOUTS,
  type RunRecordLayout,
} from './run-record-elements.ts';
import { comparableName } from './software-names.ts';
import { type ElementReading, elementAt, readXml } from './xml-document.ts';

/**
 * Understands a run folder's record files.
 *
 * - `RunParameters.xml` decides: when it is there but not readable or malformed, the record is `unavailable`.
 * - `RunInfo.xml` only adds the serial number. Alone it gives a record with nothing but that; broken beside a good
 *   `RunParameters.xml` it is left out, and the record's source says so.
 * - Neither file: `unavailable`, cause `not-known`, for the folder may be no run folder at all.
 *
 * `listedAt` is when the folder was listed (ISO date and time); it stands in the record when there was no file to read.
 */
export function understandRunFolder(onDisk: RunFolderOnDisk, listedAt: string): RunFolder {
  const { path, changedAt, files } = onDisk;
  return { path, changedAt, files, record: recordOf(onDisk, listedAt) };
}

function recordOf({ path, parameters, info }: RunFolderOnDisk, listedAt: string): Fact<RunRecord> {
  const runInfo = info === null ? null : readDocument(info, RUN_INFO_ROOT);
  if (parameters === null) {
    if (runInfo === null) {
      return unavailable(
        'not-known',
        'The folder holds neither RunParameters.xml nor RunInfo.xml, so it does not say what wrote it.',
        path,
        listedAt,
      );
    }
    return runInfo.status === 'read' ? read(recordFrom(null, runInfo.value), runInfo.source, runInfo.at) : runInfo;
  }
  const runParameters = readDocument(parameters, RUN_PARAMETERS_ROOT);
  if (runParameters.status !== 'read') return runParameters;
  const infoContent = runInfo?.status === 'read' ? runInfo.value : null;
  return read(recordFrom(runParameters.value, infoContent), sourceOf(runParameters, runInfo), runParameters.at);
}

function sourceOf(parameters: Fact<unknown>, info: Fact<unknown> | null): string {
  if (info === null) return parameters.source;
  return info.status === 'read'
    ? `${parameters.source} and ${info.source}`
    : `${parameters.source} (RunInfo.xml left out: ${info.detail})`;
}

function readDocument(file: Fact<string>, root: string): Fact<unknown> {
  if (file.status !== 'read') return file;
  const reading = readXml(file.value, root);
  return reading.status === 'read'
    ? read(reading.content, file.source, file.at)
    : unavailable(reading.cause, `${file.source} ${reading.problem}.`, file.source, file.at);
}

/** `null` stands for a file that is not there. */
function recordFrom(parameters: unknown, info: unknown): RunRecord {
  const at = (paths: readonly (string | null)[]): ElementReading[] =>
    paths.filter((path) => path !== null).map((path) => elementAt(parameters, path));
  const applicationName = onlyValue(at(RUN_RECORD_LAYOUTS.map((layout) => layout.applicationName)));
  const layouts = layoutsFor(parameters, applicationName);
  return {
    applicationName,
    applicationVersion: onlyValue(at(layouts.flatMap((layout) => layout.applicationVersion))),
    systemSuiteVersion: onlyValue(at(layouts.map((layout) => layout.systemSuiteVersion))),
    serial: onlyValue([...at(layouts.map((layout) => layout.serial)), elementAt(info, RUN_INFO_SERIAL)]),
    ucsVersion: onlyValue(at(layouts.map((layout) => layout.ucsVersion))),
    ucsRunId: onlyValue(at(layouts.map((layout) => layout.ucsRunId))),
    localRunManagerVersion: onlyValue(at(layouts.map((layout) => layout.localRunManagerVersion))),
  };
}

/**
 * The layout whose name stands where it writes names. For a name nobody has listed yet (MiSeqDx, NextSeq 550Dx): every layout
 * that writes names at that place. Without a name: all of them.
 */
function layoutsFor(parameters: unknown, applicationName: string | null): readonly RunRecordLayout[] {
  if (applicationName === null) return RUN_RECORD_LAYOUTS;
  const namedHere = RUN_RECORD_LAYOUTS.filter(
    (layout) => elementAt(parameters, layout.applicationName).kind === 'text',
  );
  const comparable = comparableName(applicationName);
  const known = namedHere.filter((layout) =>
    layout.applicationNames.some((name) => comparableName(name) === comparable),
  );
  return known.length > 0 ? known : namedHere;
}

/** The one value several places agree on; null when there is none, when they differ, or when one of them is unreadable. */
function onlyValue(readings: readonly ElementReading[]): string | null {
  const values = new Set<string>();
  for (const reading of readings) {
    if (reading.kind === 'unreadable') return null;
    if (reading.kind === 'text') values.add(reading.text);
  }
  const [first] = values;
  return values.size === 1 && first !== undefined ? first : null;
}
