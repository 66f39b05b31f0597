import { expect, it } from 'vitest';
import { unitText } from '../../../main/host/linux/changes/firewall/boot-unit.ts';

it('the rules are set by one process: of several systemd now and then cannot start the second, and the port stays open', () => {
  const lines = unitText(['/usr/bin/sh', '/etc/ucs-remediation-wizard/firewall.sh']).split('\n');
  const started = lines.filter((line) => line.startsWith('Exec'));
  expect(started).toEqual([
    'ExecStart=/usr/bin/sh /etc/ucs-remediation-wizard/firewall.sh',
    'ExecReload=/usr/bin/sh /etc/ucs-remediation-wizard/firewall.sh',
  ]);
});
