import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { AccountNames } from '../../main/host/linux/account-files.ts';
import { parseUnits, serviceOf, UNIT_PROPERTIES } from '../../main/host/linux/systemd-units.ts';
import { fact } from '../../main/model/fact.ts';
import { Service } from '../../main/model/system-facts.ts';
import { Actor } from './support/actor.ts';
import { Container } from './support/container.ts';
import { CONTAINER_TOOLS } from './support/container-root.ts';
import { describeWith } from './support/needs.ts';

const unit = (name: string, lines = '', install = '') =>
  `[Unit]\nDescription=${name}\n[Service]\nType=oneshot\nExecStart=/bin/true\n${lines}\n${install}`;
const WANTED = '[Install]\nWantedBy=multi-user.target\n';
const LIB = '/lib/systemd/system';
const ETC = '/etc/systemd/system';
const DROP_IN = '[Service]\nUser=\nUser=lab\n';

/** What can make a stopped service another one than its one file says. */
const FILES: Record<string, string> = {
  [`${LIB}/plain.service`]: unit('Plain'),
  [`${LIB}/could-be-enabled.service`]: unit('Could be enabled', '', WANTED),
  [`${LIB}/is-enabled.service`]: unit('Is enabled', 'ConditionPathExists=/not-there', WANTED),
  [`${LIB}/has-account.service`]: unit('Has an account', 'User=lab'),
  [`${LIB}/made-account.service`]: unit('Has a made account', 'DynamicUser=yes'),
  [`${LIB}/two-commands.service`]: unit('Two commands', 'ExecStart=+/bin/false'),
  [`${LIB}/specifier.service`]: unit('On host %H').replace('/bin/true', '%t/copy'),
  [`${LIB}/long-line.service`]: unit('A name that \\\n  goes on'),
  [`${LIB}/quoted.service`]: unit('Quoted').replace('/bin/true', '"/opt/with space/copy" --run'),
  [`${LIB}/twice.service`]: unit('Twice', '[Unit]\nDescription=Illumina Universal Copy Service'),
  [`${LIB}/changed.service`]: unit('Changed'),
  [`${ETC}/changed.service.d/10-lab.conf`]: DROP_IN,
  [`${LIB}/lab-copy-one.service`]: unit('Changed for all of the lab'),
  [`${ETC}/lab-.service.d/10-lab.conf`]: DROP_IN,
  [`${LIB}/replaced.service`]: unit('As delivered'),
  [`${ETC}/replaced.service`]: unit('Illumina Universal Copy Service', 'User=lab'),
  [`${LIB}/pulled-in.service`]: unit('Pulled in'),
  [`${LIB}/no-command.service`]: '[Unit]\nDescription=No command\n',
  [`${LIB}/empty.service`]: '',
};

const asked = ({ name, displayName, imagePath, account, state, startType, pid }: Service) =>
  [name, { displayName, imagePath, account, state, startType, pid }] as const;

describeWith(CONTAINER_TOOLS, 'services, on a real system', () => {
  let actor: Actor;
  let container: Container;

  beforeAll(async () => {
    actor = await Actor.make();
    container = await Container.make(FILES, [actor.bind]);
    await container.enable('is-enabled.service');
    await container.enable('pulled-in.service');
    await container.mask('masked.service');
    await container.start();
    await container.shell(
      `useradd lab; mkdir -p /srv/units; printf '[Service]\\nExecStart=/bin/true\\nUser=lab\\n' > /srv/units/elsewhere.service
      systemctl link -q /srv/units/elsewhere.service; ln -s plain.service ${LIB}/second-name.service; systemctl daemon-reload`,
    );
  });
  afterAll(async () => {
    await container?.remove();
    await actor?.remove();
  });

  it('no service is missed, and none has another account, program or start than systemd itself says', async () => {
    const reply = await actor.call(container, 'services');
    const reading = fact(z.array(Service)).parse('answer' in reply ? reply.answer : null);
    if (reading.status !== 'read') throw new Error(JSON.stringify(reading));

    const listed = await container.shell(
      `{ systemctl list-unit-files --type=service --no-legend --full; systemctl list-units --type=service --all --plain --no-legend --full; } | cut -d' ' -f1 | grep 'service$' | grep -v '@.service$' | sort -u`,
    );
    const said = await container.run([
      'systemctl',
      'show',
      `--property=${UNIT_PROPERTIES}`,
      '--',
      ...listed.split('\n'),
    ]);
    const passwd = (await container.shell('cut -d: -f1,3,4 /etc/passwd')).split('\n').map((line) => line.split(':'));
    const names = new AccountNames(passwd.map(([name = '', uid = '', gid = '']) => ({ name, uid, gid, shell: '' })));
    const expected = parseUnits(String(said.stdout)).flatMap((each) => serviceOf(each, names) ?? []);

    expect(expected.length).toBeGreaterThan(80);
    expect(Object.fromEntries(reading.value.map(asked))).toEqual(Object.fromEntries(expected.map(asked)));
  });
});
