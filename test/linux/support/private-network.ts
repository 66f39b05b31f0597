import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { firstOpening } from '../../../main/assess/firewall-decision.ts';
import type { Firewall } from '../../../main/model/firewall.ts';

const PEER = fileURLToPath(new URL('peer.mjs', import.meta.url));
export const PORTS = [21, 22, 80, 443, 5000, 5005, 8080];
export const ADDRESSES = { ipv4: '10.213.7.1', ipv6: 'fd00:213:7::1' } as const;
let count = 0;

export type OpenPorts = Record<'ipv4' | 'ipv6', number[]>;

/** An instrument and a second machine, each a network namespace, joined by a cable. The instrument serves `PORTS`. */
export class PrivateNetwork {
  readonly #instrument: string;
  readonly #other: string;
  #server: ReturnType<typeof execa> | undefined;

  private constructor(id: string) {
    this.#instrument = `ucs-${id}-a`;
    this.#other = `ucs-${id}-b`;
  }

  static async make(): Promise<PrivateNetwork> {
    count += 1;
    const network = new PrivateNetwork(`${process.pid}-${count}`);
    await network.#build();
    return network;
  }

  /** Command prefix for what shall run on the instrument. */
  get onInstrument(): string[] {
    return ['ip', 'netns', 'exec', this.#instrument];
  }

  /** Command prefix for what shall run on the second machine. */
  get onOther(): string[] {
    return ['ip', 'netns', 'exec', this.#other];
  }

  /** Runs a shell text on the instrument. */
  async shell(script: string): Promise<void> {
    await execa('ip', ['netns', 'exec', this.#instrument, 'bash', '-e', '-c', script]);
  }

  /** What a shell text prints on the instrument. */
  async output(script: string): Promise<string> {
    return (await execa('ip', ['netns', 'exec', this.#instrument, 'bash', '-e', '-c', script])).stdout;
  }

  /** The ports that the second machine really gets an answer from. */
  async reallyOpen(): Promise<OpenPorts> {
    const open = async (address: string) => {
      const { stdout } = await execa('ip', [
        ...['netns', 'exec', this.#other, process.execPath, PEER, 'try', address],
        ...PORTS.map(String),
      ]);
      return JSON.parse(stdout) as number[];
    };
    const [ipv4, ipv6] = await Promise.all([open(ADDRESSES.ipv4), open(ADDRESSES.ipv6)]);
    return { ipv4, ipv6 };
  }

  async remove(): Promise<void> {
    this.#server?.kill();
    await this.#server?.catch(() => undefined);
    for (const name of [this.#instrument, this.#other]) await execa('ip', ['netns', 'del', name], { reject: false });
  }

  async #build(): Promise<void> {
    const [a, b] = [this.#instrument, this.#other];
    for (const name of [a, b]) await execa('ip', ['netns', 'add', name]);
    await execa('ip', ['-n', a, 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', b]);
    for (const [name, last] of [
      [a, '1'],
      [b, '2'],
    ]) {
      await execa('ip', ['-n', `${name}`, 'address', 'add', `10.213.7.${last}/24`, 'dev', 'eth0']);
      await execa('ip', ['-n', `${name}`, 'address', 'add', `fd00:213:7::${last}/64`, 'dev', 'eth0', 'nodad']);
      await execa('ip', ['-n', `${name}`, 'link', 'set', 'lo', 'up']);
      await execa('ip', ['-n', `${name}`, 'link', 'set', 'eth0', 'up']);
    }
    this.#server = execa('ip', ['netns', 'exec', a, process.execPath, PEER, 'serve', ...PORTS.map(String)]);
    await new Promise((resolve) => this.#server?.stdout?.once('data', resolve));
  }
}

/** The ports of `PORTS` that are open by what was read of the firewall. */
export function readAsOpen(firewall: Firewall): OpenPorts {
  const open = (family: 'ipv4' | 'ipv6') =>
    PORTS.filter((port) => {
      const target = { protocol: 'tcp' as const, port, family, programPath: null };
      return firstOpening({ ...firewall }, [target]) !== null;
    });
  return { ipv4: open('ipv4'), ipv6: open('ipv6') };
}
