/**
 * Where each platform writes what in `RunParameters.xml`: full paths below the root `RunParameters`, never bare element names,
 * because `SerialNumber` is a reagent's, `Version` a firmware's and `RecipeVersion` a recipe's. `Build` of the NovaSeq is left
 * out: the advisory's ranges speak of `ApplicationVersion`.
 *
 * Source: run folders published by sequencing centres, as collected in the project's domain facts, section 8
 * ("Where name, version, serial and UCS are recorded").
 */
export interface RunRecordLayout {
  platform: string;
  /** Names the platform's software gives itself in the name element; compared without regard to case and white space. */
  applicationNames: readonly string[];
  applicationName: string;
  /** More than one path: the platform writes the same value twice. */
  applicationVersion: readonly string[];
  systemSuiteVersion: string | null;
  serial: string;
  ucsVersion: string | null;
  ucsRunId: string | null;
  localRunManagerVersion: string | null;
}

export const RUN_PARAMETERS_ROOT = 'RunParameters';
export const RUN_INFO_ROOT = 'RunInfo';

/** Path of the instrument's serial number below the root of `RunInfo.xml`, the same on every platform. */
export const RUN_INFO_SERIAL = 'Run/Instrument';

export const RUN_RECORD_LAYOUTS: readonly RunRecordLayout[] = [
  {
    platform: 'MiSeq',
    applicationNames: ['MiSeq Control Software'],
    applicationName: 'Setup/ApplicationName',
    applicationVersion: ['Setup/ApplicationVersion', 'MCSVersion'],
    systemSuiteVersion: null,
    serial: 'ScannerID',
    ucsVersion: null,
    ucsRunId: 'CopyServiceRunId',
    localRunManagerVersion: null,
  },
  {
    platform: 'NextSeq 500/550',
    applicationNames: ['NextSeq Control Software'],
    applicationName: 'Setup/ApplicationName',
    applicationVersion: ['Setup/ApplicationVersion'],
    systemSuiteVersion: 'SystemSuiteVersion',
    serial: 'InstrumentID',
    ucsVersion: null,
    ucsRunId: null,
    localRunManagerVersion: null,
  },
  {
    platform: 'MiniSeq',
    applicationNames: ['MiniSeq Control Software'],
    applicationName: 'Setup/ApplicationName',
    applicationVersion: ['Setup/ApplicationVersion'],
    systemSuiteVersion: 'SystemSuiteVersion',
    serial: 'InstrumentID',
    ucsVersion: null,
    ucsRunId: 'CopyServiceRunId',
    localRunManagerVersion: 'LocalRunManagerVersion',
  },
  {
    platform: 'iSeq 100',
    applicationNames: ['iSeq Control Software'],
    applicationName: 'ApplicationName',
    applicationVersion: ['ApplicationVersion'],
    systemSuiteVersion: null,
    serial: 'InstrumentId',
    ucsVersion: null,
    ucsRunId: 'UcsRunId',
    localRunManagerVersion: null,
  },
  {
    platform: 'NextSeq 1000/2000',
    applicationNames: ['NextSeq 1000/2000 Control Software'],
    applicationName: 'ApplicationName',
    applicationVersion: ['ApplicationVersion'],
    systemSuiteVersion: null,
    serial: 'InstrumentSerialNumber',
    ucsVersion: 'CopyServiceVersion',
    ucsRunId: 'CopyServiceRunId',
    localRunManagerVersion: null,
  },
  {
    platform: 'NovaSeq 6000',
    applicationNames: ['NovaSeq Control Software'],
    applicationName: 'Application',
    applicationVersion: ['ApplicationVersion'],
    systemSuiteVersion: null,
    serial: 'InstrumentName',
    ucsVersion: 'UcsVersion',
    ucsRunId: 'UcsRunId',
    localRunManagerVersion: null,
  },
  {
    platform: 'NovaSeq X',
    applicationNames: ['NovaSeq X Series Control Software'],
    applicationName: 'Application',
    applicationVersion: [],
    systemSuiteVersion: 'SystemSuiteVersion',
    serial: 'InstrumentSerialNumber',
    ucsVersion: null,
    ucsRunId: null,
    localRunManagerVersion: null,
  },
];
