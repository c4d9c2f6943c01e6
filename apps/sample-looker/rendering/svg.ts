import { escapeXml } from '../xml.js';

/** A rectangle to draw in, in pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface TextStyle {
  /** Font size in pixels. */
  size: number;
  color?: string;
  bold?: boolean;
  /** Where `x` is in the text. */
  anchor?: 'start' | 'middle' | 'end';
  /** Degrees, clockwise around the point. */
  rotation?: number;
}

export const fontFamily = 'Lato';
export const colors = {
  text: '#262d33',
  faintText: '#707781',
  line: '#e1e4e8',
  header: '#f2f4f6',
  background: '#ffffff',
  failure: '#b3261e',
};
const palette = [
  ...['#1a73e8', '#12b5cb', '#e52592', '#e8710a', '#f9ab00', '#7cb342', '#9334e6', '#80868b'],
  ...['#174ea6', '#0d7377', '#9c166b', '#b55a00'],
];

/** The width of an average character of the font, in its size. */
const characterWidth = 0.5;

export function colorOf(index: number): string {
  return palette[index % palette.length] ?? colors.text;
}

/** An SVG element; attributes that are undefined are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  ...children: readonly string[]
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(typeof value === 'number' ? String(round(value)) : String(value))}"`);
  return `<${name}${written.join('')}>${children.join('')}</${name}>`;
}

/** A line of text whose baseline is at `y`. */
export function text(content: string, x: number, y: number, style: TextStyle): string {
  return element(
    'text',
    {
      x,
      y,
      'font-size': style.size,
      'font-weight': style.bold === true ? 700 : undefined,
      fill: style.color ?? colors.text,
      'text-anchor': style.anchor,
      transform: style.rotation === undefined ? undefined : `rotate(${style.rotation} ${round(x)} ${round(y)})`,
    },
    escapeXml(content),
  );
}

export function line(from: readonly [number, number], to: readonly [number, number], color = colors.line): string {
  return element('line', { x1: from[0], y1: from[1], x2: to[0], y2: to[1], stroke: color, 'stroke-width': 1 });
}

export function widthOf(content: string, size: number): number {
  return content.length * size * characterWidth;
}

/** The text, cut with an ellipsis where it would be wider than `width` pixels. */
export function fitted(content: string, width: number, size: number): string {
  const lengthMax = Math.max(1, Math.floor(width / (size * characterWidth)));
  return content.length <= lengthMax ? content : `${content.slice(0, lengthMax - 1)}…`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
