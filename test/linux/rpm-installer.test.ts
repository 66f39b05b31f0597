import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Actor } from './support/actor.ts';
import { Container } from './support/container.ts';
import { CONTAINER_TOOLS } from './support/container-root.ts';
import { describeWith } from './support/needs.ts';
import { buildRpm, RPM_MACROS, signRpms } from './support/rpm-package.ts';

describeWith([...CONTAINER_TOOLS, 'rpmbuild', 'rpmsign', 'gpg'], 'rpm packages, on a real system', () => {
  let folder: string;
  let actor: Actor;
  let container: Container;
  const call = (name: string, ...args: unknown[]) => actor.call(container, name, ...args);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ucs-rpm-test-'));
    const versions = ['1.0.0', '2.0.0'];
    const packages = versions.map((version) => buildRpm(folder, 'ucs-test', version, 'Invented for a test'));
    await signRpms(folder, await Promise.all(packages));
    actor = await Actor.make();
    container = await Container.make(RPM_MACROS, [actor.bind, `${folder}:/opt/packages`]);
    await container.mask('firewalld.service');
    await container.start();
    await container.shell('rpm --initdb; rpm -i /opt/packages/ucs-test-1.0.0.rpm');
  });
  afterAll(async () => {
    await container?.remove();
    await actor?.remove();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  async function install(path: string, ...args: string[]) {
    const staged = await call('stageInstaller', path);
    const copy = 'answer' in staged ? (staged.answer as { path: string; sha256: string }) : { path: '', sha256: '' };
    expect(copy.sha256).toBe((await container.shell(`sha256sum ${path}`)).split(' ')[0]);
    expect(await container.shell(`stat -c '%a %U' ${copy.path} $(dirname ${copy.path})`)).toBe('600 root\n700 root');
    try {
      return await call('runInstaller', copy.path, args);
    } finally {
      await call('discardStaged', copy.path);
      expect(await container.shell('ls /var/lib/ucs-remediation-wizard/staging')).toBe('');
    }
  }
  const installed = () => container.shell('rpm -q --queryformat "%{VERSION}" ucs-test');

  it('a package without a signature, or signed by a key rpm does not know, changes nothing', async () => {
    for (const name of ['ucs-test-2.0.0.rpm', 'signed-ucs-test-2.0.0.rpm']) {
      expect(await install(`/opt/packages/${name}`), name).toMatchObject({ refused: { code: 'access-denied' } });
      expect(await installed()).toBe('1.0.0');
    }
  });

  it('a package signed by a known key is installed, and its version is read again', async () => {
    await container.shell('rpm --import /opt/packages/key.asc');
    await container.shell(
      'cp /opt/packages/signed-ucs-test-2.0.0.rpm /root/bent.rpm; printf X | dd of=/root/bent.rpm bs=1 seek=$(($(stat -c %s /root/bent.rpm) - 40)) conv=notrunc status=none',
    );
    expect(await install('/root/bent.rpm')).toMatchObject({ refused: { code: 'access-denied' } });
    expect(await install('/opt/packages/signed-ucs-test-2.0.0.rpm', '--nosignature')).toMatchObject({
      refused: { code: 'access-denied' },
    });
    expect(await installed()).toBe('1.0.0');
    expect(await install('/opt/packages/signed-ucs-test-2.0.0.rpm')).toEqual({ answer: { exitCode: 0 } });
    expect(await installed()).toBe('2.0.0');
    const software = JSON.stringify(await call('software'));
    expect(software.includes('"name":"ucs-test","version":"2.0.0"')).toBe(true);
  });

  it('a script is never started by the program, nor anything that was not staged', async () => {
    await container.shell('printf "#!/bin/sh\\ntouch /root/ran\\n" > /root/setup.sh; chmod +x /root/setup.sh');
    expect(await install('/root/setup.sh')).toMatchObject({ refused: { code: 'access-denied' } });
    expect(await call('runInstaller', '/opt/packages/signed-ucs-test-1.0.0.rpm', ['--oldpackage'])).toMatchObject({
      refused: { code: 'not-found' },
    });
    expect(await container.shell('ls /root/ran 2>/dev/null || echo none')).toBe('none');
  });
});
