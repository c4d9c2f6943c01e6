import { deflateSync } from 'node:zlib';
import type { Picture } from './rasterize.js';

/** Portrait sizes in points. */
export const paperSizes: Readonly<Record<string, readonly [number, number]>> = {
  letter: [612, 792],
  legal: [612, 1008],
  tabloid: [792, 1224],
  a0: [2384, 3370],
  a1: [1684, 2384],
  a2: [1191, 1684],
  a3: [842, 1191],
  a4: [595, 842],
  a5: [420, 595],
};

const pointsPerPixel = 0.75;

/** A PDF of one page with the picture on it: as large as the picture, or fitted into the paper. `title` is the document's. */
export function pdfDocument(picture: Picture, title: string, paper?: readonly [number, number]): Buffer {
  const natural = [picture.width * pointsPerPixel, picture.height * pointsPerPixel] as const;
  const [pageWidth, pageHeight] = paper ?? natural;
  const scale = Math.min(pageWidth / natural[0], pageHeight / natural[1]);
  const [width, height] = [natural[0] * scale, natural[1] * scale];
  const place = [width, 0, 0, height, (pageWidth - width) / 2, pageHeight - height];
  const content = Buffer.from(`q ${place.map((value) => value.toFixed(2)).join(' ')} cm /Picture Do Q`);
  const pixels = deflateSync(withoutAlpha(picture.rgba));
  const size = `/Width ${picture.width} /Height ${picture.height} /ColorSpace /DeviceRGB /BitsPerComponent 8`;
  const page = `/MediaBox [0 0 ${pageWidth.toFixed(2)} ${pageHeight.toFixed(2)}] /Resources << /XObject << /Picture 5 0 R >> >>`;
  return assemble([
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from(`<< /Type /Page /Parent 2 0 R ${page} /Contents 4 0 R >>`),
    stream('', content),
    stream(`/Type /XObject /Subtype /Image ${size} /Filter /FlateDecode`, pixels),
    Buffer.from(`<< /Title ${hexText(title)} /Producer ${hexText('Sample Looker')} >>`),
  ]);
}

/** The numbered objects of a document one after the other, the table of where they begin, and where that begins. */
function assemble(objects: readonly Buffer[]): Buffer {
  // The bytes after the header's first line say that the file is not text.
  const parts = [Buffer.from('%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n', 'latin1')];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  for (const [index, object] of objects.entries()) {
    offsets.push(length);
    const written = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]);
    parts.push(written);
    length += written.length;
  }
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  const count = objects.length + 1;
  const trailer = `trailer\n<< /Size ${count} /Root 1 0 R /Info ${objects.length} 0 R >>\nstartxref\n${length}\n%%EOF\n`;
  return Buffer.concat([...parts, Buffer.from(`xref\n0 ${count}\n0000000000 65535 f \n${entries.join('')}${trailer}`)]);
}

function stream(properties: string, bytes: Buffer): Buffer {
  const head = `<< ${properties} /Length ${bytes.length} >>\nstream\n`;
  return Buffer.concat([Buffer.from(head), bytes, Buffer.from('\nendstream')]);
}

function withoutAlpha(rgba: Uint8Array): Buffer {
  const rgb = Buffer.alloc((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from] ?? 0;
    rgb[to + 1] = rgba[from + 1] ?? 0;
    rgb[to + 2] = rgba[from + 2] ?? 0;
  }
  return rgb;
}

/** UTF-16 with its mark, in hexadecimal: PDF's way for any text. */
function hexText(content: string): string {
  return `<feff${Buffer.from(content, 'utf16le').swap16().toString('hex')}>`;
}
