import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import { EXIT, Failure } from '../model/failure.ts';
import type { ProbeAttempt, ProbeContent, ProbeOutcome } from '../model/probe.ts';

/** How long an answer is waited for. A machine in the same building answers within a few milliseconds. */
export const WAIT_MS = 3_000;

type Address = ProbeContent['addresses'][number];

/** What the system says where the other machine, or what guards it, said no. */
const REFUSALS = new Set(['ECONNREFUSED', 'ECONNRESET']);
/** What it says where nothing came back. A guard may also answer that the machine cannot be reached. */
const SILENCE = new Set(['ETIMEDOUT', 'EHOSTUNREACH', 'EHOSTDOWN']);

/**
 * The addresses of a machine. A numeric address is taken as it is; a name is looked up by this system, as for every other
 * program on it. Throws Failure `probe-host-unknown`.
 */
export async function addressesOf(host: string): Promise<Address[]> {
  const version = isIP(host);
  if (version !== 0) return [{ family: version === 6 ? 'ipv6' : 'ipv4', address: host }];
  try {
    const found = await lookup(host, { all: true, verbatim: true });
    const addresses = found.map(
      ({ address, family }): Address => ({ family: family === 6 ? 'ipv6' : 'ipv4', address }),
    );
    return addresses.filter(
      ({ address }, index) => addresses.findIndex((other) => other.address === address) === index,
    );
  } catch (cause) {
    throw new Failure(
      {
        code: 'probe-host-unknown',
        message: `This system does not know a machine of the name ${host}.`,
        next: 'Give its address, as the network settings of the instrument show it. Nothing was connected to.',
      },
      EXIT.wrongUse,
      cause,
    );
  }
}

/** Tries to connect to each port of each address, once, one port after the other; sends nothing and hangs up at once. */
export async function tryPorts(
  addresses: readonly Address[],
  ports: readonly number[],
  waitMs = WAIT_MS,
): Promise<ProbeAttempt[]> {
  const tried = await Promise.all(
    addresses.map(async (address) => {
      const attempts: ProbeAttempt[] = [];
      for (const port of ports) attempts.push(await tryPort(address, port, waitMs));
      return attempts;
    }),
  );
  return tried.flat();
}

async function tryPort({ family, address }: Address, port: number, waitMs: number): Promise<ProbeAttempt> {
  const at = new Date().toISOString();
  const started = performance.now();
  const detail = await new Promise<string | null>((resolve) => {
    const socket = connect({ host: address, port, family: family === 'ipv6' ? 6 : 4, autoSelectFamily: false });
    const end = (code: string | null) => {
      socket.destroy();
      resolve(code);
    };
    socket.setTimeout(waitMs, () => end('ETIMEDOUT'));
    socket.once('connect', () => end(null));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
  return {
    family,
    address,
    port,
    outcome: outcomeOf(detail),
    detail,
    at,
    took: Math.round(performance.now() - started),
  };
}

function outcomeOf(detail: string | null): ProbeOutcome {
  if (detail === null) return 'open';
  if (REFUSALS.has(detail)) return 'refused';
  return SILENCE.has(detail) ? 'no-answer' : 'not-tried';
}
