const BANNED = ['util', 'utils', 'helper', 'helpers', 'common', 'shared', 'misc', 'manager', 'managers', 'base'];

/** Put together here, so that this file does not hold what it looks for. */
const FOREIGN = [
  ['issue', '#'].join(' '),
  ['session', '1'].join(' '),
  ['work', 'place'].join(''),
  ['..', 'shared'].join('/'),
  ['/work', 'shared'].join('/'),
  ['/work', 'main'].join('/'),
];

/** Why the name of a file or of a folder on the way to it says nothing. */
export function nameProblems(path: string): string[] {
  const words = path.toLowerCase().split(/[/.\-_ ]/);
  const banned = BANNED.filter((word) => words.includes(word));
  const index = /(^|\/)index\.[cm]?[jt]sx?$/.test(path) ? ['index'] : [];
  return [...banned, ...index].map(
    (word) => `${path}: "${word}" says nothing about what is inside. Name it after what it exports.`,
  );
}

/** Where a text speaks of something else than the product. */
export const foreignWords = (path: string, text: string): string[] =>
  FOREIGN.filter((words) => text.toLowerCase().includes(words)).map(
    (words) => `${path} says "${words}": what is written here speaks of the product alone.`,
  );

/** Lines as an editor counts them. */
export const lineCount = (text: string): number => text.replace(/\n$/, '').split('\n').length;
