import { applyUpdate } from './installers.ts';
import type { InstrumentState } from './instrument-state.ts';
import { startService } from './services.ts';

/** Restarts the instrument: waiting files are put in place, automatic services start, everybody is logged off. */
export function restartInstrument(state: InstrumentState): void {
  state.boots += 1;
  state.session = null;
  if (state.updateWaitsForRestart) applyUpdate(state);
  for (const [name, service] of Object.entries(state.services)) {
    if (service.startType === 'automatic') startService(state, name);
    else service.runningAs = null;
  }
}
