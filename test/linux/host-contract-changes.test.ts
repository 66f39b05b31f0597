import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { Container } from './support/container.ts';
import { CONTAINER_TOOLS } from './support/container-root.ts';
import { describeWith } from './support/needs.ts';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');
const RUN = ['node', 'node_modules/vitest/vitest.mjs', 'run', '--config', 'test/linux/inside/vitest.config.mjs'];

describeWith(CONTAINER_TOOLS, 'the host contract on whole systems, changes included', () => {
  describe.each([
    { firewall: 'firewalld', off: ['nftables.service'] },
    { firewall: 'nftables', off: ['firewalld.service'] },
  ])('with $firewall', ({ off }) => {
    let container: Container;
    afterAll(() => container?.remove());

    it('every rule of the contract holds, and none was skipped', async () => {
      container = await Container.make({}, [], [REPOSITORY]);
      for (const unit of off) await container.mask(unit);
      await container.start();
      const run = ['sh', '-c', `cd "${REPOSITORY}" && exec ${RUN.join(' ')}`];
      const done = await container.run(run, { reject: false, all: true, stdin: 'ignore' });
      expect(done.exitCode, String(done.all)).toBe(0);
      expect(String(done.all)).toMatch(/Tests.* passed/);
      expect(String(done.all)).not.toMatch(/Tests.* skipped/);
    });
  });
});
