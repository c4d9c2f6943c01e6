const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;
const CHARACTERS_MAX = 160;

/** What somebody else wrote, as a part of a sentence: on one line, without what a terminal would obey, and short. */
export function shownText(text: string, charactersMax = CHARACTERS_MAX): string {
  const line = text
    .slice(0, 4 * charactersMax)
    .replaceAll(UNSEEN, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length > charactersMax ? `${line.slice(0, charactersMax)}…` : line;
}

/** What a page says of itself stands at its beginning; how long all of it is, its sender decides. */
const PAGE_CHARACTERS_MAX = 20_000;

/** The title of an HTML page, as a part of a sentence; empty where it has none. */
export const pageTitleOf = (html: string): string =>
  shownText(/<title(?:\s[^<>]*)?>([^<]*)/i.exec(html.slice(0, PAGE_CHARACTERS_MAX))?.[1] ?? '', 80);

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** The first paragraph of an HTML page, as a part of a sentence; empty where it has none. */
export function firstParagraphOf(html: string): string {
  const beginning = html.slice(0, PAGE_CHARACTERS_MAX);
  const inner = /<p(?:\s[^<>]*)?>([\s\S]{0,2000}?)<\/p>/i.exec(beginning)?.[1] ?? '';
  const text = inner.replaceAll(/<[^<>]*>/g, '');
  return shownText(
    text.replaceAll(/&(#?\w+);/g, (entity, name: string) => ENTITIES[name] ?? entity),
    300,
  );
}

/** Whether a text is a page for browsers, whatever its headers say. */
export const isPage = (text: string, contentType: string | undefined): boolean =>
  contentType?.startsWith('text/html') === true || /^\s*<(!doctype html|html)[\s>]/i.test(text.slice(0, 1000));
