import { isDeepStrictEqual } from 'node:util';
import { DeskPerson, type Target } from './desk-person.ts';
import type { Shown } from './screen-reader.ts';

/** More stops than any screen has. */
const MOST_STOPS = 200;

/** How long a key may take to move the focus, in milliseconds; one that moves nothing is over then. */
const FOCUS_MOVES_WITHIN = 5_000;

/** The same on the frame of the window, whose own stops are not seen. */
const FRAME_MOVES_WITHIN = 400;

/** Uses the keyboard and nothing else. */
export class KeyboardPerson extends DeskPerson {
  async press(target: Target): Promise<void> {
    await this.see(target);
    await this.reach(`${target.role} "${target.name}"`, (at) => at.role === target.role && at.name === target.name);
    await this.desktop.keys(target.role === 'push button' ? 'Return' : 'space');
  }

  async fill(name: string, text: string): Promise<void> {
    await this.reach(`the field "${name}"`, (at) => at.role === 'entry' && at.name === name);
    await this.desktop.keys('ctrl+a');
    await this.desktop.type(text);
    await this.until(`"${text}" in "${name}"`, async () => {
      const at = await this.focused();
      return at?.text === text ? at : undefined;
    });
  }

  async tick(key: string): Promise<void> {
    const box = { role: 'check box', name: this.word(key) } as const;
    await this.press(box);
    await this.until(`"${box.name}" ticked`, async () =>
      (await this.see(box)).states.includes('checked') ? true : undefined,
    );
  }

  async choose(name: string): Promise<void> {
    const group = await this.group(name);
    await this.reach(`a choice with "${name}"`, (at) => at.role === 'radio button' && group.includes(at.name));
    for (const _ of [...group, name]) {
      if ((await this.focused())?.name === name) return this.desktop.keys('space');
      await this.move('Down');
    }
    throw new Error(`the arrow keys never reach "${name}"`);
  }

  /** Chooses from a list that unfolds, by the first letters of what is wanted. */
  async select(name: string, wanted: string): Promise<void> {
    await this.reach(`the list "${name}"`, (at) => at.role === 'combo box' && at.name === name);
    await this.desktop.type(wanted);
  }

  /** Goes on by Tab until the focus is on what is looked for. Throws when it never is. */
  async reach(what: string, found: (at: Shown) => boolean): Promise<void> {
    for (let stop = 0; stop < MOST_STOPS; stop += 1) {
      const at = await this.focused();
      if (at !== undefined && found(at)) return;
      await this.move('Tab');
    }
    throw new Error(`the keyboard never reaches ${what}`);
  }

  /** Presses a key and waits until the focus has moved: a second key too soon would go to what was left. */
  async move(key: string): Promise<void> {
    const before = await this.focused();
    await this.desktop.keys(key);
    await this.listen();
    const end = Date.now() + (before === undefined ? FRAME_MOVES_WITHIN : FOCUS_MOVES_WITHIN);
    while (Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const now = await this.focused();
      if (!isDeepStrictEqual(identity(now), identity(before))) return;
    }
  }
}

/** What tells one thing that has the focus from another. */
function identity(at: Shown | undefined) {
  return at === undefined ? null : [at.role, at.name, at.place, at.box];
}
