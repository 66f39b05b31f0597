import { lastErrorNumber } from './system-library.ts';

/** A call of Windows that failed, with its error number. */
export class Win32Error extends Error {
  override readonly name = 'Win32Error';
  constructor(
    /** Name of the function. */
    readonly call: string,
    /** `ERROR_*` number of winerror.h. */
    readonly code: number,
  ) {
    super(`${call} failed with error ${code}`);
  }
}

/** Error numbers that decisions are made by (winerror.h). */
export const ERROR = {
  fileNotFound: 2,
  pathNotFound: 3,
  accessDenied: 5,
  noMoreFiles: 18,
  networkAccessDenied: 65,
  insufficientBuffer: 122,
  alreadyExists: 183,
  pipeBusy: 231,
  pipeConnected: 535,
  moreData: 234,
  noMoreItems: 259,
  ioPending: 997,
  serviceAlreadyRunning: 1056,
  invalidServiceAccount: 1057,
  serviceDoesNotExist: 1060,
  serviceNotActive: 1062,
  serviceLogonFailed: 1069,
  logonFailure: 1326,
  accountRestriction: 1327,
  accountDisabled: 1331,
  logonTypeNotGranted: 1385,
  noneMapped: 1332,
} as const;

/** Error of the call made right before on this thread. */
export function lastError(call: string): Win32Error {
  return new Win32Error(call, lastErrorNumber());
}
