import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CONTAINER_TOOLS } from './support/container-root.ts';
import { Instrument, UCS_PORT } from './support/instrument.ts';
import { machineState } from './support/machine-state.ts';
import { describeWith } from './support/needs.ts';
import { buildRpm, signRpms } from './support/rpm-package.ts';

const OPEN = { ipv4: [UCS_PORT], ipv6: [UCS_PORT] };
const CLOSED = { ipv4: [], ipv6: [] };
const UPDATE = '/opt/packages/signed-illumina-universal-copy-service-2.9.0.rpm';
const said = <T>(value: T) => ({ value, source: 'invented for a test' });

/** What the invented update makes of the copy service: it answers the instrument itself and nobody else, as an account of its own. */
const FIXED = `import { createServer } from 'node:net';
for (const host of ['127.0.0.1', '::1']) createServer((socket) => socket.destroy()).listen({ host, port: ${UCS_PORT} });
`;
const ACCOUNT = 'getent passwd ucs >/dev/null || useradd --system --no-create-home --shell /usr/sbin/nologin ucs';
const DROP_IN = '/usr/lib/systemd/system/illumina-ucs.service.d/50-vendor.conf';

/** What a site pack says about the update, and what then counts as fixed. */
function packed(sha256: string) {
  const installed = said({
    kind: 'software' as const,
    name: 'illumina-universal-copy-service',
    range: '>= 2.9',
  });
  const known = {
    fileName: said('illumina-universal-copy-service-2.9.0.rpm'),
    signer: said(null),
    silentArguments: said([]),
    exitCodes: said([]),
  };
  const fixCriteria = [
    { cve: 'CVE-2023-1968' as const, installed, mayListen: said('loopback' as const) },
    { cve: 'CVE-2023-1966' as const, installed, mayRunAs: said('limited' as const) },
  ];
  return { installer: { ...known, sha256: said(sha256) }, fixCriteria };
}

describeWith(
  [...CONTAINER_TOOLS, 'rpmbuild', 'rpmsign', 'gpg'],
  "the vendor's update as an rpm package, from plan to receipt",
  () => {
    let folder: string;
    let instrument: Instrument;
    const choosing = (path: string) => ['--installer', path, '--confirm-backup'];
    const version = () =>
      instrument.container.shell('rpm -q --queryformat "%{VERSION}" illumina-universal-copy-service');

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'ucs-update-'));
      const title = 'NextSeq 1000/2000 Control Software';
      const control = await buildRpm(folder, 'nextseq-control-software', '1.4.1', title, { provides: '/bin/sh' });
      const old = await buildRpm(folder, 'illumina-universal-copy-service', '2.0.8', 'Copy service, invented');
      const update = await buildRpm(folder, 'illumina-universal-copy-service', '2.9.0', 'Copy service, invented', {
        files: { '/srv/ucs/bin/ucs.mjs': FIXED, [DROP_IN]: '[Service]\nUser=ucs\n' },
        post: `${ACCOUNT}\nsystemctl daemon-reload\nsystemctl restart illumina-ucs.service`,
      });
      await signRpms(folder, [update]);
      const digest = createHash('sha256').update(
        await readFile(join(folder, `signed-${update.slice(folder.length + 1)}`)),
      );
      instrument = await Instrument.make(control, ['firewalld.service'], [], packed(digest.digest('hex')));
      await instrument.container.shell(`rpm -i /opt/packages/${old.slice(folder.length + 1)}`);
    });
    afterAll(async () => {
      await instrument?.remove();
      await rm(folder, { recursive: true, force: true });
    });

    it('signed by a key rpm does not know, altered, or not the approved file: the gate stays closed and nothing is changed', async () => {
      const { container } = instrument;
      const before = await machineState(container);
      await container.shell(`cp ${UPDATE} /root/bent.rpm; printf X | dd of=/root/bent.rpm bs=1 seek=9000 conv=notrunc status=none
      printf '#!/bin/sh\\ntouch /root/ran\\n' > /root/setup.sh; chmod +x /root/setup.sh`);
      const unknownKey = await instrument.remedy('plan', ...instrument.choices, ...choosing(UPDATE).slice(0, 2));
      expect(unknownKey.said).toContain('rpm does not accept its signature');
      expect(unknownKey.exitCode).toBe(18);
      await container.shell('rpm --import /opt/packages/key.asc');
      for (const path of [
        '/root/bent.rpm',
        '/opt/packages/illumina-universal-copy-service-2.9.0.rpm',
        '/root/setup.sh',
      ]) {
        const refused = await instrument.remedy('run', ...instrument.choices, ...choosing(path), '--confirm-idle');
        expect(refused.exitCode, refused.said).toBe(18);
        expect(refused.said).toContain('installer-not-trusted');
      }
      expect(await version()).toBe('2.0.8');
      expect(await container.shell('ls /root/ran 2>/dev/null || echo none')).toBe('none');
      expect(await machineState(container)).toEqual(before);
    });

    it('approved and signed by a known key it is installed, its version is read again, and the receipt says what was seen', async () => {
      const { container } = instrument;
      expect(await container.reallyOpen([UCS_PORT])).toEqual(OPEN);
      const plan = await instrument.plan('--installer', UPDATE);
      expect(plan.steps.map(({ id, mode }) => [id, mode])).toEqual([
        ['product-installer', 'automatic'],
        ['firewall-ports', 'automatic'],
        ['ucs-account', 'automatic'],
      ]);
      const done = await instrument.runApproved(plan.digest, ...choosing(UPDATE), '--json');
      expect(done.exitCode, done.said).toBe(0);
      const { overall, steps, receipt } = JSON.parse(done.said);
      // Not fixed, though the pack's criteria are met: which product this is rests on a run folder and a person's word only.
      expect(overall, done.said).toBe('mitigated');
      expect(steps.map(({ id, outcome }: { id: string; outcome: string }) => [id, outcome])).toEqual([
        ['product-installer', 'done'],
        ['firewall-ports', 'not-needed'],
        ['ucs-account', 'not-needed'],
      ]);
      expect(JSON.stringify(steps[0].checks)).toContain('2.9.0');
      expect(await version()).toBe('2.9.0');
      expect(await container.reallyOpen([UCS_PORT])).toEqual(CLOSED);
      expect(await instrument.runsAs()).toBe('ucs');
      expect(await container.shell('ls /var/lib/ucs-remediation-wizard/staging')).toBe('');
      const verified = await instrument.remedy(
        'verify',
        receipt,
        '--key',
        receipt.replace('.receipt.json', '.pub.pem'),
      );
      expect(verified.exitCode, verified.said).toBe(0);
    });
  },
);
