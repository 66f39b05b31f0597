import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstOpening } from '../../main/assess/firewall-decision.ts';
import { type Firewall, type FirewallRule, OUR_RULE_PREFIX } from '../../main/model/firewall.ts';
import { Actor } from './support/actor.ts';
import { Container } from './support/container.ts';
import { CONTAINER_TOOLS } from './support/container-root.ts';
import { machineState } from './support/machine-state.ts';
import { describeWith } from './support/needs.ts';

const UCS = 5000;
const OTHER = 8080;
const PORTS = [UCS, OTHER];
const OPEN = { ipv4: PORTS, ipv6: PORTS };
const CLOSED = { ipv4: [OTHER], ipv6: [OTHER] };

/** The three ways a machine can have its rules, each with something of its owner's in it that has to stay. */
const MACHINES = {
  firewalld: {
    engine: 'firewalld',
    off: ['nftables.service'],
    prepare: `firewall-cmd -q --permanent --add-port=5000/tcp --add-port=8080/tcp --add-port=5000/udp
      firewall-cmd -q --permanent --zone=work --add-port=5000/tcp; firewall-cmd -q --reload`,
    sabotage: 'firewall-cmd -q --remove-rich-rule="$(firewall-cmd --list-rich-rules | head -1)"',
    overrule: null,
  },
  nftables: {
    engine: 'nftables',
    off: ['firewalld.service'],
    prepare: `printf '%s\\n' 'flush ruleset' 'table inet lab {' ' chain input { type filter hook input priority 0; policy accept;' '  tcp dport { 5000, 8080 } accept' ' }' '}' > /etc/nftables.conf
      systemctl enable -q --now nftables; systemctl restart nftables`,
    sabotage: 'nft flush ruleset',
    overrule: null,
  },
  iptables: {
    engine: 'iptables',
    off: ['firewalld.service', 'nftables.service'],
    prepare: `printf '%s\\n' '[Unit]' 'DefaultDependencies=no' 'Before=network-pre.target' '[Service]' 'Type=oneshot' 'RemainAfterExit=yes' \\
      'ExecStart=/usr/sbin/iptables -A INPUT -p tcp -m multiport --dports 5000,8080 -j ACCEPT' '[Install]' 'WantedBy=sysinit.target' > /etc/systemd/system/iptables.service
      systemctl daemon-reload; systemctl enable -q --now iptables`,
    sabotage: 'iptables -F INPUT; ip6tables -F INPUT',
    overrule: 'iptables -I INPUT 1 -p tcp --dport 5000 -j ACCEPT',
  },
} as const;

function rule(run: string, over: Partial<FirewallRule> = {}): FirewallRule {
  return {
    name: `${OUR_RULE_PREFIX}${run} tcp ${UCS}`,
    origin: 'local',
    enabled: true,
    action: 'block',
    protocol: 'tcp',
    ports: [{ from: UCS, to: UCS }],
    program: 'any',
    zones: 'any',
    families: ['ipv4', 'ipv6'],
    remote: 'any',
    overridesBlock: false,
    ...over,
  };
}

function openByReading(firewall: Firewall): string | null {
  const target = { protocol: 'tcp' as const, port: UCS, programPath: null };
  return firstOpening(firewall, [
    { ...target, family: 'ipv4' },
    { ...target, family: 'ipv6' },
  ]);
}

describeWith(CONTAINER_TOOLS, 'firewall changes on real systems, seen from a second machine', () => {
  let actor: Actor;
  beforeAll(async () => {
    actor = await Actor.make();
  });
  afterAll(() => actor.remove());

  // Each in a container of its own, side by side: much of it is waiting for connections that get no answer.
  describe.concurrent.each(Object.entries(MACHINES))('%s', (_, machine) => {
    let container: Container;
    beforeAll(async () => {
      container = await Container.make({}, [actor.bind]);
      for (const unit of machine.off) await container.mask(unit);
      await container.serve(PORTS);
      await container.start();
      await container.shell(machine.prepare);
    });
    afterAll(() => container?.remove());

    it.sequential('closes a port to everybody else in both families, leaves the others and itself alone, survives a restart, and leaves nothing behind', async () => {
      expect(await container.reallyOpen(PORTS)).toEqual(OPEN);
      const before = await machineState(container);
      const read = await actor.firewall(container);
      expect(openByReading(read)).not.toBeNull();

      expect(await actor.call(container, 'addFirewallRules', [rule('run1')])).toEqual({ answer: null });
      expect(await container.reallyOpen(PORTS)).toEqual(CLOSED);
      expect(await container.openToItself(PORTS)).toEqual(OPEN);
      const closed = await actor.firewall(container);
      expect(closed.engine).toContain(machine.engine);
      expect(openByReading(closed)).toBeNull();
      expect(closed.rules).toContainEqual(rule('run1'));

      await container.restart();
      expect(await container.reallyOpen(PORTS)).toEqual(CLOSED);
      expect(openByReading(await actor.firewall(container))).toBeNull();

      // A second run beside it, then the first one undone: the second must still hold.
      await actor.call(container, 'addFirewallRules', [
        rule('run2'),
        rule('run2', { name: `${OUR_RULE_PREFIX}run2 udp 5000`, protocol: 'udp' }),
      ]);
      await actor.call(container, 'removeFirewallRules', [rule('run1').name]);
      expect(await container.reallyOpen(PORTS)).toEqual(CLOSED);
      expect((await actor.firewall(container)).rules.map(({ name }) => name)).not.toContain(rule('run1').name);

      const names = [rule('run2').name, `${OUR_RULE_PREFIX}run2 udp 5000`];
      expect(await actor.call(container, 'removeFirewallRules', names)).toEqual({ answer: null });
      expect(await actor.call(container, 'removeFirewallRules', names)).toEqual({ answer: null });
      expect(await container.reallyOpen(PORTS)).toEqual(OPEN);
      expect(await machineState(container)).toEqual(before);
      expect(await actor.firewall(container)).toEqual(read);
    });

    it.sequential('a rule of ours that somebody takes out of force is told, and the port counts as open', async () => {
      await actor.call(container, 'addFirewallRules', [rule('run3')]);
      await container.shell(machine.sabotage);
      const firewall = await actor.call(container, 'firewall');
      const told = JSON.stringify(firewall);
      expect(told.includes('"status":"unavailable"') || told.includes('"enabled":false')).toBe(true);
      await actor.call(container, 'addFirewallRules', [rule('run3')]);
      await actor.call(container, 'removeFirewallRules', [rule('run3').name]);
    });

    it.sequential('a permission put before ours is told as overriding it', {
      skip: machine.overrule === null,
    }, async () => {
      await actor.call(container, 'addFirewallRules', [rule('run4')]);
      await container.shell(machine.overrule ?? '');
      const firewall = await actor.firewall(container);
      expect(openByReading(firewall)).not.toBeNull();
      expect(firewall.rules).toContainEqual(expect.objectContaining({ action: 'allow', overridesBlock: true }));
      await actor.call(container, 'removeFirewallRules', [rule('run4').name]);
    });

    it.sequential('a network inside the machine stays open, is known as such, and the port counts as closed all the same', async () => {
      await container.shell(`ip link add br-in type bridge; ip address add 10.77.0.1/24 dev br-in; ip link set br-in up
        ip netns add module; ip link add v0 type veth peer name v1 netns module; ip link set v0 master br-in up
        ip -n module address add 10.77.0.2/24 dev v1; ip -n module link set v1 up`);
      const fromModule = () => container.shell(`ip netns exec module node /opt/peer.mjs try 10.77.0.1 ${UCS}`);
      const links = await actor.call(container, 'networkInterfaces');
      expect(JSON.stringify(links)).toMatch(/"name":"br-in"[^{]*(\{[^}]*\}[^{]*)*"insideOnly":true/);
      const ours = rule('run5', { exceptOn: ['br-in'] });
      if (machine.engine === 'firewalld') {
        // In one zone with the lab's network it would have to be closed too: then nothing is done.
        expect(await actor.call(container, 'addFirewallRules', [ours])).toMatchObject({
          refused: { code: 'access-denied' },
        });
        expect(await container.reallyOpen(PORTS)).toEqual(OPEN);
        await container.shell('firewall-cmd -q --zone=trusted --change-interface=br-in');
      }
      expect(await actor.call(container, 'addFirewallRules', [ours])).toEqual({ answer: null });
      expect(await container.reallyOpen(PORTS)).toEqual(CLOSED);
      expect(await fromModule()).toBe(`[${UCS}]`);
      expect(openByReading(await actor.firewall(container))).toBeNull();
      await actor.call(container, 'removeFirewallRules', [ours.name]);
    });
  });
});
