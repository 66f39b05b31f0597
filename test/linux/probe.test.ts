import { copyFile, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { issueReceipt, writeReceiptFiles } from '../../main/receipt/bundle.ts';
import { type Finished, newFolder, ucsRemedy } from '../cli/harness.ts';
import { receiptNaming } from '../unit/probe/sample-probe.ts';
import { freshKey } from '../unit/receipt/sample-receipt.ts';
import { describeWith } from './support/needs.ts';
import { ADDRESSES, PrivateNetwork } from './support/private-network.ts';

/** 5000 stays open, 5005 is rejected, 8080 is dropped; nothing listens on 9999. */
const RULES = `nft add table inet lab; nft add chain inet lab in '{ type filter hook input priority 0; }'
nft add rule inet lab in tcp dport 5005 reject with tcp reset; nft add rule inet lab in tcp dport 8080 drop
nft add rule inet lab in tcp dport 8080 counter`;
const PORTS = [5000, 5005, 8080, 9999];

interface Seen {
  probe: string;
  fingerprint: string;
  seen: { attempts: { family: string; address: string; port: number; outcome: string }[] };
}

describeWith(['ip', 'nft'], 'an instrument as a second machine sees it', () => {
  let network: PrivateNetwork;
  let home: string;
  let work: string;
  let receipt: string;
  let receiptKey: string;

  beforeAll(async () => {
    network = await PrivateNetwork.make();
    await network.shell(RULES);
  });
  afterAll(() => network?.remove());
  beforeEach(async () => {
    home = await newFolder();
    work = await newFolder();
    const bundle = issueReceipt(receiptNaming(PORTS), await freshKey('instrument'));
    receipt = await writeReceiptFiles(work, bundle);
    receiptKey = join(work, `${bundle.id}.pub.pem`);
  });

  const remedy = (args: readonly string[]) =>
    ucsRemedy([...args, '--json'], { under: network.onOther.with(0, '/usr/sbin/ip'), home });
  const probe = (...args: string[]) => remedy(['probe', ...args, '--out', work]);
  const outcomes = ({ json }: Finished) =>
    Object.fromEntries((json as Seen).seen.attempts.map(({ port, outcome }) => [port, outcome]));

  it.each(['ipv4', 'ipv6'] as const)(
    'sees open as open, refused as refused and dropped as no answer: %s',
    async (family) => {
      const finished = await probe(ADDRESSES[family], '--receipt', receipt);
      expect(finished.exitCode, finished.stderr).toBe(0);
      expect(outcomes(finished)).toEqual({ 5000: 'open', 5005: 'refused', 8080: 'no-answer', 9999: 'refused' });
      expect((finished.json as Seen).seen.attempts.every((each) => each.family === family)).toBe(true);
    },
  );

  it('a network there is no way to is not taken for a closed port', async () => {
    expect(outcomes(await probe('203.0.113.9', '--ports', '5000'))).toEqual({ 5000: 'not-tried' });
  });

  it('knocks once at each port it was given, at no other, and says nothing', async () => {
    await network.shell(`nft add chain inet lab seen '{ type filter hook prerouting priority -300; }'
      nft add rule inet lab seen tcp flags syn / syn,ack tcp dport 5000 counter
      nft add rule inet lab seen tcp flags syn / syn,ack tcp dport != 5000 counter
      nft add rule inet lab seen udp dport 0-65535 counter
      nft add rule inet lab seen 'tcp flags & psh == psh counter'`);
    await probe(ADDRESSES.ipv4, '--ports', '5000');
    const counters = await network.output('nft list chain inet lab seen');
    expect([...counters.matchAll(/packets (\d+)/g)].map(([, packets]) => Number(packets))).toEqual([1, 0, 0, 0]);
  });

  it('the key of the user who probes is for them alone', async () => {
    await probe(ADDRESSES.ipv4, '--ports', '5005');
    const keys = join(home, 'state/ucs-remediation-wizard-probe/keys');
    expect((await stat(keys)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(keys)) expect((await stat(join(keys, name))).mode & 0o777).toBe(0o600);
  });

  it('attached to its receipt, both are shown, each trusted by its own key, and the contradiction is told', async () => {
    const before = await readFile(receipt);
    const { probe: file } = (await probe(ADDRESSES.ipv4, '--receipt', receipt, '--ports', '5000,5005')).json as Seen;
    expect((await remedy(['attach', receipt, file])).exitCode).toBe(0);
    expect(await readFile(receipt)).toEqual(before);
    const unknown = await remedy(['verify', receipt, '--key', receiptKey]);
    expect(unknown.json).toMatchObject({
      accepted: true,
      receipts: [{ accepted: true, probes: [{ code: 'probe-key-unknown', probe: null }] }],
    });
    expect(unknown.exitCode).toBe(0);
    const known = ['verify', receipt, '--key', receiptKey, '--probe-key', file.replace('.probe.json', '.pub.pem')];
    const told = await remedy(known);
    expect(told.exitCode).toBe(12);
    expect(told.json).toMatchObject({ receipts: [{ accepted: true, probes: [{ code: 'probe-contradicts' }] }] });
    const words = await ucsRemedy(known, { home });
    expect(words.stdout).toContain('CONTRADICTION');
    expect(words.stdout).toContain('TCP port 5000: OPEN');
  });

  it('where everything is closed from outside too, receipt and probe agree', async () => {
    const bundle = issueReceipt(receiptNaming([5005, 9999]), await freshKey('instrument'));
    work = await newFolder();
    const file = await writeReceiptFiles(work, bundle);
    const { probe: seen } = (await probe(ADDRESSES.ipv6, '--receipt', file)).json as Seen;
    await remedy(['attach', file, seen]);
    const verified = await remedy([
      ...[
        'verify',
        file,
        '--key',
        join(work, `${bundle.id}.pub.pem`),
        '--probe-key',
        seen.replace('.probe.json', '.pub.pem'),
      ],
    ]);
    expect(verified.exitCode, verified.stdout).toBe(0);
    expect(verified.json).toMatchObject({ receipts: [{ probes: [{ code: 'accepted', notProbed: [] }] }] });
  });

  it('a probe of another receipt is not attached, and not accepted where somebody put it there by hand', async () => {
    const { probe: file } = (await probe(ADDRESSES.ipv4, '--ports', '5005')).json as Seen;
    const attach = await remedy(['attach', receipt, file]);
    expect(attach).toMatchObject({ exitCode: 17, json: { error: { code: 'probe-other-receipt' } } });
    const byHand = receipt.replace('.receipt.json', '.20260101t000000z-00000000.probe.json');
    await copyFile(file, byHand);
    const probeKey = join(await newFolder(), 'probe.pub.pem');
    await rename(file.replace('.probe.json', '.pub.pem'), probeKey);
    const verified = await remedy(['verify', receipt, '--key', receiptKey, '--probe-key', probeKey]);
    expect(verified).toMatchObject({ exitCode: 17, json: { accepted: false } });
    await rm(byHand);
  });

  it.each([
    ['no ports are named', ['10.213.7.1'], 2, 'probe-no-ports'],
    ['ports are not numbers', ['10.213.7.1', '--ports', '80-90'], 2, 'wrong-use'],
    ['the machine is not known', ['no-such-machine.invalid', '--ports', '80'], 2, 'probe-host-unknown'],
  ])('nothing is connected to where %s', async (_what, args, exitCode, code) => {
    expect(await probe(...args)).toMatchObject({ exitCode, json: { error: { code } } });
  });
});
