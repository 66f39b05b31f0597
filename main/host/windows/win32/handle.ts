let held = 0;

/** A handle of Windows as koffi gives it. */
export type Handle = number | bigint;

/** Handles that are held right now through `withHandle`. After every call of this room it is what it was before. */
export function heldHandles(): number {
  return held;
}

/** Lends a handle to `use` and closes it afterwards, also when `use` throws or its promise is rejected. */
export function withHandle<T>(handle: Handle, close: (handle: Handle) => unknown, use: (handle: Handle) => T): T {
  held += 1;
  const end = () => {
    held -= 1;
    close(handle);
  };
  let result: T;
  try {
    result = use(handle);
  } catch (error) {
    end();
    throw error;
  }
  if (result instanceof Promise) return result.finally(end) as T;
  end();
  return result;
}
