import { HostChangeError } from '../../../host.ts';
import { ERROR, Win32Error } from '../../win32/win32-error.ts';

type Code = HostChangeError['code'];

const CODES: Readonly<Record<number, Code>> = {
  [ERROR.fileNotFound]: 'not-found',
  [ERROR.pathNotFound]: 'not-found',
  [ERROR.accessDenied]: 'access-denied',
  [ERROR.invalidServiceAccount]: 'account-refused',
  [ERROR.serviceDoesNotExist]: 'not-found',
  [ERROR.serviceLogonFailed]: 'account-refused',
  [ERROR.noneMapped]: 'account-refused',
};

/** Runs a change; what Windows refuses becomes a `HostChangeError`, `otherwise` where its number has no meaning of its own. */
export async function changing<T>(work: () => T | Promise<T>, otherwise: Code = 'tool-failed'): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Win32Error)) throw error;
    throw new HostChangeError(CODES[error.code] ?? otherwise, error.message);
  }
}
