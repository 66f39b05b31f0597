import type { WindowApi } from '../main/ipc/contract.ts';

declare global {
  interface Window {
    /** The one way out of the window; each front puts it there before any script of the page runs. */
    readonly ucs: WindowApi;
  }
}

export const api: WindowApi = window.ucs;
