import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { DATA, ElevationRoom, INSTALLED, ROOM_NEEDS } from './support/elevation-room.ts';
import { describeWith } from './support/needs.ts';

const OPEN = [INSTALLED, 'key', 'show', '--json'];
const RUN = [INSTALLED, 'run', '--json', '--confirm-idle', '--operator', 'A. Tech', '--site', 'Room 7'];
const VICTIM = '/var/lib/victim';

/** Text of a shell that makes the folder as the program does, then spoils one thing. */
const made = (spoil: string) =>
  `install -d -m 711 ${DATA}; cd ${DATA}; install -d -m 700 keys journal backups staging; install -d trusted counters receipts; ${spoil}`;

/** What somebody without rights may have done to the data folder before the program came. */
const FOLDER_ATTACKS: Record<string, string> = {
  'made by an ordinary user': `install -d -o tech -g tech ${DATA}`,
  'a link to a folder of an ordinary user': `ln -s ${VICTIM} ${DATA}`,
  'a file': `touch ${DATA}`,
  'writable by a group': made('chmod g+w .'),
  'writable by everybody': made('chmod o+w .'),
  'below a folder of an ordinary user': 'chown tech /var/lib',
  'below a folder a group can write to': 'chmod g+w /var/lib',
  'keys are a link': made(`rmdir keys; ln -s ${VICTIM} keys`),
  'the journal is a link': made(`rmdir journal; ln -s ${VICTIM} journal`),
  'the staging folder is a link': made(`rmdir staging; ln -s ${VICTIM} staging`),
  'the receipts are a link': made(`rmdir receipts; ln -s ${VICTIM} receipts`),
  'the trusted keys are a link': made(`rmdir trusted; ln -s ${VICTIM} trusted`),
  'keys belong to an ordinary user': made('chown tech keys'),
  'the journal is writable by a group': made('chmod g+w journal'),
  'the staging folder can be looked into': made('chmod 755 staging'),
  'the receipts can be written by a group': made('chmod g+w receipts'),
};

describeWith([...ROOM_NEEDS, 'pkttyagent'], 'a user who was there before the program', () => {
  let room: ElevationRoom;
  beforeAll(async () => {
    room = await ElevationRoom.open(inject('program'));
  });
  afterAll(() => room?.close());
  beforeEach(() =>
    room.shell(
      `rm -rf ${DATA} ${VICTIM}; chown root /var/lib; chmod 755 /var/lib; install -d -o tech -m 777 ${VICTIM}; umask 077`,
    ),
  );

  const code = (stdout: string) => (JSON.parse(stdout) as { error?: { code: string } }).error?.code;
  const victim = () => room.shell(`ls -A ${VICTIM}`);
  const mode = (path: string) => room.shell(`stat -c '%U %a' ${path}`);

  it.each(Object.entries(FOLDER_ATTACKS))(
    'does not get a data folder that is %s used, nor anything written',
    async (_what, spoil) => {
      await room.shell(spoil);
      const { exitCode, stdout } = await room.run('root', OPEN);
      expect({ exitCode, code: code(stdout) }).toEqual({ exitCode: 1, code: 'data-folder-unsafe' });
      expect(await victim()).toBe('');
    },
  );

  it('gets the helper no further than the command line', async () => {
    await room.shell(made(`rmdir receipts; ln -s ${VICTIM} receipts`));
    const { exitCode, stdout } = await room.run('trusted', RUN);
    expect({ exitCode, code: code(stdout) }).toEqual({ exitCode: 1, code: 'data-folder-unsafe' });
    expect(await victim()).toBe('');
  });

  describe('files in a folder that was repaired afterwards', () => {
    const ownKey = `openssl genpkey -algorithm ed25519 -out ${VICTIM}/key.pem; chown tech ${VICTIM}/key.pem; chmod 600 ${VICTIM}/key.pem`;
    const entry = `${DATA}/journal/20261124t000000z-00000000.jsonl`;

    it.each([
      ['a link to a key of theirs', `ln -s ${VICTIM}/key.pem`],
      ['a second name of a key of theirs', `ln ${VICTIM}/key.pem`],
    ])('the instrument does not sign with %s', async (_what, link) => {
      await room.shell(`${made(ownKey)}; ${link} ${DATA}/keys/instrument-signing-key.pem`);
      const { exitCode, stdout } = await room.run('root', OPEN);
      expect({ exitCode, code: code(stdout) }).toEqual({ exitCode: 1, code: 'signing-key-unusable' });
    });

    it.each([
      ['a link to a file of theirs', `ln -s ${VICTIM}/journal`],
      ['a second name of a file of theirs', `ln ${VICTIM}/journal`],
    ])('an earlier run is not read from %s, and that file is not cut off', async (_what, link) => {
      await room.shell(`${made(`printf unfinished >${VICTIM}/journal`)}; ${link} ${entry}`);
      const { exitCode, stdout } = await room.run('root', RUN);
      expect({ exitCode, code: code(stdout) }).toEqual({ exitCode: 1, code: 'journal-altered' });
      expect(await room.shell(`cat ${VICTIM}/journal`)).toBe('unfinished');
    });
  });

  it('cannot read keys and journal, nor write anywhere, where the administrator has no umask', async () => {
    const { exitCode, stdout } = await room.run('root', RUN, 'umask 000');
    expect(exitCode, stdout).toBe(13);
    expect(await room.shell(`find ${DATA} -perm /022`)).toBe('');
    expect(await mode(`${DATA}/keys/instrument-signing-key.pem`)).toBe('root 600');
    expect(await room.shell(`find ${DATA}/journal -type f -not -perm 600`)).toBe('');
    expect(await room.shell(`stat -c %a ${DATA}/keys ${DATA}/journal ${DATA}/staging ${DATA}/backups`)).toBe(
      '700\n700\n700\n700',
    );
    const list = ['bash', '-c', `ls ${DATA} || ls ${DATA}/keys || cat ${DATA}/journal/*`];
    expect((await room.run('tech', list)).stdout).toBe('');
  });
});
