import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { OUR_RULE_PREFIX } from '../../main/model/firewall.ts';
import { describeWith } from './support/needs.ts';
import { Observer } from './support/observer.ts';
import { PrivateNetwork, readAsOpen } from './support/private-network.ts';

const CHAIN = 'type filter hook input priority';

/** Rule sets whose reading is compared with what a second machine can really connect to. */
const UNDERSTOOD: Record<string, string> = {
  'no rules at all': '',
  'a table without a chain for inbound traffic':
    'table inet x { chain f { type filter hook forward priority 0; policy drop; }; }',
  'one port dropped': `table inet x { chain i { ${CHAIN} 0; tcp dport 5000 drop; }; }`,
  'a range rejected for IPv4 only': `table ip x { chain i { ${CHAIN} 0; tcp dport 5000-5005 reject; }; }`,
  'a closed policy with a few openings': `table inet x { set web { type inet_service; flags interval; elements = { 80, 440-450 }; }
    chain i { ${CHAIN} 0; policy drop; ct state vmap { established : accept, related : accept, invalid : drop }
      iif lo accept; meta l4proto ipv6-icmp accept; ct state new tcp dport @web counter accept; }; }`,
  'an accept of an earlier chain does not save from a later one': `table inet a { chain i { ${CHAIN} -10; tcp dport 5000 accept; }; }
    table inet b { chain i { ${CHAIN} 10; tcp dport { 5000, 22 } drop; }; }`,
  'an accept before a drop in one chain wins': `table inet x { chain i { ${CHAIN} 0; tcp dport 22 accept; tcp dport 1-100 drop; }; }`,
  'jumps, returns and gotos': `table inet x { chain sub { tcp dport 22 return; tcp dport 80 accept; tcp dport 1-100 drop; }
    chain last { tcp dport 443 accept; drop; }
    chain i { ${CHAIN} 0; meta l4proto icmpv6 accept; jump sub; tcp dport 8080 goto last; tcp dport 443 goto last; }; }`,
  'a verdict map of ports': `table inet x { map m { type inet_service : verdict; elements = { 80 : drop, 22 : jump sub }; }
    chain sub { reject with tcp reset; }
    chain i { ${CHAIN} 0; tcp dport vmap @m; }; }`,
  'only some sources let in': `table inet x { chain i { ${CHAIN} 0; policy drop; meta l4proto icmpv6 accept
      ip saddr 10.213.7.0/24 tcp dport 5000 accept; iifname "eth0" tcp dport 22 accept; }; }`,
  'the start of a connection refused': `table inet x { chain i { ${CHAIN} 0; ct state established accept
      tcp flags & (fin|syn|rst|ack) == syn tcp dport 5000 drop; tcp flags syn tcp dport 5005 drop; }; }`,
  'all but some ports dropped': `table inet x { chain i { ${CHAIN} 0; tcp dport != { 22, 80 } ct state new drop; }; }`,
  'everything but loopback dropped': `table inet x { chain i { ${CHAIN} 0; meta l4proto icmpv6 accept; iif != lo drop; }; }`,
};

/** Rule sets that must not be judged, because a part of them could open or close anything. */
const NOT_UNDERSTOOD: Record<string, string> = {
  'an accept by mark': `table inet x { chain i { ${CHAIN} 0; policy drop; meta mark 7 accept; }; }`,
  'an accept by port and source together': `table inet x { chain i { ${CHAIN} 0; policy drop; tcp dport . ip saddr { 22 . 10.0.0.1 } accept; }; }`,
  'a set that rules fill': `table inet x { set s { type inet_service; flags dynamic,timeout; timeout 1h; }
    chain i { ${CHAIN} 0; tcp dport @s drop; }; }`,
  'a port rewritten on the way': `table inet x { chain i { ${CHAIN} 0; tcp dport 22 tcp dport set 80; tcp dport 22 drop; }; }`,
  'a table that sleeps': `table inet x { flags dormant; chain i { ${CHAIN} 0; policy drop; }; }`,
};

describeWith(['nft', 'ip'], 'nftables, compared with real connections', () => {
  let observer: Observer;
  let network: PrivateNetwork;
  beforeAll(async () => {
    observer = await Observer.make();
  });
  afterAll(() => observer.remove());
  beforeEach(async () => {
    network = await PrivateNetwork.make();
  });
  afterEach(() => network.remove());

  async function firewall(rules: string) {
    if (rules !== '')
      await network.shell(`nft -f - <<'RULES'\n${rules.replaceAll('; }', ';\n }').replaceAll('};', '}\n')}\nRULES`);
    const facts = await observer.look(network.onInstrument, 'firewall');
    if (facts.firewall === undefined) throw new Error('no firewall fact');
    return facts.firewall;
  }

  it.each(Object.entries(UNDERSTOOD))('a port that answers never counts as closed: %s', async (_, rules) => {
    const reading = await firewall(rules);
    expect(reading).toMatchObject({ status: 'read' });
    if (reading.status !== 'read') return;
    expect(readAsOpen(reading.value)).toEqual(await network.reallyOpen());
  });

  it.each(Object.entries(NOT_UNDERSTOOD))(
    'a rule that is not understood never counts as closed port: %s',
    async (_, rules) => {
      expect(await firewall(rules)).toMatchObject({ status: 'unavailable', cause: 'not-known' });
    },
  );

  it('a rule of ours is found by its name, and what overrides it with it', async () => {
    const name = `${OUR_RULE_PREFIX}run1`;
    const reading = await firewall(
      `table inet x { chain i { ${CHAIN} 0; tcp dport 5000 accept comment "lab exception"; tcp dport 5000-5005 drop comment "${name}"; }; }`,
    );
    if (reading.status !== 'read') throw new Error(JSON.stringify(reading));
    const ours = reading.value.rules.find((rule) => rule.name === name);
    expect(ours).toMatchObject({ action: 'block', protocol: 'tcp', ports: [{ from: 5000, to: 5005 }], remote: 'any' });
    expect(reading.value.rules.find((rule) => rule.name === 'lab exception')).toMatchObject({
      action: 'allow',
      overridesBlock: true,
    });
    expect(readAsOpen(reading.value).ipv4).toEqual([21, 22, 80, 443, 5000, 8080]);
  });
});
