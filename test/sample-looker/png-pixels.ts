import { inflateSync } from 'node:zlib';

export interface Pixels {
  width: number;
  height: number;
  /** `#rrggbb`. */
  at(x: number, y: number): string;
}

/** Reads a PNG of eight bits with alpha, as most programs write it. Throws for anything else. */
export function pngPixels(png: Buffer): Pixels {
  if (png.subarray(1, 4).toString() !== 'PNG' || png[24] !== 8 || png[25] !== 6) throw new Error('not such a PNG');
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const lines = unfiltered(inflateSync(imageData(png)), width * 4, height);
  return {
    width,
    height,
    at: (x, y) => `#${lines.subarray((y * width + x) * 4, (y * width + x) * 4 + 3).toString('hex')}`,
  };
}

/** How many pixels of this color stand in each line. */
export function countsByLine(pixels: Pixels, color: string): number[] {
  return Array.from({ length: pixels.height }, (_, y) => {
    let count = 0;
    for (let x = 0; x < pixels.width; x += 1) if (pixels.at(x, y) === color) count += 1;
    return count;
  });
}

function imageData(png: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.subarray(at + 4, at + 8).toString() === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return Buffer.concat(parts);
}

/** Each line begins with the number of the filter that its bytes went through. */
function unfiltered(data: Buffer, lineBytes: number, height: number): Buffer {
  const lines = Buffer.alloc(lineBytes * height);
  const byteAt = (x: number, y: number) => (x < 0 || y < 0 ? 0 : (lines[y * lineBytes + x] ?? 0));
  for (let y = 0; y < height; y += 1) {
    const filter = data[y * (lineBytes + 1)] ?? 0;
    for (let x = 0; x < lineBytes; x += 1) {
      const raw = data[y * (lineBytes + 1) + 1 + x] ?? 0;
      const [left, up, corner] = [byteAt(x - 4, y), byteAt(x, y - 1), x < 4 ? 0 : byteAt(x - 4, y - 1)];
      const predictions = [0, left, up, (left + up) >> 1, paeth(left, up, corner)];
      lines[y * lineBytes + x] = raw + (predictions[filter] ?? 0);
    }
  }
  return lines;
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const distance = (value: number) => Math.abs(estimate - value);
  if (distance(left) <= distance(up) && distance(left) <= distance(corner)) return left;
  return distance(up) <= distance(corner) ? up : corner;
}
