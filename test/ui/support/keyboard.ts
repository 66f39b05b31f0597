import type { Page } from 'playwright-core';

/** What has the focus: its element's name, its words, and whether it can be seen to have it. */
export interface Focused {
  element: string;
  words: string;
  value: string;
  /** What a button of the bar does; empty for everything else. */
  action: string;
  visible: boolean;
}

/** More stops than any screen has. */
const MOST_STOPS = 160;

/** A person who has no pointer. Everything is done with keys of the page's keyboard. */
export class Keyboard {
  /** Stops whose focus could not be seen. */
  readonly unseen: string[] = [];

  constructor(private readonly current: () => Page) {}

  get page(): Page {
    return this.current();
  }

  focused(): Promise<Focused> {
    return this.page.evaluate(FOCUSED);
  }

  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.press('Control+a');
    await this.page.keyboard.type(text);
  }

  /** One stop on, or back. Notes a focus that nobody could see. */
  async tab(back = false): Promise<Focused> {
    await this.press(back ? 'Shift+Tab' : 'Tab');
    const at = await this.focused();
    if (!at.visible && at.element !== 'body') this.unseen.push(`${at.element} "${at.words}"`);
    return at;
  }

  /** Goes on until the focus is on what is looked for. Throws when it is never reached. */
  async reach(what: string, found: (at: Focused) => boolean): Promise<void> {
    if (found(await this.focused())) return;
    for (let stop = 0; stop < MOST_STOPS; stop += 1) if (found(await this.tab())) return;
    throw new Error(`the keyboard never reaches ${what}`);
  }

  async pressButton(words: string): Promise<void> {
    await this.reach(`the button "${words}"`, (at) => at.element === 'button' && at.words === words);
    await this.press('Enter');
  }

  /** Presses the main button of the screen, once it can be pressed. */
  async goOn(): Promise<void> {
    await this.page.locator('[data-action="primary"][aria-disabled="false"]').waitFor();
    await this.reach('the main button', (at) => at.action === 'primary');
    await this.press('Enter');
  }

  /** Chooses one of a group of radio buttons, whose group is known by the values in it. */
  async choose(value: string, group: readonly string[]): Promise<void> {
    await this.reach(`a choice of ${group.join(', ')}`, (at) => at.element === 'radio' && group.includes(at.value));
    for (let step = 0; step < group.length + 1; step += 1) {
      if ((await this.focused()).value === value) {
        await this.press('Space');
        return;
      }
      await this.press('ArrowDown');
    }
    throw new Error(`the arrow keys never reach ${value}`);
  }

  async fill(label: string, text: string): Promise<void> {
    await this.reach(`the field "${label}"`, (at) => at.element === 'text' && at.words === label);
    await this.type(text);
  }

  async check(label: string): Promise<void> {
    await this.reach(`the box "${label}"`, (at) => at.element === 'checkbox' && at.words.includes(label));
    await this.press('Space');
  }

  /** Every stop of the screen, from its heading on until the focus comes round. Throws where it does not. */
  async round(): Promise<string[]> {
    const stops: string[] = [];
    const seen = new Set<string>();
    for (let stop = 0; stop < MOST_STOPS; stop += 1) {
      await this.tab();
      const at = await this.page.evaluate<string>(MARK);
      if (seen.has(at)) {
        // Held by one stop, or going round in a part of the screen, it never comes back to where it began.
        if (at !== stops[0] || stops.length < 3)
          throw new Error(`the focus is held at ${at} after ${stops.join(', ')}`);
        return stops;
      }
      seen.add(at);
      stops.push(at);
    }
    throw new Error('the focus never comes round');
  }
}

/** Runs in the page. As text, because its types belong to a page and not to this process. */
const FOCUSED = `(() => {
  const at = document.activeElement ?? document.body;
  const kind = at.tagName === 'INPUT' ? (['text', 'search', 'password'].includes(at.type) ? 'text' : at.type) : at.tagName === 'TEXTAREA' ? 'text' : at.tagName.toLowerCase();
  const label = at.labels?.[0];
  const shown = (element) => {
    const style = getComputedStyle(element);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
  };
  return {
    element: kind,
    words: (label ?? at).innerText?.trim() ?? '',
    value: at.value ?? '',
    action: at.dataset.action ?? '',
    visible: shown(at) || (label != null && shown(label)),
  };
})()`;

/** Names what has the focus, so that it is known again; a group of radio buttons is one stop. */
const MARK = `(() => {
  const at = document.activeElement ?? document.body;
  if (at === document.body) return 'body';
  if (at.type === 'radio') return 'group ' + at.name;
  // Never given twice, also after what bore it was drawn anew.
  if (at.dataset.stop === undefined) at.dataset.stop = String((globalThis.lastStop = (globalThis.lastStop ?? 0) + 1));
  return at.tagName.toLowerCase() + ' ' + at.dataset.stop + ' ' + (at.innerText ?? '').trim().slice(0, 20);
})()`;
