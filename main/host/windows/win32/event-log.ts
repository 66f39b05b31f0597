import { type Handle, withHandle } from './handle.ts';
import { win32 } from './system-library.ts';
import { ERROR, lastError, Win32Error } from './win32-error.ts';

/** `EvtQueryChannelPath | EvtQueryReverseDirection`: a log by its name, newest first. */
const NEWEST_FIRST = 0x201;
const RENDER_XML = 1;
const XML_BYTES = 128 * 1024;
const TIMEOUT_MS = 10_000;
/** Above this the newest are enough. */
const MAX_EVENTS = 2_000;

const query = () =>
  win32('wevtapi.dll', 'int64 __stdcall EvtQuery(int64 session, str16 path, str16 query, uint32 flags)');
const next = () =>
  win32(
    'wevtapi.dll',
    'int __stdcall EvtNext(int64 result, uint32 wanted, _Out_ int64 *event, uint32 timeout, uint32 flags, _Out_ uint32 *returned)',
  );
const render = () =>
  win32(
    'wevtapi.dll',
    'int __stdcall EvtRender(int64 context, int64 event, uint32 flags, uint32 bytes, void *buffer, _Out_ uint32 *used, _Out_ uint32 *properties)',
  );
const closeHandle = () => win32('wevtapi.dll', 'int __stdcall EvtClose(int64 handle)');

/** Events of a log that match an XPath query, newest first, each as the system's own XML. Throws Win32Error. */
export function eventsOf(log: string, xpath: string): string[] {
  const result = query()(0, log, xpath, NEWEST_FIRST);
  if (result === 0) throw lastError('EvtQuery');
  return withHandle(result, closeHandle(), (handle) => {
    const events: string[] = [];
    while (events.length < MAX_EVENTS) {
      const event: [number] = [0];
      if (next()(handle, 1, event, TIMEOUT_MS, 0, [0]) === 0) {
        const error = lastError('EvtNext');
        if (error.code === ERROR.noMoreItems) return events;
        throw error;
      }
      events.push(withHandle(event[0], closeHandle(), xmlOf));
    }
    return events;
  });
}

function xmlOf(event: Handle): string {
  const buffer = Buffer.alloc(XML_BYTES);
  const used: [number] = [0];
  if (render()(0, event, RENDER_XML, buffer.length, buffer, used, [0]) === 0) {
    const error = lastError('EvtRender');
    // An event that long is none of those asked for.
    if (error.code === ERROR.insufficientBuffer) return '';
    throw new Win32Error(error.call, error.code);
  }
  return buffer.toString('utf16le', 0, used[0]).split('\0', 1)[0] ?? '';
}
