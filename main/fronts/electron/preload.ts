import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Push } from '../../ipc/contract.ts';
import { windowApi } from '../../ipc/window-side.ts';
import { CALL_CHANNEL, callNamesFrom, PUSH_CHANNEL } from './call-names.ts';

// Nothing of Electron itself reaches the page: each function takes and gives plain data only.
contextBridge.exposeInMainWorld(
  'ucs',
  windowApi(
    callNamesFrom(process.argv),
    (name, argument) => ipcRenderer.invoke(CALL_CHANNEL, name, argument),
    (listener) => {
      const tell = (_event: unknown, push: Push): void => listener(push);
      ipcRenderer.on(PUSH_CHANNEL, tell);
      return () => {
        ipcRenderer.removeListener(PUSH_CHANNEL, tell);
      };
    },
    async (file) => webUtils.getPathForFile(file) || null,
  ),
);
