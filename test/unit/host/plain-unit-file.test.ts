import { describe, expect, it } from 'vitest';
import { plainService } from '../../../main/host/linux/plain-unit-file.ts';

const PLAIN = `# Of the system
[Unit]
Description = Copies runs
; another remark
[Service]
ExecStart=-/usr/bin/copy --all "every run"
ExecStart=/usr/bin/tidy
[Install]
WantedBy=multi-user.target
`;

describe('a unit file that systemd is not asked about', () => {
  it('is a stopped service of root, with its title and its first program', () => {
    expect(plainService('copy.service', PLAIN)).toEqual({
      name: 'copy.service',
      displayName: 'Copies runs',
      imagePath: '/usr/bin/copy',
      account: { name: 'root', id: '0', kind: 'root' },
      state: 'stopped',
      startType: 'manual',
      pid: null,
    });
  });

  it('never stands for an account with fewer rights', () => {
    for (const line of ['User=lab', 'User=', 'DynamicUser=yes', ' User = lab']) {
      expect(plainService('copy.service', PLAIN.replace('[Install]', `${line}\n[Install]`)), line).toBeNull();
    }
  });

  it.each([
    ['a specifier in the title', PLAIN.replace('Copies runs', 'Copies runs of %H')],
    ['a specifier in the command', PLAIN.replace('/usr/bin/copy', '/usr/bin/%p')],
    ['a quoted program', PLAIN.replace('-/usr/bin/copy', '"/usr/bin/copy it"')],
    ['a program that is looked for', PLAIN.replace('-/usr/bin/copy', 'copy')],
    ['a command with full rights', PLAIN.replace('/usr/bin/tidy', '+/usr/bin/tidy')],
    ['a command that takes the others back', PLAIN.replace('/usr/bin/tidy', '')],
    ['a second title', PLAIN.replace('[Install]', '[Unit]\nDescription=Universal Copy Service\n[Install]')],
    ['an empty title', PLAIN.replace('Copies runs', '')],
    ['a line that goes on', PLAIN.replace('Copies runs', 'Copies \\\n runs')],
    ['a remark that goes on, which hides the next line', PLAIN.replace('# Of the system', '# Of the system \\')],
    ['a line outside of every section', `Description=Copies runs\n${PLAIN}`],
    ['a line that is no setting', PLAIN.replace('[Install]', '.include /etc/other\n[Install]')],
    ['an empty file, which masks the unit', '\n'],
    ['bytes that are no text', PLAIN.replace('Copies', 'Copi\uFFFDs')],
  ])('%s leaves it to systemd', (_what, text) => {
    expect(plainService('copy.service', text)).toBeNull();
  });
});
