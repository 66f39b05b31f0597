import { expect, it } from 'vitest';
import { placeOn } from '../../../main/fronts/electron/window-place.ts';
import { FIRST_BOUNDS } from '../../../main/fronts/window/window-bounds.ts';

const PANEL = { x: 0, y: 0, width: 1024, height: 728 };
const DESK = { x: 0, y: 0, width: 1920, height: 1040 };
const SECOND = { x: 1920, y: 0, width: 1280, height: 1024 };

it('fits the first window to a small panel', () => {
  expect(placeOn(FIRST_BOUNDS, [PANEL])).toEqual({ x: null, y: null, width: 1024, height: 728 });
});

it('finds its place again, also on a second screen', () => {
  const kept = { x: 2000, y: 50, width: 1100, height: 900 };
  expect(placeOn(kept, [DESK, SECOND])).toEqual(kept);
});

it.each([
  ['the second screen is gone', { x: 2000, y: 50, width: 1100, height: 900 }],
  ['it hung below the screen', { x: 100, y: 1030, width: 1100, height: 900 }],
  ['its title bar was above the screen', { x: 100, y: -500, width: 1100, height: 900 }],
  ['it was left of everything', { x: -1090, y: 0, width: 1100, height: 900 }],
])('is shown in the middle when %s', (_why, kept) => {
  expect(placeOn(kept, [DESK])).toEqual({ x: null, y: null, width: 1100, height: 900 });
});

it('is pulled in where a part of it was off the screen, and is never larger than the screen', () => {
  expect(placeOn({ x: 1500, y: 600, width: 1100, height: 900 }, [DESK])).toEqual({
    x: 820,
    y: 140,
    width: 1100,
    height: 900,
  });
  // A window that filled the screen stands some pixels outside of it.
  expect(placeOn({ x: -8, y: -8, width: 1936, height: 1056 }, [DESK])).toEqual({
    x: 0,
    y: 0,
    width: 1920,
    height: 1040,
  });
});

it('takes what was kept where no screen is known', () => {
  expect(placeOn(FIRST_BOUNDS, [])).toEqual(FIRST_BOUNDS);
});
