import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { DATA, ElevationRoom, INSTALLED, PASSWORD, ROOM_NEEDS, type RoomRun } from './support/elevation-room.ts';
import { describeWith } from './support/needs.ts';

const RUN = [INSTALLED, 'run', '--json', '--confirm-idle', '--operator', 'A. Tech', '--site', 'Room 7'];
const support = (name: string) => fileURLToPath(new URL(`support/${name}`, import.meta.url));
const AGENT = ['bash', support('text-agent.sh')];
const DISMISSING = ['python3', support('dismissing-agent.py')];
const POLICY = '/usr/share/polkit-1/actions/org.ucs-remediation-wizard.helper.policy';

/** Exit code and stable code of a run that was refused. */
function refusal({ exitCode, stdout }: Pick<RoomRun, 'exitCode' | 'stdout'>) {
  const { error } = JSON.parse(stdout) as { error?: { code: string; next: string } };
  return { exitCode, code: error?.code };
}

describeWith(
  [...ROOM_NEEDS, 'pkexec', 'pkttyagent', 'sudo', 'script', 'python3'],
  'asking real polkit and sudo',
  () => {
    let room: ElevationRoom;
    beforeAll(async () => {
      room = await ElevationRoom.open(inject('program'));
    });
    afterAll(() => room?.close());

    const receipts = async () =>
      Number(await room.shell(`ls ${DATA}/receipts 2>/dev/null | grep -c receipt.json || true`));
    const noHelperLeft = async () => expect(await room.shell("pgrep -f '[u]cs-remedy helper' || true")).toBe('');

    /** Refused: told with its code, and root did nothing and left nothing running. */
    async function expectRefused(run: Promise<RoomRun>, code: string) {
      const before = await receipts();
      expect(refusal(await run)).toEqual({ exitCode: 15, code });
      expect(await receipts()).toBe(before);
      await noHelperLeft();
    }

    async function expectReceipt({ exitCode, stdout, stderr }: RoomRun) {
      expect({ exitCode, stderr }).toEqual({ exitCode: 13, stderr: '' });
      const { receipt } = JSON.parse(stdout) as { receipt: string };
      expect(await room.shell(`stat -c '%U %a' ${receipt}`)).toBe('root 644');
      expect(await room.shell(`sed -n 's/.*"payload": "\\(.*\\)",/\\1/p' ${receipt} | base64 -d`)).toContain(
        '"accounts":{"helper":"root"',
      );
      await noHelperLeft();
    }

    describe('polkit, with the policy of the package', () => {
      it('a person a rule lets in gets a receipt made by root, and all can read it whatever their umask', async () => {
        const run = await room.run('trusted', RUN, 'umask 077');
        await expectReceipt(run);
        const { receipt } = JSON.parse(run.stdout) as { receipt: string };
        expect((await room.run('guest', ['cat', receipt])).exitCode).toBe(0);
      });

      it('the right password lets in, and is asked for once', async () => {
        const run = await room.withAgent('tech', RUN, AGENT, [[/Password: $/, PASSWORD]]);
        await expectReceipt(run);
        expect(run.asked.match(/Password: /g)).toHaveLength(1);
        expect(run.asked).toContain('UCS Remediation Wizard');
      });

      it('a wrong password does not let in', async () => {
        const run = room.withAgent('tech', RUN, AGENT, [[/Password: $/, 'wrong']]);
        await expectRefused(run, 'elevation-not-authorised');
        expect((await run).asked).toContain('AUTHENTICATION FAILED');
      });

      it('a question that is closed counts as declined, not as a fault of the system', async () => {
        const run = room.withAgent('tech', RUN, DISMISSING, []);
        await expectRefused(run, 'elevation-declined');
        expect((await run).asked).toContain('asked org.ucs-remediation-wizard.helper');
      });

      it('nobody who could ask: refused, and nothing goes on without the rights', async () => {
        await expectRefused(room.run('tech', RUN), 'elevation-not-authorised');
      });

      it('a person a rule keeps out is refused', async () => {
        await expectRefused(room.run('guest', RUN), 'elevation-not-authorised');
      });

      it.each([
        ['another program', ['/usr/bin/id']],
        ['another command of the same program', [INSTALLED, 'assess']],
      ])('what lets the helper start does not let %s start', async (_what, command) => {
        expect((await room.run('trusted', ['pkexec', '--disable-internal-agent', ...command])).exitCode).toBe(127);
      });

      it('a helper that is pointed at a socket nobody who started it listens on does nothing', async () => {
        const run = await room.run('trusted', [
          'pkexec',
          INSTALLED,
          'helper',
          '--channel',
          '/run/dbus/system_bus_socket',
          '--nonce',
          '0'.repeat(32),
        ]);
        expect(run.exitCode).toBe(1);
        expect(run.stderr).toContain('front-not-verified');
      });
    });

    it('a helper that is killed while it works is reported as dead, never as done', async () => {
      const run = room.run('trusted', RUN);
      await room.shell(
        "until pgrep -f '[u]cs-remedy helper'; do sleep .05; done; sleep .3; pkill -9 -f '[u]cs-remedy helper'",
      );
      expect(refusal(await run)).toEqual({ exitCode: 15, code: 'helper-died' });
      await room.shell(`rm -rf ${DATA}/journal/*`);
    });

    it('where processes of others are hidden nobody is asked, because the helper could not be recognised', async () => {
      await room.shell('mount -o remount,hidepid=2 /proc');
      try {
        await expectRefused(room.run('trusted', RUN), 'elevation-not-possible');
      } finally {
        await room.shell('mount -o remount,hidepid=0 /proc');
      }
    });

    describe('a program that others than root could have changed', () => {
      it.each([
        ['group-writable', `chmod g+w ${INSTALLED}`, `chmod g-w ${INSTALLED}`],
        ['of another owner', `chown tech ${INSTALLED}`, `chown root ${INSTALLED}`],
        ['in a folder of another owner', `chown tech $(dirname ${INSTALLED})`, `chown root $(dirname ${INSTALLED})`],
        [
          'a link',
          `mv ${INSTALLED} ${INSTALLED}.1; ln -s ${INSTALLED}.1 ${INSTALLED}`,
          `mv ${INSTALLED}.1 ${INSTALLED}`,
        ],
      ])('is never started as root: %s', async (_what, spoil, repair) => {
        await room.shell(spoil);
        try {
          await expectRefused(room.run('trusted', RUN), 'helper-unsafe');
        } finally {
          await room.shell(repair);
        }
      });
    });

    describe('sudo, where the policy is not installed', () => {
      beforeAll(() => room.shell(`mv ${POLICY} ${room.scratch}/kept.policy`));
      afterAll(() => room?.shell(`mv ${room.scratch}/kept.policy ${POLICY}`));
      const ask = RUN.filter((word) => word !== '--json');

      it('says beforehand what will be asked, and the right password at the terminal lets in', async () => {
        const { exitCode, screen } = await room.atTerminal('tech', ask, [[/password for tech: $/, PASSWORD]]);
        expect({ exitCode }, screen).toEqual({ exitCode: 13 });
        expect(screen.indexOf(INSTALLED)).toBeLessThan(screen.indexOf('password for tech'));
        expect(screen).toContain(`Receipt: ${DATA}/receipts/`);
        expect(screen).not.toContain(PASSWORD);
        await noHelperLeft();
      });

      it('the password of the run before is not kept: the next run asks again', async () => {
        const wrong = [0, 1, 2].map(() => [/password for tech: $/, 'wrong'] as const);
        const { exitCode, screen } = await room.atTerminal('tech', ask, wrong);
        expect(exitCode).toBe(15);
        expect(screen).toContain('(elevation-declined)');
        await noHelperLeft();
      });

      it.each(['use_pty', '!use_pty'])(
        'Ctrl+C while root works stops in good order, with a receipt (sudo: %s)',
        async (way) => {
          await room.shell(`echo 'Defaults ${way}' >/run/sudoers/way; chmod 440 /run/sudoers/way`);
          const { screen } = await room.atTerminal('tech', ask, [
            [/password for tech: $/, PASSWORD],
            [/Looking at the instrument/, '\u0003'],
          ]);
          expect(screen).toContain('Stopping before the next step.');
          expect(screen).toContain(`Receipt: ${DATA}/receipts/`);
          await noHelperLeft();
        },
      );

      it('without a terminal nobody is asked, and nothing goes on without the rights', async () => {
        await expectRefused(room.run('tech', RUN), 'elevation-not-possible');
      });

      it('a checkout that its user can write to is never started as root', async () => {
        const folder = `${room.scratch}/home/tech/checkout`;
        await room.shell(
          `install -d -o tech ${folder}; mv ${INSTALLED} ${INSTALLED}.kept; install -o tech ${INSTALLED}.cjs ${folder}/ucs-remedy.cjs`,
        );
        try {
          const { exitCode, screen } = await room.atTerminal(
            'tech',
            [process.execPath, `${folder}/ucs-remedy.cjs`, ...ask.slice(1)],
            [],
          );
          expect(exitCode).toBe(15);
          expect(screen).toContain('(helper-unsafe)');
        } finally {
          await room.shell(`mv ${INSTALLED}.kept ${INSTALLED}`);
        }
      });
    });
  },
);
