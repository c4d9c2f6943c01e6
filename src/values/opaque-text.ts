/** A text as clients send it back without reading it: base64url. */
export const opaque = (text: string): string => Buffer.from(text).toString('base64url');

/** The text of what `opaque` made; undefined for anything else. */
export function readOpaque(given: string): string | undefined {
  const text = Buffer.from(given, 'base64url').toString();
  return opaque(text) === given ? text : undefined;
}
