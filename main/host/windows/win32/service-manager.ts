import { type Handle, withHandle } from './handle.ts';
import { textAt, wideText } from './memory.ts';
import { win32 } from './system-library.ts';
import { ERROR, lastError } from './win32-error.ts';

/** A service program as the service manager lists it. `state` is a `SERVICE_*` number of winsvc.h. */
export interface ListedService {
  name: string;
  displayName: string;
  state: number;
  /** 0 where it does not run. */
  pid: number;
}

/** How a service is set up. `startType` is a `SERVICE_*_START` number. */
export interface ServiceSetup {
  type: number;
  startType: number;
  imagePath: string;
  /** As stored ("LocalSystem", ".\\sbsuser"). */
  account: string;
}

/** `SERVICE_STATUS_PROCESS`, as far as it is used. */
export interface ServiceStatus {
  state: number;
  win32ExitCode: number;
  pid: number;
}

export const SERVICE_STATE = { stopped: 1, startPending: 2, stopPending: 3, running: 4 } as const;

/** `SC_MANAGER_CONNECT | SC_MANAGER_ENUMERATE_SERVICE`. */
const MANAGER_ACCESS = 0x5;
/** Rights to a service: `SERVICE_QUERY_CONFIG`, `_CHANGE_CONFIG`, `_QUERY_STATUS`, `_START`, `_STOP`. */
const ACCESS = { queryConfig: 0x1, changeConfig: 0x2, queryStatus: 0x4, start: 0x10, stop: 0x20 };
/** `SERVICE_WIN32`: programs, no drivers. */
const PROGRAMS = 0x30;
const STATE_ALL = 3;
/** `ENUM_SERVICE_STATUS_PROCESSW`. */
const LISTED_BYTES = 56;
/** `SERVICE_STATUS_PROCESS`. */
const STATUS_BYTES = 36;
const SETUP_BYTES = 8192;
const NO_CHANGE = 0xffff_ffff;
const INTERACTIVE = 0x100;
const CONTROL_STOP = 1;

const openManager = () =>
  win32('advapi32.dll', 'int64 __stdcall OpenSCManagerW(str16 machine, str16 database, uint32 access)');
const openService = () =>
  win32('advapi32.dll', 'int64 __stdcall OpenServiceW(int64 manager, str16 name, uint32 access)');
const closeService = () => win32('advapi32.dll', 'int __stdcall CloseServiceHandle(int64 handle)');
const enumServices = () =>
  win32(
    'advapi32.dll',
    'int __stdcall EnumServicesStatusExW(int64 manager, int level, uint32 type, uint32 state, void *list, uint32 bytes, _Out_ uint32 *needed, _Out_ uint32 *count, _Inout_ uint32 *resume, str16 group)',
  );
const queryConfig = () =>
  win32(
    'advapi32.dll',
    'int __stdcall QueryServiceConfigW(int64 service, void *config, uint32 bytes, _Out_ uint32 *needed)',
  );
const queryStatus = () =>
  win32(
    'advapi32.dll',
    'int __stdcall QueryServiceStatusEx(int64 service, int level, void *status, uint32 bytes, _Out_ uint32 *needed)',
  );
const changeConfig = () =>
  win32(
    'advapi32.dll',
    'int __stdcall ChangeServiceConfigW(int64 service, uint32 type, uint32 start, uint32 error, str16 path, str16 group, void *tag, void *dependencies, str16 account, void *password, str16 display)',
  );
const startService = () =>
  win32('advapi32.dll', 'int __stdcall StartServiceW(int64 service, uint32 count, void *arguments)');
const controlService = () =>
  win32('advapi32.dll', 'int __stdcall ControlService(int64 service, uint32 control, void *status)');

function withManager<T>(use: (manager: Handle) => T): T {
  const manager = openManager()(null, null, MANAGER_ACCESS);
  if (manager === 0) throw lastError('OpenSCManagerW');
  return withHandle(manager, closeService(), use);
}

function withService<T>(name: string, access: number, use: (service: Handle) => T): T {
  return withManager((manager) => {
    const service = openService()(manager, name, access);
    if (service === 0) throw lastError('OpenServiceW');
    return withHandle(service, closeService(), use);
  });
}

/** Every service program of this machine, running or not. Throws Win32Error. */
export function listServices(): ListedService[] {
  return withManager((manager) => {
    for (let bytes = 256 * 1024; ; bytes *= 2) {
      const list = Buffer.alloc(bytes);
      const needed: [number] = [0];
      const count: [number] = [0];
      const resume: [number] = [0];
      if (enumServices()(manager, 0, PROGRAMS, STATE_ALL, list, bytes, needed, count, resume, null) === 0) {
        const error = lastError('EnumServicesStatusExW');
        if (error.code !== ERROR.moreData || bytes > 64 * 1024 * 1024) throw error;
        continue;
      }
      return Array.from({ length: count[0] }, (_, index) => {
        const at = index * LISTED_BYTES;
        return {
          name: textAt(list.readBigUInt64LE(at)),
          displayName: textAt(list.readBigUInt64LE(at + 8)),
          state: list.readUInt32LE(at + 20),
          pid: list.readUInt32LE(at + 44),
        };
      });
    }
  });
}

/** How a service is set up. Throws Win32Error. */
export function serviceSetup(name: string): ServiceSetup {
  return withService(name, ACCESS.queryConfig, (service) => {
    const config = Buffer.alloc(SETUP_BYTES);
    const needed: [number] = [0];
    if (queryConfig()(service, config, config.length, needed) === 0) throw lastError('QueryServiceConfigW');
    return {
      type: config.readUInt32LE(0),
      startType: config.readUInt32LE(4),
      imagePath: textAt(config.readBigUInt64LE(16)),
      account: textAt(config.readBigUInt64LE(48)),
    };
  });
}

/** What a service does now. Throws Win32Error. */
export function serviceStatus(name: string): ServiceStatus {
  return withService(name, ACCESS.queryStatus, (service) => {
    const status = Buffer.alloc(STATUS_BYTES);
    const needed: [number] = [0];
    if (queryStatus()(service, 0, status, status.length, needed) === 0) throw lastError('QueryServiceStatusEx');
    return { state: status.readUInt32LE(4), win32ExitCode: status.readUInt32LE(12), pid: status.readUInt32LE(28) };
  });
}

/**
 * Sets what a service logs on as. `password` is null for accounts that have none. An account other than LocalSystem cannot be
 * interactive, so that mark is taken away. Throws Win32Error.
 */
export function changeServiceAccount(name: string, account: string, password: string | null): void {
  const { type } = serviceSetup(name);
  const newType = (type & INTERACTIVE) === 0 ? NO_CHANGE : type & ~INTERACTIVE;
  const word = wideText(password ?? '');
  try {
    withService(name, ACCESS.changeConfig, (service) => {
      const changed = changeConfig()(
        service,
        newType,
        NO_CHANGE,
        NO_CHANGE,
        null,
        null,
        null,
        null,
        account,
        word,
        null,
      );
      if (changed === 0) throw lastError('ChangeServiceConfigW');
    });
  } finally {
    word.fill(0);
  }
}

/** Asks a service to start; that it runs is to be read. Throws Win32Error. */
export function requestStart(name: string): void {
  withService(name, ACCESS.start, (service) => {
    if (startService()(service, 0, null) === 0) throw lastError('StartServiceW');
  });
}

/** Asks a service to stop; that it stopped is to be read. Throws Win32Error. */
export function requestStop(name: string): void {
  withService(name, ACCESS.stop, (service) => {
    if (controlService()(service, CONTROL_STOP, Buffer.alloc(STATUS_BYTES)) === 0) throw lastError('ControlService');
  });
}
