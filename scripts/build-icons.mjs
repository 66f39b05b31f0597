// Makes the icons from their SVG sources: node scripts/build-icons.mjs [FOLDER]   the folder is `build/icons` unless said otherwise
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

const SOURCES = fileURLToPath(new URL('../assets/icons/', import.meta.url));
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
/** An ICO entry has one byte for a side, where 0 means 256. */
const ICO_SIZES = SIZES.filter((size) => size <= 256);
/** Up to this size the detailed drawing blurs. */
const SMALL = 32;

let ready = null;

/** `<size>x<size>.png` for each size, and `ucs-remedy.ico`. */
export async function buildIcons(folder) {
  ready ??= readFile(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')).then(initWasm);
  await ready;
  const [detailed, small] = await Promise.all(
    ['ucs-remedy.svg', 'ucs-remedy-small.svg'].map((name) => readFile(join(SOURCES, name), 'utf8')),
  );
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const images = new Map(SIZES.map((size) => [size, png(size > SMALL ? detailed : small, size)]));
  for (const [size, image] of images) await writeFile(join(folder, `${size}x${size}.png`), image);
  const inIco = ICO_SIZES.map((size) => ({ size, image: images.get(size) }));
  await writeFile(join(folder, 'ucs-remedy.ico'), ico(inIco));
}

function png(svg, size) {
  return Buffer.from(new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng());
}

/** The container of Windows: a header, an entry of 16 bytes for each image, then the images as PNG files. */
function ico(images) {
  const header = Buffer.alloc(6 + 16 * images.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  for (const [index, { size, image }] of images.entries()) {
    const at = 6 + 16 * index;
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    // One plane, 32 bits for a pixel.
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(image.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += image.length;
  }
  return Buffer.concat([header, ...images.map(({ image }) => image)]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildIcons(resolve(process.argv[2] ?? fileURLToPath(new URL('../build/icons', import.meta.url))));
}
