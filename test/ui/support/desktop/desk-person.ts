import type { Language } from '../../../../main/ipc/wizard-snapshot.ts';
import { word } from '../words.ts';
import type { Desktop } from './desktop.ts';
import type { Heard, Shown } from './screen-reader.ts';

/** How long anything on the screen may take, in milliseconds: a busy machine builds and starts slowly. */
const PATIENCE = 120_000;

/** Something to press or fill, as a screen reader would name it. */
export interface Target {
  role: 'push button' | 'radio button' | 'check box' | 'entry' | 'combo box' | 'toggle button';
  name: string;
}

/** A person at the desktop who knows only what the screen reader tells. How they move is left to those below. */
export abstract class DeskPerson {
  /** What could be reached and had no name, or a screen without its one heading. */
  readonly unclear: string[] = [];
  /** What was read out by itself, in its order. */
  readonly heard: string[] = [];

  constructor(
    protected readonly desktop: Desktop,
    public language: Language = 'en',
  ) {}

  /** Gets to something and presses, ticks or chooses it. */
  abstract press(target: Target): Promise<void>;

  /** Gets to a field and types into it. */
  abstract fill(name: string, text: string): Promise<void>;

  /** Ticks a box, by the key of its words, and sees that it is ticked. */
  abstract tick(key: string): Promise<void>;

  /** Chooses one of the radio buttons that stand together. */
  abstract choose(name: string): Promise<void>;

  word(key: string, values?: Readonly<Record<string, string>>): string {
    return word(this.language, key, values);
  }

  pressButton(key: string): Promise<void> {
    return this.press({ role: 'push button', name: this.word(key) });
  }

  /** Opens a dialog by its button, and waits until the focus is in it. */
  async openDialog(button: string, title: string): Promise<void> {
    await this.press({ role: 'push button', name: button });
    await this.until(`the focus in the dialog "${title}"`, async () => {
      const open = (await this.desktop.reader.find('dialog', 'showing')).some(({ name }) => name === title);
      const at = await this.focused();
      return open && at !== undefined && at.name !== button ? true : undefined;
    });
  }

  /** Closes the dialog, and waits until the focus is back on the button that opened it, by what that is called now. */
  async closeDialog(button: string): Promise<void> {
    await this.pressButton('common:action.close');
    await this.until(`the focus back on "${button}"`, async () => {
      const open = await this.desktop.reader.find('dialog', 'showing');
      return open.length === 0 && (await this.focused())?.name === button ? true : undefined;
    });
  }

  /** What has the focus; undefined while it is on the frame of the window. */
  async focused(): Promise<Shown | undefined> {
    return (await this.desktop.reader.find(null, 'focused')).at(-1);
  }

  /** Waits until something can be used and answers with it. */
  async see({ role, name }: Target): Promise<Shown> {
    return this.until(`${role} "${name}"`, async () =>
      (await this.desktop.reader.find(role, 'enabled')).find((each) => each.name === name),
    );
  }

  /** Waits until a screen is shown whose heading begins with one of these words and has the focus. Notes what a screen reader could not name. */
  async arriveAt(...keys: string[]): Promise<string> {
    const wanted = keys.map((key) => this.word(key));
    const heading = await this.until(`the heading "${wanted.join('" or "')}" with the focus`, async () => {
      const focused = (await this.desktop.reader.find('heading', 'focused'))[0];
      return focused?.level === '1' && wanted.some((words) => focused.name.startsWith(words)) ? focused : undefined;
    });
    const { reader } = this.desktop;
    const first = (await reader.find('heading')).filter(({ level }) => level === '1');
    if (first.length !== 1) this.unclear.push(`${heading.name}: ${first.length} headings of the screen`);
    for (const { role, name } of await reader.find(null, 'focusable')) {
      if (name === '' && role !== 'document web') this.unclear.push(`${heading.name}: ${role} without a name`);
    }
    return heading.name;
  }

  /** Waits until one of these is shown, by the key of its words: a button that can be pressed, or the heading of a screen. */
  async firstOf(keys: readonly string[]): Promise<string> {
    return this.until(`one of ${keys.join(', ')}`, async () => {
      const { reader } = this.desktop;
      const headings = (await reader.find('heading')).filter(({ level }) => level === '1');
      const shown = [...headings, ...(await reader.find('push button', 'enabled'))];
      return keys.find((key) => shown.some(({ name }) => name === this.word(key)));
    });
  }

  /** Waits until a button cannot be pressed any more. */
  async gone(key: string): Promise<void> {
    await this.until(`no button "${this.word(key)}"`, async () => {
      const shown = await this.desktop.reader.find('push button', 'enabled');
      return shown.some(({ name }) => name === this.word(key)) ? undefined : true;
    });
  }

  /** Waits until words are read out that nobody asked for. */
  async hears(words: string): Promise<void> {
    await this.until(`"${words}" read out`, async () => {
      await this.listen();
      return this.heard.some((text) => text.includes(words)) ? true : undefined;
    });
  }

  /** Tries again until there is an answer. */
  protected async until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (Date.now() > end) throw new Error(`not seen: ${what}. Shown: ${await this.overview()}`);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  /** The choices that stand together with one, by their names. */
  protected async group(name: string): Promise<string[]> {
    const all = await this.until(`the choice "${name}"`, async () => {
      const shown = await this.desktop.reader.find('radio button', 'enabled');
      return shown.some((each) => each.name === name) ? shown : undefined;
    });
    const groups: string[][] = [];
    let before = Number.POSITIVE_INFINITY;
    for (const { name: each, place } of all) {
      if (Number(place) <= before) groups.push([]);
      groups.at(-1)?.push(each);
      before = Number(place);
    }
    return groups.find((each) => each.includes(name)) ?? [];
  }

  /** What was read out since the last time; keeps what came by itself. */
  protected async listen(): Promise<Heard[]> {
    const heard = await this.desktop.reader.heard();
    this.heard.push(...heard.filter(({ kind }) => kind === 'live').map(({ text }) => text));
    return heard;
  }

  private async overview(): Promise<string> {
    const { reader } = this.desktop;
    const shown = [...(await reader.find('heading')), ...(await reader.find('push button'))];
    return shown.map(({ role, name, states }) => `${role} "${name}" (${states.join(' ')})`).join('; ');
  }
}
