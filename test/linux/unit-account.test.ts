import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Actor } from './support/actor.ts';
import { Container } from './support/container.ts';
import { CONTAINER_TOOLS } from './support/container-root.ts';
import { machineState } from './support/machine-state.ts';
import { describeWith } from './support/needs.ts';

const UNIT = 'sample.service';
const SAMPLE = `[Unit]
Description=Sample
[Service]
ExecStart=/bin/sh -c 'exec 3>>/srv/sample/log; exec sleep infinity'
[Install]
WantedBy=multi-user.target
`;

describeWith(CONTAINER_TOOLS, 'the account of a systemd unit, on a real system', () => {
  let actor: Actor;
  let container: Container;
  const call = (name: string, ...args: unknown[]) => actor.call(container, name, ...args);
  const runsAs = () => container.shell(`stat -c %U /proc/$(systemctl show -p MainPID --value ${UNIT})`);

  beforeAll(async () => {
    actor = await Actor.make();
    const files = { [`/lib/systemd/system/${UNIT}`]: SAMPLE, '/srv/sample/log': '', '/srv/linked/log': '' };
    container = await Container.make(files, [actor.bind]);
    await container.mask('firewalld.service');
    await container.enable(UNIT);
    await container.start();
  });
  afterAll(async () => {
    await container?.remove();
    await actor?.remove();
  });
  beforeEach(async () => {
    await container.shell(`systemctl reset-failed ${UNIT}; systemctl start ${UNIT}`);
  });

  it('a new account is locked and without shell, the unit runs as it, and undone there is no trace of either', async () => {
    const before = await machineState(container);
    expect(await call('createAccount', 'ucs')).toEqual({ answer: null });
    expect(
      await container.shell(
        'getent passwd ucs | cut -d: -f6,7; getent shadow ucs | cut -d: -f2; passwd -S ucs | cut -d" " -f2',
      ),
    ).toBe('/nonexistent:/usr/sbin/nologin\n!\nL');
    const ids = await call('idsOf', 'ucs');
    const { uid } = 'answer' in ids ? (ids.answer as { uid: number }) : { uid: 0 };
    const owners = await call('ownersOf', ['/srv/sample', '/srv/sample/log', '/srv/not-there']);
    expect(owners).toEqual({
      answer: [
        { path: '/srv/sample', uid: 0, gid: 0 },
        { path: '/srv/sample/log', uid: 0, gid: 0 },
      ],
    });
    await call('setOwners', [
      { path: '/srv/sample', uid, gid: 0 },
      { path: '/srv/sample/log', uid, gid: 0 },
    ]);
    await call('setServiceAccount', UNIT, 'ucs', null);
    expect(await call('restartService', UNIT)).toEqual({ answer: null });
    expect(await runsAs()).toBe('ucs');
    expect(await container.shell(`cat /etc/systemd/system/${UNIT}.d/*`)).toBe('[Service]\nUser=ucs');

    await call('setServiceAccount', UNIT, 'root', null);
    await call('setOwners', 'answer' in owners ? owners.answer : []);
    await call('restartService', UNIT);
    expect(await runsAs()).toBe('root');
    expect(await call('removeAccount', 'ucs')).toEqual({ answer: null });
    expect(await machineState(container)).toEqual(before);
  });

  it('a unit that cannot work as the account is told as not started, and goes back', async () => {
    const before = await machineState(container);
    await call('createAccount', 'ucs');
    await call('setServiceAccount', UNIT, 'ucs', null);
    expect(await call('restartService', UNIT)).toMatchObject({ refused: { code: 'start-failed' } });
    await call('setServiceAccount', UNIT, 'root', null);
    expect(await call('restartService', UNIT)).toEqual({ answer: null });
    await call('removeAccount', 'ucs');
    expect(await machineState(container)).toEqual(before);
  });

  it('a file of somebody else that outranks ours is told, not taken for done', async () => {
    await container.shell(
      `mkdir -p /etc/systemd/system/${UNIT}.d; printf '[Service]\\nUser=root\\n' > /etc/systemd/system/${UNIT}.d/99-local.conf; systemctl daemon-reload`,
    );
    await call('createAccount', 'ucs');
    expect(await call('setServiceAccount', UNIT, 'ucs', null)).toMatchObject({ refused: { code: 'account-refused' } });
    await call('setServiceAccount', UNIT, 'root', null);
    expect(await container.shell(`ls /etc/systemd/system/${UNIT}.d`)).toBe('99-local.conf');
    await container.shell(`rm -r /etc/systemd/system/${UNIT}.d; systemctl daemon-reload`);
    await call('removeAccount', 'ucs');
  });

  it('a test file is written with the rights of the account and no others, and is gone afterwards', async () => {
    await container.shell(
      'useradd -m lab; install -d -o lab /srv/lab; install -d /srv/roots; install -d -g lab -m 2775 /srv/groups',
    );
    const places = ['/srv/lab', '/srv/roots', '/srv/groups', '/srv/not-there'];
    const answers = [];
    for (const path of places) answers.push(await call('testWrite', { path, kind: 'local' }, 'lab'));
    expect(answers).toEqual(['written', 'refused', 'written', 'refused'].map((answer) => ({ answer })));
    expect(await call('testWrite', { path: '/srv/lab', kind: 'local' }, 'nobody-of-that-name')).toEqual({
      answer: 'cannot-tell',
    });
    expect(await container.shell('find /srv/lab /srv/roots /srv/groups -type f')).toBe('');
  });

  it('a link or a file with a second name never has its owner changed', async () => {
    await container.shell(
      'cd /srv/linked; cp -a log victim; ln victim second; ln -s /etc/shadow link; ln -s /etc folder-link',
    );
    for (const path of ['/srv/linked/second', '/srv/linked/link', '/srv/linked/folder-link/shadow']) {
      expect(await call('setOwners', [{ path, uid: 1, gid: 1 }]), path).toMatchObject({
        refused: { code: 'access-denied' },
      });
    }
    expect(await container.shell('stat -c %u:%G /etc/shadow /srv/linked/victim')).toBe('0:shadow\n0:root');
  });

  it('an account that somebody gave a shell is not removed', async () => {
    await container.shell('useradd --system --shell /bin/bash robot');
    expect(await call('removeAccount', 'robot')).toMatchObject({ refused: { code: 'access-denied' } });
    expect(await call('createAccount', 'Robert; rm -rf')).toMatchObject({ refused: { code: 'account-refused' } });
  });
});
