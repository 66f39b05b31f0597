import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds on what is shown now, one line a place. `rules`: only these. */
export async function axeFindings(page: Page, rules?: string[]): Promise<string[]> {
  // The other way opens a second page, which this window does not let happen.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await (rules === undefined ? axe.withTags(TAGS) : axe.withRules(rules)).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
  );
}

/** Unfolds everything that can be unfolded. */
export async function unfold(page: Page): Promise<void> {
  await page.evaluate(`for (const each of document.querySelectorAll('main details')) each.open = true`);
}

/** How many pixels the page, or something in it, reaches beyond the window sideways; and texts that are cut. */
export function cutSideways(page: Page): Promise<string[]> {
  return page.evaluate(CUT) as Promise<string[]>;
}

/** What can be pressed and is smaller than 44 by 44 pixels. Links in running text may be. */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(SMALL) as Promise<string[]>;
}

/** Runs in the page. */
const CUT = `(() => {
  const found = [];
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) found.push('the page: ' + wide + ' px');
  for (const each of document.querySelectorAll('body *')) {
    const style = getComputedStyle(each);
    if (style.visibility === 'hidden' || each.closest('.visually-hidden, svg') !== null) continue;
    if (!each.checkVisibility()) continue;
    const hasWords = [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
    if (!hasWords || each.scrollWidth <= each.clientWidth + 1 || each.clientWidth === 0) continue;
    // One pixel wide: words for screen readers alone.
    if (each.clientWidth === 1) continue;
    // A box that can be scrolled on purpose says so, and is reached by the keyboard.
    if (['auto', 'scroll'].includes(style.overflowX) && each.tabIndex >= 0) continue;
    if (['INPUT', 'TEXTAREA', 'SELECT'].includes(each.tagName)) continue;
    found.push(each.tagName.toLowerCase() + '.' + each.className + ' "' + (each.textContent ?? '').trim().slice(0, 40) + '"');
  }
  return found;
})()`;

const SMALL = `(() => {
  const small = [];
  for (const each of document.querySelectorAll('button, input, select, textarea, summary, a[href]')) {
    if (!each.checkVisibility()) continue;
    // The words of a box or radio button are pressed as well as itself.
    const boxes = [each, ...(['radio', 'checkbox'].includes(each.type) ? each.labels : [])].map((one) => one.getBoundingClientRect());
    const box = {
      width: Math.max(...boxes.map(({ right }) => right)) - Math.min(...boxes.map(({ left }) => left)),
      height: Math.max(...boxes.map(({ bottom }) => bottom)) - Math.min(...boxes.map(({ top }) => top)),
    };
    if (box.width >= 43.5 && box.height >= 43.5) continue;
    if (each.tagName === 'A' && getComputedStyle(each).display === 'inline') continue;
    small.push(each.tagName.toLowerCase() + ' ' + Math.round(box.width) + 'x' + Math.round(box.height) + ' "' + (each.textContent || each.getAttribute('aria-label') || each.value) + '"');
  }
  return small;
})()`;
