import type { FirewallRule, PortRange } from '../../../model/firewall.ts';

/** A rule that could matter was not understood: then nothing can be said about the firewall as a whole. */
export class RuleNotUnderstood extends Error {
  override readonly name = 'RuleNotUnderstood';
}

const VERSION = /^v2\.(\d{1,2})$/;
/** The newest rule version whose fields are known here (Windows 11). */
const NEWEST_VERSION = 33;
const AT_MOST_ONCE = ['action', 'active', 'dir', 'protocol', 'app', 'svc', 'name'];
/** Fields that do not change which traffic a rule speaks of; edge traversal only lets in more of it. */
const WITHOUT_EFFECT = [
  'action',
  'active',
  'dir',
  'protocol',
  'app',
  'name',
  'desc',
  'embedctxt',
  'edge',
  'defer',
  'lsm',
  'profile',
];
const PORT_FIELD = /^lport(2_\d+)?$/;
const PACKAGE = ['apppkgid', 'pfn'];
const REMOTE_FIELD = /^ra[46]2?$/;
/** Fields that limit a rule in a way `FirewallRule` has no place for: services, interfaces, users, systems, secured traffic. */
const LIMITING =
  /^(rport(2_\d+)?|security(2|2_9)?|if|iftype|svc|la[46]|rmauth|ruauth|luauth(2_24)?|luown|authbypassout|lom|pcross|platform2?|skipver|ttk(2_\d+)?|nnm|securityrealmid)$/;
/** Ports that other parts of Windows choose. */
const PORT_WORDS = ['rpc', 'rpc-epmap', 'teredo', 'iptlsin', 'iphttpsin', 'dhcp', 'ply2disc', 'mdns', 'tcpcdpsvc'];

const PROFILES = ['Domain', 'Private', 'Public'];

type Fields = ReadonlyMap<string, readonly string[]>;

/**
 * One inbound rule from the text Windows stores ("v2.31|Action=Block|Active=TRUE|Dir=In|..."; grammar of [MS-GPFAS] 2.2.2.19).
 * Null: it cannot decide about TCP or UDP from outside (outbound, another protocol), or it is a block rule limited in a way
 * `FirewallRule` cannot express; an allow rule limited so counts as if it were not. So doubt never closes a port. Throws
 * `RuleNotUnderstood` for an active inbound rule with any field, word or version that is not known.
 */
export function parseFirewallRule(id: string, text: string, origin: FirewallRule['origin']): FirewallRule | null {
  const { version, fields } = split(id, text);
  const only = (field: string) => fields.get(field)?.[0]?.toLowerCase();
  if (only('dir') === 'out') return null;
  const active = booleanOf(id, only('active'));
  if (!active) return null;
  if (version > NEWEST_VERSION) throw new RuleNotUnderstood(`"${id}" has version 2.${version}`);
  if (only('dir') !== 'in') throw new RuleNotUnderstood(`"${id}" has no known direction`);
  refuseUnknownFields(id, fields);

  const action = only('action');
  if (action !== 'allow' && action !== 'block' && action !== 'bypass')
    throw new RuleNotUnderstood(`"${id}" has no known action`);
  const protocol = protocolOf(
    id,
    only('protocol'),
    [...fields.keys()].some((field) => PORT_FIELD.test(field)),
  );
  if (protocol === 'other') return null;
  const ports = portsOf(id, fields, action === 'block');
  const limited = [...fields.keys()].some((field) => LIMITING.test(field));
  if (action === 'block' && (limited || (ports !== 'any' && ports.length === 0))) return null;
  return {
    name: fields.get('name')?.[0] ?? id,
    origin,
    enabled: true,
    action: action === 'block' ? 'block' : 'allow',
    protocol,
    ports,
    program: programOf(fields),
    zones: zonesOf(id, fields),
    families: ['ipv4', 'ipv6'],
    remote: remoteOf(fields),
    overridesBlock: action === 'bypass',
  };
}

function split(id: string, text: string): { version: number; fields: Fields } {
  const [head = '', ...rest] = text.split('|');
  const version = VERSION.exec(head)?.[1];
  if (version === undefined || rest.pop() !== '')
    throw new RuleNotUnderstood(`"${id}" is not written as a rule of version 2`);
  const fields = new Map<string, string[]>();
  for (const field of rest) {
    const equals = field.indexOf('=');
    if (equals < 1) throw new RuleNotUnderstood(`"${id}" has the part "${field}"`);
    const key = field.slice(0, equals).toLowerCase();
    fields.set(key, [...(fields.get(key) ?? []), field.slice(equals + 1)]);
  }
  for (const key of AT_MOST_ONCE) {
    if ((fields.get(key)?.length ?? 0) > 1) throw new RuleNotUnderstood(`"${id}" says "${key}" more than once`);
  }
  return { version: Number(version), fields };
}

function booleanOf(id: string, word: string | undefined): boolean {
  if (word === 'true') return true;
  // Rules without the word are not active ([MS-GPFAS] 2.2.2.19).
  if (word === 'false' || word === undefined) return false;
  throw new RuleNotUnderstood(`"${id}" is neither active nor inactive`);
}

function refuseUnknownFields(id: string, fields: Fields): void {
  const known = (field: string) =>
    WITHOUT_EFFECT.includes(field) ||
    PACKAGE.includes(field) ||
    PORT_FIELD.test(field) ||
    REMOTE_FIELD.test(field) ||
    LIMITING.test(field) ||
    field === 'icmp4' ||
    field === 'icmp6';
  const unknown = [...fields.keys()].find((field) => !known(field));
  if (unknown !== undefined) throw new RuleNotUnderstood(`"${id}" has the field "${unknown}"`);
}

function protocolOf(id: string, text: string | undefined, hasPorts: boolean): FirewallRule['protocol'] | 'other' {
  if (text === '6') return 'tcp';
  if (text === '17') return 'udp';
  if (hasPorts) throw new RuleNotUnderstood(`"${id}" has ports without TCP or UDP`);
  if (text === undefined || text === '256') return 'any';
  if (!/^\d{1,3}$/.test(text) || Number(text) > 255) throw new RuleNotUnderstood(`"${id}" has the protocol "${text}"`);
  return 'other';
}

/** Ports a word stands for are not known here: an allow rule with one may open any, a block rule surely closes only the rest. */
function portsOf(id: string, fields: Fields, isBlock: boolean): 'any' | PortRange[] {
  const values = [...fields].flatMap(([field, found]) => (PORT_FIELD.test(field) ? found : []));
  if (values.length === 0) return 'any';
  const numbers = values.filter((value) => !PORT_WORDS.includes(value.toLowerCase()));
  if (numbers.length < values.length && !isBlock) return 'any';
  return numbers.map((value) => {
    const [, from = '', to = from] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(value) ?? [];
    if (from === '' || Number(from) > Number(to) || Number(to) > 65535) {
      throw new RuleNotUnderstood(`"${id}" has the port "${value}"`);
    }
    return { from: Number(from), to: Number(to) };
  });
}

/** A rule for an app package speaks of no program that was installed in the ordinary way. */
function programOf(fields: Fields): string {
  const packaged = PACKAGE.flatMap((field) => fields.get(field) ?? [])[0];
  return packaged === undefined ? (fields.get('app')?.[0] ?? 'any') : `app package ${packaged}`;
}

function zonesOf(id: string, fields: Fields): 'any' | string[] {
  const profiles = fields.get('profile');
  if (profiles === undefined) return 'any';
  const unknown = profiles.find((profile) => !PROFILES.includes(profile));
  if (unknown !== undefined) throw new RuleNotUnderstood(`"${id}" has the profile "${unknown}"`);
  return new Set(profiles).size === PROFILES.length ? 'any' : profiles.slice();
}

function remoteOf(fields: Fields): 'any' | string[] {
  const remotes = [...fields].flatMap(([field, values]) => (REMOTE_FIELD.test(field) ? values : []));
  return remotes.length === 0 ? 'any' : [...new Set(remotes)];
}
