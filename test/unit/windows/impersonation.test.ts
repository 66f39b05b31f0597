import { describe, expect, it } from 'vitest';
import { actingAs, type ImpersonationPort } from '../../../main/host/windows/win32/impersonation.ts';
import { Win32Error } from '../../../main/host/windows/win32/win32-error.ts';

/** A made-up Windows that notes what it is asked; `reverts: false` does not let the thread be itself again. */
function fakePort(reverts = true) {
  const seen: string[] = [];
  const port: ImpersonationPort = {
    begin: (token) => void seen.push(`as ${token}`),
    revert: () => {
      seen.push('self');
      return reverts;
    },
    end: () => {
      seen.push('ended');
      throw new Error('this process has ended');
    },
  };
  return { port, seen };
}

describe('acting as another account', () => {
  it('ends with the thread itself again, whatever the work did', () => {
    const { port, seen } = fakePort();
    expect(actingAs(7, () => seen.push('work'), port)).toBe(2);
    const failing = () => {
      throw new Error('no');
    };
    expect(() => actingAs(7, failing, port)).toThrow('no');
    expect(seen).toEqual(['as 7', 'work', 'self', 'as 7', 'self']);
  });

  it('the process ends where it cannot be itself again: it must not write its journal as somebody else', () => {
    const { port, seen } = fakePort(false);
    expect(() => actingAs(7, () => 0, port)).toThrow('this process has ended');
    expect(seen.at(-1)).toBe('ended');
  });

  it('does nothing where it may not begin', () => {
    const { port, seen } = fakePort();
    const refused = {
      ...port,
      begin: () => {
        throw new Win32Error('ImpersonateLoggedOnUser', 5);
      },
    };
    expect(() => actingAs(7, () => seen.push('work'), refused)).toThrow(Win32Error);
    expect(seen).toEqual([]);
  });
});
