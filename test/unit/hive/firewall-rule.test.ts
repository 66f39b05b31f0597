import { describe, expect, it } from 'vitest';
import { parseFirewallRule, RuleNotUnderstood } from '../../../main/host/windows/registry/firewall-rule.ts';

const parse = (fields: string, version = 'v2.31') => parseFirewallRule('{id}', `${version}|${fields}|`, 'local');
const BLOCK = 'Action=Block|Active=TRUE|Dir=In';
const ALLOW = 'Action=Allow|Active=TRUE|Dir=In';

describe('firewall rules as Windows stores them', () => {
  it('a plain block rule blocks its port everywhere', () => {
    expect(parse(`${BLOCK}|Protocol=6|LPort=80|LPort2_10=8000-8010|Name=closed`)).toEqual({
      name: 'closed',
      origin: 'local',
      enabled: true,
      action: 'block',
      protocol: 'tcp',
      ports: [
        { from: 80, to: 80 },
        { from: 8000, to: 8010 },
      ],
      program: 'any',
      zones: 'any',
      families: ['ipv4', 'ipv6'],
      remote: 'any',
      overridesBlock: false,
    });
  });

  it('a rule of Windows itself, with profile, program and remote addresses', () => {
    const fields =
      'Protocol=17|Profile=Private|Profile=Domain|LPort=1900|RA4=LocalSubnet|RA6=LocalSubnet|App=%SystemRoot%\\system32\\svchost.exe|Svc=Ssdpsrv|Name=@FirewallAPI.dll,-32753|Desc=@FirewallAPI.dll,-32756|EmbedCtxt=@FirewallAPI.dll,-32752';
    expect(parse(`${ALLOW}|${fields}`)).toMatchObject({
      name: '@FirewallAPI.dll,-32753',
      action: 'allow',
      protocol: 'udp',
      program: '%SystemRoot%\\system32\\svchost.exe',
      zones: ['Private', 'Domain'],
      remote: ['LocalSubnet'],
    });
  });

  it.each([
    'Action=Allow|Active=FALSE|Dir=In',
    'Action=Allow|Dir=In',
    'Action=Allow|Active=TRUE|Dir=Out',
    `${ALLOW}|Protocol=1|ICMP4=8:*`,
  ])('%s cannot let in TCP or UDP', (fields) => expect(parse(fields)).toBeNull());

  it.each(['RA4=10.0.0.0/255.0.0.0', 'RA62=IntErnet'])(
    'a block rule for some remote addresses (%s) keeps that limit',
    (field) => {
      expect(parse(`${BLOCK}|${field}`)?.remote).toEqual([field.split('=')[1]]);
    },
  );

  it.each([
    'Svc=*',
    'Protocol=6|RPort=1024',
    'Protocol=6|RPort2_10=1-5',
    'LA4=10.0.0.1',
    'IF={0f8fad5b-d9cb-469f-a165-70867728950e}',
    'IFType=Wireless',
    'LUOwn=S-1-5-21-1',
    'LUAuth=O:LSD:(A;;CC;;;S-1-5-84-0-0-0-0-0)',
    'Platform=2:6:2|Platform2=GTEQ',
    'SkipVer=2.10',
    'TTK2_22=WFDPrint',
    'Security=Authenticate',
    'Protocol=6|LPort=RPC',
  ])('a block rule that only holds sometimes (%s) closes nothing, an allow rule like it may open', (field) => {
    expect(parse(`${BLOCK}|${field}`)).toBeNull();
    expect(parse(`${ALLOW}|${field}`)).toMatchObject({ action: 'allow', ports: 'any' });
  });

  it('a bypass rule wins over block rules', () => {
    expect(parse('Action=ByPass|Active=TRUE|Dir=In|Security=Authenticate')).toMatchObject({
      action: 'allow',
      overridesBlock: true,
    });
  });

  it.each(['PFN=Microsoft.GamingApp_8wekyb3d8bbwe', 'AppPkgId=S-1-15-2-1'])(
    'an app package (%s) opens nothing for UCS',
    (field) => {
      expect(parse(`${ALLOW}|${field}`)?.program).toContain('app package');
    },
  );

  it.each([
    [`${BLOCK}|Protocol=6|LPort=80|NewNarrowing=x`, 'v2.31'],
    [ALLOW, 'v2.34'],
    [ALLOW, 'v3.0'],
    [ALLOW, 'v1.0'],
    [ALLOW, ''],
    ['Action=Perhaps|Active=TRUE|Dir=In', 'v2.31'],
    ['Action=Allow|Active=MAYBE|Dir=In', 'v2.31'],
    ['Action=Allow|Active=TRUE|Dir=Up', 'v2.31'],
    ['Action=Allow|Action=Block|Active=TRUE|Dir=In', 'v2.31'],
    [`${ALLOW}|Protocol=6|LPort=70000`, 'v2.31'],
    [`${ALLOW}|Protocol=6|LPort2_10=90-80`, 'v2.31'],
    [`${ALLOW}|Protocol=6|LPort=Soon`, 'v2.31'],
    [`${ALLOW}|Protocol=tcp`, 'v2.31'],
    [`${ALLOW}|Protocol=999`, 'v2.31'],
    [`${ALLOW}|LPort=80`, 'v2.31'],
    [`${ALLOW}|Profile=Guest`, 'v2.31'],
    [`${ALLOW}|nonsense`, 'v2.31'],
  ])('what is not known is not guessed: %s (%s)', (fields, version) => {
    expect(() => parse(fields, version)).toThrow(RuleNotUnderstood);
  });

  it('a rule cut off in the middle is refused', () => {
    expect(() => parseFirewallRule('x', 'v2.31|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=8', 'local')).toThrow(
      RuleNotUnderstood,
    );
  });
});
