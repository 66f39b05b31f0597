import { isDeepStrictEqual } from 'node:util';
import { DeskPerson, type Target } from './desk-person.ts';
import type { Shown } from './screen-reader.ts';

/** The bar with the ways on and back. */
const BAR = 'contentinfo';

/** Where the page begins below the frame of the window, in pixels from the top of the screen. */
const HEAD = 90;

/** Where the screen ends, for pages without a bar. */
const SCREEN_END = 980;

/** Beside the content, where the wheel turns the page and no list in it. */
const MARGIN = { x: 30, y: 500 } as const;

/** More turns of the wheel than any page is long. */
const MOST_TURNS = 80;

/** Uses the mouse, and the keyboard to type only. */
export class MousePerson extends DeskPerson {
  async press(target: Target): Promise<void> {
    const { x, y, width, height } = (await this.still(target)).box;
    await this.desktop.click(Math.round(x + width / 2), Math.round(y + height / 2));
  }

  async fill(name: string, text: string): Promise<void> {
    const field = { role: 'entry', name } as const;
    await this.pressUntil(field, 'focused');
    await this.desktop.keys('ctrl+a');
    await this.desktop.type(text);
    await this.until(`"${text}" in "${name}"`, async () => ((await this.see(field)).text === text ? true : undefined));
  }

  tick(key: string): Promise<void> {
    return this.pressUntil({ role: 'check box', name: this.word(key) }, 'checked');
  }

  async choose(name: string): Promise<void> {
    await this.pressUntil({ role: 'radio button', name }, 'checked');
  }

  /** Presses, looks whether it took, and presses again where the page moved away under the pointer. */
  private async pressUntil(target: Target, state: string): Promise<void> {
    await this.until(`${target.role} "${target.name}" ${state}`, async () => {
      await this.press(target);
      for (let look = 0; look < 125; look += 1) {
        if ((await this.see(target)).states.includes(state)) return true;
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
      return undefined;
    });
  }

  /** Brings something into sight and waits until it stays where it is: a page that is still growing moves it away from the pointer. */
  private async still(target: Target): Promise<Shown> {
    let last = await this.bring(target);
    for (let same = 0; same < 3; ) {
      // What is told of places lags behind what is drawn.
      await new Promise((resolve) => setTimeout(resolve, 100));
      const now = await this.bring(target);
      same = isDeepStrictEqual(now.box, last.box) ? same + 1 : 0;
      last = now;
    }
    return last;
  }

  /** Turns the wheel until something is in sight; what stands in the bar or in a dialog always is. */
  private async bring(target: Target): Promise<Shown> {
    let at = await this.see(target);
    const { reader } = this.desktop;
    const fixed = at.landmark === BAR || (await reader.find('dialog', 'showing')).length > 0;
    for (let turn = 0; !fixed && turn < MOST_TURNS; turn += 1) {
      const bar = (await reader.find('landmark')).find(({ landmark }) => landmark === BAR);
      const { y, height } = at.box;
      if (y > HEAD && y + height < (bar?.box.y ?? SCREEN_END)) return at;
      await this.desktop.wheel(MARGIN.x, MARGIN.y, y <= HEAD ? 'up' : 'down', 2);
      at = await this.settled(target, at);
    }
    if (fixed) return at;
    throw new Error(`the wheel never brings "${target.name}" into sight`);
  }

  /** Where it is once a turn of the wheel has come to rest. */
  private async settled(target: Target, before: Shown): Promise<Shown> {
    let last = before;
    let moved = false;
    for (let look = 0, same = 0; look < 40 && (same < 3 || !moved); look += 1) {
      await new Promise((resolve) => setTimeout(resolve, 25));
      const now = await this.see(target);
      same = now.box.y === last.box.y ? same + 1 : 0;
      moved ||= same === 0;
      last = now;
    }
    return last;
  }
}
