import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from './support/needs.ts';
import { Observer } from './support/observer.ts';
import { readAsOpen } from './support/private-network.ts';

const SCRIPT = fileURLToPath(new URL('support/private-firewalld.sh', import.meta.url));
const INTERFACE = 'ip link add eth0 type veth peer name eth1; ip link set eth0 up';

describeWith(
  ['firewall-cmd', 'firewalld', 'nft', 'dbus-daemon', 'unshare', 'ip'],
  'firewalld, in namespaces of its own',
  () => {
    let observer: Observer;
    beforeAll(async () => {
      observer = await Observer.make();
    });
    afterAll(() => observer.remove());

    async function firewall(prepare: string) {
      const facts = await observer.look(['bash', SCRIPT, prepare], 'firewall');
      if (facts.firewall === undefined) throw new Error('no firewall fact');
      return facts.firewall;
    }

    async function openPorts(prepare: string) {
      const reading = await firewall(prepare);
      if (reading.status !== 'read') throw new Error(JSON.stringify(reading));
      expect(reading.value).toMatchObject({ engine: 'firewalld', running: true });
      return readAsOpen(reading.value);
    }

    it('only the services of the default zone are open, resolved to their ports', async () => {
      expect(await openPorts('true')).toEqual({ ipv4: [22], ipv6: [22] });
    });

    it('opened ports, port ranges and services of services count as open', async () => {
      const open = await openPorts('firewall-cmd --add-port=5000-5004/tcp; firewall-cmd --add-service=freeipa-4');
      expect(open).toEqual({ ipv4: [22, 80, 443, 5000], ipv6: [22, 80, 443, 5000] });
    });

    it('what is set for good but not yet in force does not count', async () => {
      expect(await openPorts('firewall-cmd --permanent --add-port=8080/tcp')).toEqual({ ipv4: [22], ipv6: [22] });
    });

    it('a port closed in one zone and open in another counts as open', async () => {
      const open = await openPorts(
        `${INTERFACE}; firewall-cmd --zone=internal --change-interface=eth0; firewall-cmd --zone=internal --add-port=5000/tcp`,
      );
      expect(open.ipv4).toContain(5000);
    });

    it('a zone that lets everything in leaves everything open', async () => {
      expect((await openPorts('firewall-cmd --zone=trusted --add-source=10.9.0.0/16')).ipv4).toHaveLength(7);
    });

    it('a rich rule closes a port against a permission of the zone, for its own family only', async () => {
      const open = await openPorts(`firewall-cmd --add-port=5000/tcp
      firewall-cmd --add-rich-rule='rule family="ipv4" port port="5000" protocol="tcp" drop'`);
      expect(open).toEqual({ ipv4: [22], ipv6: [22, 5000] });
    });

    it('a rich rule for one source closes nothing for the others', async () => {
      const open = await openPorts(
        `firewall-cmd --add-rich-rule='rule family="ipv4" source address="10.0.0.5" service name="ssh" reject'`,
      );
      expect(open.ipv4).toContain(22);
    });

    it('a permission of negative priority wins over a refusal', async () => {
      const open =
        await openPorts(`firewall-cmd --add-rich-rule='rule priority="-5" port port="5000" protocol="tcp" accept'
      firewall-cmd --add-rich-rule='rule port port="5000" protocol="tcp" drop'`);
      expect(open.ipv4).toContain(5000);
    });

    it.each([
      ['a direct rule', 'firewall-cmd --direct --add-rule ipv4 filter INPUT 0 -p tcp --dport 5000 -j ACCEPT'],
      ['a forwarded port', 'firewall-cmd --add-forward-port=port=80:proto=tcp:toport=5000'],
      [
        'a policy that lets in',
        `firewall-cmd --permanent --new-policy lab; firewall-cmd --permanent --policy lab --add-ingress-zone ANY
       firewall-cmd --permanent --policy lab --add-egress-zone HOST; firewall-cmd --permanent --policy lab --add-port 5000/tcp
       firewall-cmd --reload`,
      ],
      ['rules thrown out behind its back', 'nft flush ruleset'],
      ['an accept put into its table', 'nft insert rule inet firewalld filter_INPUT tcp dport 5000 accept'],
    ])('a firewall that cannot be judged never counts as closed: %s', async (_, prepare) => {
      expect(await firewall(prepare)).toMatchObject({ status: 'unavailable', cause: 'not-known' });
    });
  },
);
