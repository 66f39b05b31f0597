import { type Fact, read, unavailable } from '../../../model/fact.ts';
import { RegistryGap } from '../registry/registry.ts';
import { ERROR, Win32Error } from '../win32/win32-error.ts';

/** What a reading of the running system gives; what Windows refuses becomes an unavailable fact with its error number. */
export async function reading<T>(source: string, take: () => T | Promise<T>): Promise<Fact<T>> {
  try {
    return read(await take(), source);
  } catch (error) {
    if (error instanceof RegistryGap) return unavailable(error.why, error.message, source);
    if (error instanceof Win32Error) {
      const denied = error.code === ERROR.accessDenied;
      return unavailable(denied ? 'needs-elevation' : 'tool-failed', `${error.message}.`, source);
    }
    throw error;
  }
}
