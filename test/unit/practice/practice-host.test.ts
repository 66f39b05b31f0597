import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openPracticeInstrument } from '../../../main/host/practice/practice-host.ts';
import { whenRead } from '../../../main/model/fact.ts';
import { FactName } from '../../../main/model/observation.ts';
import { newFolder, practiceBench } from './practice-bench.ts';

describe('opening a practice instrument', () => {
  it('an unknown name is wrong use, and says where the names are', async () => {
    await expect(openPracticeInstrument(await newFolder(), 'no-such-one')).rejects.toMatchObject({
      code: 'unknown-scenario',
      exitCode: 2,
      next: expect.stringContaining('ucs-remedy practice list'),
    });
  });

  it('a folder with another instrument is not taken over', async () => {
    const { folder, bytes } = await practiceBench('miseq-4.0-ruo');
    const before = await bytes();
    await expect(openPracticeInstrument(folder, 'iseq100')).rejects.toMatchObject({ code: 'practice-folder-in-use' });
    expect(await bytes()).toBe(before);
  });

  it('what was changed is still there when it is opened again', async () => {
    const { folder, changes, bytes } = await practiceBench('miseq-4.0-ruo');
    await changes.removeFirewallRules(['Practice: allow the copy service']);
    const before = await bytes();
    const again = await openPracticeInstrument(folder, 'miseq-4.0-ruo');
    expect(whenRead(await again.firewall())?.rules).toEqual([]);
    expect(await bytes()).toBe(before);
  });

  it.each([
    ['half a file', '{"schema":"ucs-practice-ins'],
    ['another kind of file', '{"schema":"something-else/1"}'],
    ['nothing', ''],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0xfd])],
    ['a very large file', Buffer.alloc(2 * 1024 * 1024, 0x20)],
  ])('a damaged state (%s) is said so, and left alone', async (_case, content) => {
    const folder = await newFolder();
    await writeFile(join(folder, 'instrument.json'), content);
    await expect(openPracticeInstrument(folder, 'miseq-4.0-ruo')).rejects.toMatchObject({
      code: 'practice-state-damaged',
      next: expect.stringContaining('Delete this file'),
    });
  });

  it('a folder that cannot be written is said so', async () => {
    const file = join(await newFolder(), 'a-file');
    await writeFile(file, '');
    await expect(openPracticeInstrument(join(file, 'below'), 'miseq-4.0-ruo')).rejects.toMatchObject({
      code: 'practice-state-unwritable',
    });
  });

  it('what was read at once is what is read one after the other', async () => {
    // Traces are as old as the scenario says, counted from now.
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const { host } = await practiceBench('signs-of-exploitation');
    const values = FactName.options.filter((name) => name !== 'programFolderFiles');
    const atOnce = await Promise.all([...values, ...values].map((name) => host[name]()));
    for (const [index, name] of values.entries()) {
      const alone = await host[name]();
      expect(atOnce[index]).toEqual(alone);
      expect(atOnce[index + values.length]).toEqual(alone);
    }
  });

  it('a reading that is under way while something is changed never stands for one after it', async () => {
    const { host, changes } = await practiceBench('miseq-4.0-ruo');
    for (let round = 0; round < 20; round += 1) {
      const early = host.firewall();
      const changed = changes.removeFirewallRules(['Practice: allow the copy service']);
      const between = [host.firewall(), changed.then(() => host.firewall())] as const;
      expect(whenRead(await between[1])?.rules).toEqual([]);
      await Promise.all([early, between[0]]);
    }
  });

  it('a state that is damaged while it is open makes readings unavailable, never empty', async () => {
    const { folder, host } = await practiceBench('miseq-4.0-ruo');
    await writeFile(join(folder, 'instrument.json'), '{');
    expect(await host.listeners()).toMatchObject({ status: 'unavailable', cause: 'malformed' });
    expect(await host.installerFile('E:\\any.exe')).toMatchObject({ status: 'unavailable' });
  });
});

describe('restarting a practice instrument', () => {
  it('has a new boot id, and nobody is logged on', async () => {
    const { host } = await practiceBench('miseq-4.0-ruo');
    const before = whenRead(await host.bootId());
    await host.reboot();
    expect(whenRead(await host.bootId())).not.toBe(before);
    expect(await host.session()).toMatchObject({ status: 'read', value: null });
  });

  it('starts automatic services, with the account they are set to', async () => {
    const { host, person, changes, service } = await practiceBench('miseq-4.0-ruo');
    await changes.setServiceAccount('PracticeUcs', '.\\sbsuser', await person.passwordFor('sbsuser'));
    await host.reboot();
    expect(await service('PracticeUcs')).toEqual({ account: '.\\sbsuser', runsAs: 'sbsuser', state: 'running' });
  });

  it('a stopped automatic copy service comes back: stopped is not safe', async () => {
    const { host, service } = await practiceBench('ucs-stopped');
    expect((await service('PracticeUcs')).state).toBe('stopped');
    await host.reboot();
    expect((await service('PracticeUcs')).state).toBe('running');
  });

  it('does not start manual and disabled services', async () => {
    const { edit, host, service } = await practiceBench('miseq-4.0-ruo');
    await edit({ services: { PracticeUcs: { startType: 'disabled' }, PracticeLrm: { startType: 'manual' } } });
    await host.reboot();
    expect((await service('PracticeUcs')).state).toBe('stopped');
    expect((await service('PracticeLrm')).state).toBe('stopped');
  });

  it('programs of the session end with it', async () => {
    const { host } = await practiceBench('novaseq6000-1.7.5');
    expect(whenRead(await host.listeners())).not.toEqual([]);
    await host.reboot();
    expect(whenRead(await host.listeners())).toEqual([]);
  });
});

describe('switches of a practice instrument', () => {
  it.each(FactName.options)('a reading of %s that fails is unavailable, never empty', async (name) => {
    const { edit, host } = await practiceBench('miseq-4.0-ruo');
    await edit({ switches: { unreadable: [name] } });
    const reading = name === 'programFolderFiles' ? await host[name]([]) : await host[name]();
    expect(reading).toMatchObject({ status: 'unavailable', cause: 'tool-failed' });
  });

  it('the power cut of the journal fires once', async () => {
    const { edit, folder } = await practiceBench('miseq-4.0-ruo');
    await edit({ switches: { journal: { entry: 3, moment: 'torn' } } });
    const host = await openPracticeInstrument(folder, 'miseq-4.0-ruo');
    expect(host.journalSwitch).toEqual({ entry: 3, moment: 'torn' });
    await host.clearJournalSwitch();
    expect(host.journalSwitch).toBeNull();
    expect((await openPracticeInstrument(folder, 'miseq-4.0-ruo')).journalSwitch).toBeNull();
  });

  it('a rule of a policy cannot be changed on the instrument', async () => {
    const { host, changes } = await practiceBench('policy-overrides-firewall');
    const name = 'Practice domain policy: allow the copy service';
    await expect(changes.removeFirewallRules([name])).rejects.toMatchObject({ code: 'access-denied' });
    const rule = whenRead(await host.firewall())?.rules.find((candidate) => candidate.name === name);
    if (rule === undefined) throw new Error('the policy rule is gone');
    await expect(changes.addFirewallRules([{ ...rule, origin: 'local' }])).rejects.toMatchObject({
      code: 'access-denied',
    });
  });
});

describe('changes at the same time', () => {
  it('none is lost, and no temporary file stays', async () => {
    const { folder, host, changes } = await practiceBench('miseq-4.0-ruo');
    const template = whenRead(await host.firewall())?.rules[0];
    if (template === undefined) throw new Error('there is no rule to copy');
    const names = Array.from({ length: 20 }, (_, index) => `Rule ${index}`);
    await Promise.all(names.map((name) => changes.addFirewallRules([{ ...template, name }])));
    expect(whenRead(await host.firewall())?.rules).toHaveLength(21);
    expect(await readdir(folder)).toEqual(['instrument.json']);
  });
});
