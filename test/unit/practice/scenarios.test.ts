import { describe, expect, it } from 'vitest';
import { newInstrument, practiceDefaults, scenarioSummaries } from '../../../main/host/practice/scenarios.ts';
import { whenRead } from '../../../main/model/fact.ts';
import { practiceBench } from './practice-bench.ts';

/** The fixed words of the product: which scenarios there are, for which entry, and what `run` ends with. */
const FIXED: readonly (readonly [string, string | null, number])[] = [
  ['iscan-4.0.0', 'CSAFPID-0001', 0],
  ['iscan-4.0.5', 'CSAFPID-0002', 0],
  ['iseq100', 'CSAFPID-0003', 0],
  ['miniseq-2.2.1', 'CSAFPID-0004', 0],
  ['miseq-4.0-ruo', 'CSAFPID-0005', 0],
  ['miseqdx-4.0.1', 'CSAFPID-0006', 0],
  ['nextseq550-4.0', 'CSAFPID-0007', 0],
  ['nextseq550dx-cs-4.0-ruo', 'CSAFPID-0008', 0],
  ['nextseq550dx-os-1.3.1', 'CSAFPID-0009', 0],
  ['nextseq550dx-os-1.3.3', 'CSAFPID-00010', 0],
  ['nextseq2000-1.4.1', 'CSAFPID-00011', 0],
  ['novaseq6000-1.7.5', 'CSAFPID-00012', 0],
  ['novaseq6000-1.8.1', 'CSAFPID-00013', 0],
  ['nextseq550dx-os-1.3.2-unlisted', null, 0],
  ['miseq-3.1-unlisted', null, 0],
  ['already-remediated', null, 0],
  ['nextseq2000-1.6-disputed', null, 0],
  ['installer-fails', null, 10],
  ['installer-cancelled', null, 10],
  ['single-administrator', null, 10],
  ['installer-needs-reboot', null, 11],
  ['policy-overrides-firewall', null, 12],
  ['unknown-product', null, 13],
  ['nextseq2000-unit-unknown', null, 13],
  ['ucs-stopped', null, 13],
  ['two-products', null, 13],
  ['run-in-progress', null, 14],
  ['dx-without-change-control', null, 18],
  ['signs-of-exploitation', null, 18],
];

describe('scenarios', () => {
  it('are the ones of the advisory and the edges, with their exit codes', () => {
    expect(scenarioSummaries().map(({ id, entry, expectedExit }) => [id, entry, expectedExit])).toEqual(FIXED);
  });

  it.each(FIXED.map(([id]) => id))('%s: what it chooses exists on its instrument', (id) => {
    const instrument = newInstrument(id);
    const { installer, account, confirmBackup } = practiceDefaults(id);
    if (installer !== null) {
      expect(Object.keys(instrument.installers)).toContain(installer);
      expect(confirmBackup).toBe(true);
    }
    if (account !== null) {
      const name = account.replace(/^\.\\/, '');
      expect(instrument.accounts[name]?.enabled).toBe(true);
    }
  });

  it.each(FIXED.map(([id]) => id))('%s: shows ports and paths that nobody takes for the vendor’s', (id) => {
    const { services, sessionPrograms, ucs } = newInstrument(id);
    for (const [name, program] of [...Object.entries(services), ...Object.entries(sessionPrograms)]) {
      expect(name).toMatch(/practice/i);
      expect(program.imagePath).toMatch(/practice/i);
      for (const { port } of program.binds) expect([18081, 18082, 50443]).toContain(port);
    }
    if (ucs !== null) expect([...Object.keys(services), ...Object.keys(sessionPrograms)]).toContain(ucs.name);
  });

  it('passwords are plainly fake', () => {
    for (const [id] of FIXED) {
      for (const { password } of Object.values(newInstrument(id).accounts)) {
        if (password !== null) expect(password).toMatch(/^practice-/);
      }
    }
  });

  it.each(['miseqdx-4.0.1', 'nextseq550dx-cs-4.0-ruo', 'nextseq550dx-os-1.3.1', 'nextseq550dx-os-1.3.3'])(
    '%s brings the change control a diagnostic instrument needs',
    (id) => {
      expect(practiceDefaults(id).changeControl).toEqual({
        reference: 'CC-PRACTICE-1',
        authorisedBy: 'Practice Quality Officer',
        guideRead: true,
      });
    },
  );

  it('without change control means without: the gate is what is practised', () => {
    expect(practiceDefaults('dx-without-change-control').changeControl).toBeNull();
  });

  it.each(['installer-fails', 'installer-cancelled'])('%s declines the other paths, so that exposure remains', (id) => {
    expect(practiceDefaults(id).decline).toEqual(['firewall-ports', 'ucs-account']);
  });
});

describe('run folders', () => {
  const folders = async (id: string) => whenRead(await (await practiceBench(id)).host.runFolders()) ?? [];

  it('are recent or old relative to the moment of reading, so that the idle rule works on any day', async () => {
    const ages = (await folders('run-in-progress')).map(({ changedAt }) => Date.now() - Date.parse(changedAt));
    const day = 24 * 60 * 60 * 1000;
    expect(ages.some((age) => age < day)).toBe(true);
    expect(ages.some((age) => age > day)).toBe(true);
  });

  it('carry real element names at their real places, and a reagent’s serial number to trip over', async () => {
    const [folder] = await folders('miseq-4.0-ruo');
    const parameters = folder?.parameters && whenRead(folder.parameters);
    expect(parameters).toMatch(/<Setup>\s*<ApplicationName>MiSeq Control Software<\/ApplicationName>/);
    expect(parameters).toContain('<ScannerID>M99001</ScannerID>');
    expect(parameters).toMatch(/<FlowcellRFIDTag>\s*<SerialNumber>/);
    expect(folder?.info && whenRead(folder.info)).toMatch(/<Run [^>]*>\s*<Instrument>M99001<\/Instrument>/);
    expect(folder?.files.map(({ name }) => name)).toContain('runParameters.xml');
  });
});
