import type { LookerAnswer } from '../../looker/looker-http.js';
import { type Content, type ToolResult, textResult } from '../../tools/run/tool-result.js';

/** A picture or PDF that Looker made. */
export interface RenderedDocument {
  /** Its beginning, where it is larger than an answer can be. */
  readonly bytes: Buffer;
  /** In bytes, as a whole. */
  readonly size: number;
  readonly mimeType: string;
}

/**
 * Claude's desktop application refuses a whole result of more than 1,048,576 characters; in base64 these bytes are
 * 1,000,000.
 */
const DOCUMENT_BYTES_MAX = 750_000;
/** Pixels of a side. Anthropic's API refuses larger pictures, and with them the conversation that they are in. */
const SIDE_MAX = 8_000;
/** Pixels of the longer side; models are shown larger pictures scaled down. */
const SIDE_SEEN_MAX = 1_568;
const TOO_LARGE = `This is more than an answer can hold (${DOCUMENT_BYTES_MAX / 1000} kB, ${SIDE_MAX} pixels a side). Ask for a smaller width and height, or for a part of it: fewer rows, single tiles, or some tabs of a dashboard.`;
const SCALED_DOWN = `Models may see it scaled down to ${SIDE_SEEN_MAX} pixels: where its text is too small to read, ask for single tiles or fewer rows.`;
/** A PNG is not quite smaller by its pixels. */
const SHRINK_MORE = 0.85;
const SHRINK_MOST = 0.25;

/** The picture or PDF of an answer; null where it is none. */
export function documentOf({
  body,
  headers,
  size,
}: Pick<LookerAnswer, 'body' | 'headers' | 'size'>): RenderedDocument | null {
  if (!Buffer.isBuffer(body)) return null;
  const [mimeType = ''] = String(headers['content-type']).split(';');
  return { bytes: body, size, mimeType: mimeType.trim().toLowerCase() };
}

/**
 * An answer with a text about a document and the document itself: a picture to look at, or an embedded resource of that name.
 * Where it is larger than an answer can be, a text says how to get less.
 */
export function documentResult(document: RenderedDocument, name: string, about = ''): ToolResult {
  const text = `${about}${documentText(document)}.`;
  if (neededScale(document) !== null) return textResult(`${text} ${TOO_LARGE}`, null, true);
  const isScaledDown = longerSide(document) > SIDE_SEEN_MAX;
  return {
    content: [{ kind: 'text', text: isScaledDown ? `${text} ${SCALED_DOWN}` : text }, documentContent(document, name)],
    isError: false,
    rows: null,
  };
}

function documentContent({ bytes, mimeType }: RenderedDocument, name: string): Content {
  const data = bytes.toString('base64');
  if (mimeType.startsWith('image/')) return { kind: 'image', mimeType, data };
  return { kind: 'resource', uri: `looker:///documents/${encodeURIComponent(name)}.pdf`, mimeType, blob: data };
}

/** Width and height of a PNG; null for everything else. */
function pngSize({ bytes, mimeType }: RenderedDocument): { width: number; height: number } | null {
  if (mimeType !== 'image/png' || bytes.length < 24) return null;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function longerSide(document: RenderedDocument): number {
  const { width, height } = pngSize(document) ?? { width: 1, height: 1 };
  return Math.max(width, height, 1);
}

/** By how much the sides of a document have to shrink, so that an answer can hold it; null where it can. */
export function neededScale(document: RenderedDocument): number | null {
  const fit = Math.min(Math.sqrt(DOCUMENT_BYTES_MAX / document.size), SIDE_MAX / longerSide(document));
  return fit >= 1 ? null : Math.max(fit * SHRINK_MORE, SHRINK_MOST);
}

/** What a document is, for the model: "PNG, 1200 × 800 pixels, 48 kB". */
function documentText(document: RenderedDocument): string {
  const size = pngSize(document);
  const kind = document.mimeType.replace(/^.*\//, '').toUpperCase();
  const pixels = size === null ? [] : [`${size.width} × ${size.height} pixels`];
  return [kind, ...pixels, `${Math.ceil(document.size / 1000)} kB`].join(', ');
}
