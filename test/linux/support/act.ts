// Calls the changing half of this machine, or reads facts of it: `node act.mjs CALL JSON-ARGUMENTS`. Bundled by the tests to run in containers.
import { HostChangeError } from '../../../main/host/host.ts';
import { linuxHost } from '../../../main/host/linux/linux-host.ts';

const host = linuxHost();
const [call = '', words = '[]'] = process.argv.slice(2);
const given: unknown[] = JSON.parse(words);

type Callable = (...args: unknown[]) => Promise<unknown>;
const callables = { ...host, ...host.changes, ...host.changes?.unit } as unknown as Record<string, Callable>;

async function answer(): Promise<unknown> {
  try {
    const act = callables[call];
    if (act === undefined) return { refused: { code: 'not-found', detail: `there is no ${call} here` } };
    return { answer: (await act(...given)) ?? null };
  } catch (error) {
    if (error instanceof HostChangeError) return { refused: { code: error.code, detail: error.detail } };
    throw error;
  }
}

process.stdout.write(JSON.stringify(await answer()));
