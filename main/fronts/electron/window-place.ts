import type { Bounds } from '../window/window-bounds.ts';

/** A rectangle in pixels: what a screen offers beside its task bar. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** So much of the title bar must be on a screen for the window to be found and moved. */
const GRASP = { width: 120, height: 40 };

/**
 * The place for a window as it was kept: never larger than the screen it is on, and never where no screen is (another panel was
 * connected then). The first area is the main screen.
 */
export function placeOn(kept: Bounds, areas: readonly Area[]): Bounds {
  const { x, y } = kept;
  const area = x === null || y === null ? undefined : areas.find((each) => isGraspable({ ...kept, x, y }, each));
  const screen = area ?? areas[0];
  if (screen === undefined) return kept;
  const width = Math.min(kept.width, screen.width);
  const height = Math.min(kept.height, screen.height);
  if (area === undefined || x === null || y === null) return { x: null, y: null, width, height };
  return {
    x: clamp(x, area.x, area.x + area.width - width),
    y: clamp(y, area.y, area.y + area.height - height),
    width,
    height,
  };
}

function isGraspable(bar: Area, area: Area): boolean {
  const across = Math.min(bar.x + bar.width, area.x + area.width) - Math.max(bar.x, area.x);
  const below = area.y + area.height - bar.y;
  return across >= GRASP.width && bar.y >= area.y - GRASP.height && below >= GRASP.height;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
