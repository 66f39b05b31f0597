import { userInfo } from 'node:os';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { processAccount } from '../../../main/host/process-account.ts';

vi.mock('node:os', async (original) => {
  const os = await original<typeof import('node:os')>();
  return { ...os, userInfo: vi.fn(os.userInfo) };
});

/** What Node throws where the system has no entry for the user: recorded from a process with a made-up uid. */
function systemError(code: string): Error {
  const error = new Error(`A system error occurred: uv_os_get_passwd returned ${code}`);
  return Object.assign(error, { code: 'ERR_SYSTEM_ERROR', info: { code, syscall: 'uv_os_get_passwd' } });
}

describe('the account on the receipt', () => {
  afterEach(() => {
    vi.mocked(userInfo).mockReset();
  });

  test('is a number, and no crash, where the system has no name for it', () => {
    vi.mocked(userInfo).mockImplementation(() => {
      throw systemError('ENOENT');
    });
    expect(processAccount()).toBe(`uid ${process.getuid?.()}`);
  });

  test('is not made up where the system could not be asked', () => {
    vi.mocked(userInfo).mockImplementation(() => {
      throw systemError('EIO');
    });
    expect(() => processAccount()).toThrow('EIO');
  });
});
