import { describe, expect, it } from 'vitest';
import { assess } from '../../../main/assess/assess.ts';
import { builtInCatalogue } from '../../../main/catalogue/catalogue.ts';
import { NO_CHOICES } from '../../../main/model/choices.ts';
import { identify } from '../../../main/observe/identify.ts';
import { observe } from '../../../main/observe/observe.ts';
import { firewallOn, hostWith, service, software, together } from './windows-disk.ts';

const UCS = 'Illumina Universal Copy Service';
const BLOCK_ALL = 'v2.31|Action=Block|Active=TRUE|Dir=In|Name=all|';

describe('a copied disk never clears and never condemns an instrument', () => {
  it.each([
    [
      'UCS disabled, as a small account, everything blocked',
      service('UCS', 'NT AUTHORITY\\LocalService', 4, UCS),
      '4.0.0.1769',
    ],
    ['UCS as LocalSystem, set to start', service('UCS', 'LocalSystem', 2, UCS), '4.0.0.1769'],
    ['a version that is not listed', service('UCS', 'LocalSystem', 2, UCS), '3.1.0.13'],
  ])('%s: unknown', async (_, ucs, version) => {
    const host = await hostWith({ software: software(version), system: together(firewallOn({ all: BLOCK_ALL }), ucs) });
    const observation = await observe(host);
    expect(observation.firewall.status).toBe('read');
    const catalogue = builtInCatalogue();
    const identification = identify(observation, catalogue, NO_CHOICES.stated);
    expect(identification).toMatchObject({ product: 'miseq', versions: [version], current: false });
    const { verdicts } = assess({ catalogue, observation, identification, pack: null, standing: [] });
    expect(verdicts.map(({ state }) => state)).toEqual(['unknown', 'unknown']);
  });
});
