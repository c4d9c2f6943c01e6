import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { badRequest, validationFailed } from '../looker-errors.js';
import { colors, element, fontFamily } from './svg.js';

export interface Picture {
  width: number;
  height: number;
  png: Uint8Array;
  /** Four bytes for each pixel, line by line. */
  rgba: Uint8Array;
}

const pixelsMaxOfSide = 8_000;
/** Each pixel is four bytes, several times over. */
const pixelsMax = 16_000_000;
const fonts = ['400Regular/Lato_400Regular.ttf', '700Bold/Lato_700Bold.ttf'];

/** Draws SVG elements on white. The drawing program is loaded when it is first needed. */
export async function rasterize(drawn: string, size: { width: number; height: number }): Promise<Picture> {
  const { Resvg, fontBuffers } = await loadOnce();
  const svg = element('svg', { xmlns: 'http://www.w3.org/2000/svg', ...size, 'font-family': fontFamily }, drawn);
  const resvg = new Resvg(svg, {
    background: colors.background,
    font: { fontBuffers, defaultFontFamily: fontFamily, sansSerifFamily: fontFamily },
  });
  const image = resvg.render();
  try {
    return { width: image.width, height: image.height, png: image.asPng(), rgba: image.pixels };
  } finally {
    image.free();
    resvg.free();
  }
}

/** A size in pixels. Throws a 422 for one that is missing, no whole number or too large. */
export function readSize(width: unknown, height: unknown): { width: number; height: number } {
  const sides = { width: Number(width), height: Number(height) };
  const errors = Object.entries(sides)
    .filter(([, side]) => !Number.isInteger(side) || side < 1 || side > pixelsMaxOfSide)
    .map(([field]) => {
      const message = `Must be a whole number of pixels from 1 to ${pixelsMaxOfSide}.`;
      return { field, code: 'invalid' as const, message };
    });
  if (errors.length > 0) throw validationFailed(errors);
  if (sides.width * sides.height > pixelsMax) throw badRequest(`A picture can have at most ${pixelsMax} pixels.`);
  return sides;
}

let loading: ReturnType<typeof load> | undefined;

function loadOnce(): ReturnType<typeof load> {
  loading ??= load();
  return loading;
}

async function load() {
  const { resolve } = createRequire(import.meta.url);
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm');
  await initWasm(readFile(resolve('@resvg/resvg-wasm/index_bg.wasm')));
  const fontBuffers = await Promise.all(fonts.map((file) => readFile(resolve(`@expo-google-fonts/lato/${file}`))));
  return { Resvg, fontBuffers };
}
