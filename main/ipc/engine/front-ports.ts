import type { Push } from '../contract.ts';
import type { Handlers } from '../engine-side.ts';

/** What the engine needs of the window it serves. One object for each front. */
export interface FrontPorts {
  kind: 'electron' | 'chromium';
  /** Whether pages run inside the browser's own sandbox. */
  sandboxed: boolean;
  /** The page as it would be printed, as a PDF file. */
  pdf(): Promise<Uint8Array>;
}

/** The wizard behind a window. */
export interface Wizard {
  readonly handlers: Handlers;
  /** Calls back with every change of the snapshot; returns what ends that. */
  onPush(listener: (push: Push) => void): () => void;
  /** To be awaited before the process ends: asks work to stop before its next step, and waits for the step under way. */
  closing(): Promise<void>;
}
