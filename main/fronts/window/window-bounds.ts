import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { readTextCapped, writeFileAtomically } from '../../host/atomic-file.ts';

/** The wizard is made to work from this size on; instruments have panels of 1024x768 and 1280x1024. */
export const SMALLEST = { width: 1024, height: 768 } as const;

/** Where the window stands and how large it is, in pixels. Null: the system decides. */
export const Bounds = z.strictObject({
  x: z.number().int().min(-10_000).max(30_000).nullable(),
  y: z.number().int().min(-10_000).max(30_000).nullable(),
  width: z.number().int().min(SMALLEST.width).max(20_000),
  height: z.number().int().min(600).max(20_000),
});
export type Bounds = z.infer<typeof Bounds>;

export const FIRST_BOUNDS: Bounds = { x: null, y: null, width: 1280, height: 960 };

const MAX_BYTES = 1024;

/** Where the window stood when it was closed last. Nothing else depends on it, so a damaged file gives the first place. */
export async function loadBounds(folder: string): Promise<Bounds> {
  try {
    return Bounds.parse(JSON.parse(await readTextCapped(join(folder, 'window.json'), MAX_BYTES)));
  } catch {
    return FIRST_BOUNDS;
  }
}

/** Keeps the place for the next start; a size or place that makes no sense is not kept. Throws the system's error. */
export async function saveBounds(folder: string, bounds: unknown): Promise<void> {
  const sane = Bounds.safeParse(bounds);
  if (!sane.success) return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFileAtomically(join(folder, 'window.json'), `${JSON.stringify(sane.data)}\n`, 0o600);
}
