import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CALL_NAMES } from '../../../main/ipc/contract.ts';
import { EngineLog } from '../../../main/ipc/engine/engine-log.ts';
import { createWizard, wizardPlaces } from '../../../main/ipc/engine/wizard.ts';
import { createDispatcher } from '../../../main/ipc/engine-side.ts';

/** The real engine in this process, for looking at the window without a front. `folder` is a temporary one. */
export async function startEngine(folder: string, program: string) {
  const base = join(folder, 'data');
  await mkdir(base, { recursive: true, mode: 0o700 });
  const log = new EngineLog(base);
  const ports = { kind: 'chromium' as const, sandboxed: false, pdf: async () => new Uint8Array() };
  const wizard = await createWizard(ports, wizardPlaces(base, program), log);
  const dispatch = createDispatcher({ handlers: wizard.handlers, log });
  return {
    names: CALL_NAMES,
    call: (name: string, argument: unknown) => dispatch(name, argument, { trusted: true, from: 'preview' }),
    onPush: wizard.onPush,
    closing: wizard.closing,
    recent: () => log.recent,
  };
}
