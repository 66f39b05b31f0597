import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { OUR_RULE_PREFIX } from '../../main/model/firewall.ts';
import { describeWith } from './support/needs.ts';
import { Observer } from './support/observer.ts';
import { PrivateNetwork, readAsOpen } from './support/private-network.ts';

/** Scripts with `$T` for iptables and `$T6` for ip6tables. */
const UNDERSTOOD: Record<string, string> = {
  'one port dropped, IPv6 forgotten': '$T -A INPUT -p tcp --dport 5000 -j DROP',
  'both families dropped': 'for t in $T $T6; do $t -A INPUT -p tcp --dport 5000:5005 -j REJECT; done',
  'a closed policy with openings': `for t in $T $T6; do
    $t -A INPUT -i lo -j ACCEPT; $t -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
    $t -A INPUT -p tcp -m multiport --dports 22,80:90 -m comment --comment "lab -j DROP" -j ACCEPT; $t -P INPUT DROP; done
    $T6 -I INPUT -p ipv6-icmp -j ACCEPT`,
  'chains of ones own': `for t in $T $T6; do $t -N LAB; $t -N LOGGED; $t -A LOGGED -j LOG --log-prefix "no: "; $t -A LOGGED -j DROP
    $t -A LAB -p tcp --dport 22 -j RETURN; $t -A LAB -p tcp ! --dport 80 -g LOGGED; $t -A LAB -p tcp --dport 80 -j ACCEPT
    $t -A INPUT -p tcp --syn -j LAB; done`,
  'the mangle table drops':
    '$T -t mangle -A INPUT -p tcp --dport 443 -j DROP; $T -A INPUT -p tcp --dport 443 -j ACCEPT',
  'only some sources let in': `$T -P INPUT DROP; $T -A INPUT -s 10.213.7.0/24 -p tcp --dport 8080 -j ACCEPT`,
};

const NOT_UNDERSTOOD: Record<string, string> = {
  'an accept by mark': '$T -A INPUT -m mark --mark 0x1 -j ACCEPT; $T -P INPUT DROP',
  'a drop by rate of one source': '$T -A INPUT -p tcp -m recent --set --name x -j DROP',
};

for (const kind of ['legacy', 'nft'] as const) {
  describeWith(
    [`iptables-${kind}`, `ip6tables-${kind}`, 'nft', 'ip'],
    `iptables-${kind}, compared with real connections`,
    () => {
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

      async function firewall(script: string) {
        await network.shell(`T=iptables-${kind}; T6=ip6tables-${kind}; ${script}`);
        const facts = await observer.look(network.onInstrument, 'firewall');
        if (facts.firewall === undefined) throw new Error('no firewall fact');
        return facts.firewall;
      }

      it.each(Object.entries(UNDERSTOOD))('a port that answers never counts as closed: %s', async (_, script) => {
        const reading = await firewall(script);
        expect(reading).toMatchObject({ status: 'read' });
        if (reading.status !== 'read') return;
        if (kind === 'legacy') expect(reading.value.engine).toBe('iptables');
        expect(readAsOpen(reading.value)).toEqual(await network.reallyOpen());
      });

      it.each(Object.entries(NOT_UNDERSTOOD))(
        'a rule that is not understood never counts as closed port: %s',
        async (_, script) => {
          const reading = await firewall(script);
          expect(reading).toMatchObject({ status: 'unavailable', cause: 'not-known' });
          if (reading.status === 'unavailable') expect(reading.detail).toContain('INPUT');
        },
      );

      it('a rule of ours is found by its comment', async () => {
        const name = `${OUR_RULE_PREFIX}run1`;
        const reading = await firewall(`$T -A INPUT -p tcp --dport 5000 -m comment --comment "${name}" -j DROP`);
        if (reading.status !== 'read') throw new Error(JSON.stringify(reading));
        expect(reading.value.rules).toContainEqual(
          expect.objectContaining({ name, action: 'block', ports: [{ from: 5000, to: 5000 }], families: ['ipv4'] }),
        );
      });
    },
  );
}
