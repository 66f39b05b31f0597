import type { FirewallRule } from '../../../model/firewall.ts';

/** The first that firewalld asks: no permission of the same zone goes before it. */
const PRIORITY = -32_768;

/** A rule of ours as firewalld's rich rules, in firewalld's own spelling. They carry no name: which is ours says our record. */
export function richRulesFor({ protocol, ports, families }: FirewallRule): string[] {
  const family = families.length === 2 ? '' : ` family="${families[0]}"`;
  const protocols = protocol === 'any' ? ['tcp', 'udp'] : [protocol];
  return protocols.flatMap((one) =>
    (ports === 'any' ? [{ from: 1, to: 65_535 }] : ports).map(({ from, to }) => {
      const range = from === to ? `${from}` : `${from}-${to}`;
      return `rule priority="${PRIORITY}"${family} port port="${range}" protocol="${one}" drop`;
    }),
  );
}
