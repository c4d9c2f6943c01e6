import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { foreignWords, lineCount, nameProblems } from './name-problems.js';
import { pathsBelow, readText, type SourceFile, sourceFiles } from './source-files.js';

const FOLDERS = ['src', 'apps', 'prisma', 'test'];
const LINES_MAX = 250;
/** Plain rows of data, which get no clearer by being spread over files, and types that are generated. */
const TABLES = ['src/tools/definitions/', 'test/pins/', 'apps/dashboard/api/schema/'];
/** Their contents are not text. */
const BINARY = /\.(png|jpe?g|gif|webp|ico|woff2?|wasm|pdf|zip|gz)$/;

const paths = FOLDERS.flatMap(pathsBelow);
const sources = FOLDERS.flatMap(sourceFiles);

const tooLong = (files: readonly SourceFile[]) =>
  files
    .filter(({ path }) => !TABLES.some((table) => path.startsWith(table)))
    .filter(({ text }) => lineCount(text) > LINES_MAX)
    .map(
      ({ path, text }) => `${path} has ${lineCount(text)} lines; more than ${LINES_MAX} are two subjects in one file.`,
    );

const hasDefaultExport = ({ path, text }: SourceFile) =>
  ts
    .createSourceFile(path, text, ts.ScriptTarget.Latest, true)
    .statements.some(
      (statement) =>
        ts.isExportAssignment(statement) ||
        (ts.canHaveModifiers(statement) &&
          ts.getModifiers(statement)?.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword)) ||
        (ts.isExportDeclaration(statement) && /\bas default\b|\{\s*default\s*\}/.test(statement.getText())),
    );

describe('names', () => {
  it('every file and folder is named after what is in it', () => {
    expect(paths.length).toBeGreaterThanOrEqual(200);
    expect(paths.flatMap(nameProblems)).toEqual([]);
  });

  it.each([
    'src/utils/a.ts',
    'src/http/page-helpers.ts',
    'src/common/a.ts',
    'test/shared/a.ts',
    'apps/x/misc.ts',
    'src/cache/cache-manager.ts',
    'src/mcp/base.controller.ts',
    'src/mcp/index.ts',
    'apps/x/index.mjs',
  ])('the name %s is found', (path) => {
    expect(nameProblems(path)).toHaveLength(1);
  });

  it.each(['src/database/database.service.ts', 'apps/dashboard/index.html', 'src/http/based-on.ts'])(
    'the name %s passes',
    (path) => {
      expect(nameProblems(path)).toEqual([]);
    },
  );

  it('nothing but the configuration of tools is exported without a name', () => {
    const checked = sources.filter(({ path }) => /^(src|apps)\//.test(path) && !path.endsWith('.config.ts'));
    expect(checked.length).toBeGreaterThanOrEqual(150);
    expect(checked.filter(hasDefaultExport).map(({ path }) => path)).toEqual([]);
  });

  it.each([
    'export default class A {}',
    'export default 1;',
    'const a = 1;\nexport { a as default };',
    "export { default } from './b.js';",
    'export default function a() {}',
  ])('the default export in `%s` is found', (text) => {
    expect(hasDefaultExport({ path: 'src/a.ts', text })).toBe(true);
  });
});

describe('length', () => {
  it(`no file has more than ${LINES_MAX} lines`, () => {
    expect(sources.length).toBeGreaterThanOrEqual(180);
    expect(tooLong(sources)).toEqual([]);
  });

  it('a file that is one line too long is found, unless it is a table', () => {
    const text = 'a\n'.repeat(LINES_MAX + 1);
    expect(tooLong([{ path: 'src/http/a.ts', text }])).toHaveLength(1);
    expect(tooLong([{ path: 'src/http/a.ts', text: text.slice(2) }])).toEqual([]);
    expect(tooLong(TABLES.map((table) => ({ path: `${table}a.ts`, text })))).toEqual([]);
  });

  it('every exception is of a folder that is there', () => {
    expect(TABLES.filter((table) => !paths.some((path) => path.startsWith(table)))).toEqual([]);
  });
});

describe('words', () => {
  const texts = [...paths, '.env.example'].filter((path) => !BINARY.test(path));

  it('what is written speaks of the product alone', () => {
    expect(texts.length).toBeGreaterThanOrEqual(200);
    expect(texts.flatMap((path) => foreignWords(path, readText(path)))).toEqual([]);
  });

  it.each([
    ['Fixes', 'issue', '#4.'].join(' '),
    ['in Session', '12'].join(' '),
    ['see ../', 'shared/x'].join(''),
    ['Work', 'place'].join(''),
  ])('a text that speaks of something else is found', (text) => {
    expect(foreignWords('src/a.ts', text)).toHaveLength(1);
  });
});
