import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { readText, sourceFiles } from './source-files.js';

/** `PATCH /organization`, for each change that takes If-Match, from the types that are made of the description. */
function conditionalRoutes(): string[] {
  const types = readText('apps/dashboard/api/schema/rest-api.ts');
  const operations = [...types.matchAll(/^ {4}(\w+): \{\n {8}parameters: \{([\s\S]*?)\n {8}\};/gm)];
  const conditional = operations
    .filter(([, , parameters]) => parameters?.includes('"If-Match"'))
    .map(([, name]) => name);
  const routes: string[] = [];
  let path = '';
  for (const line of types.split('\n')) {
    path = /^ {4}"(\/.*)": \{$/.exec(line)?.[1] ?? path;
    const [, method, operation] = /^ {8}(\w+): operations\["(\w+)"\];$/.exec(line) ?? [];
    if (method !== undefined && conditional.includes(operation)) routes.push(`${method.toUpperCase()} ${path}`);
  }
  return routes;
}

interface ApiCall {
  readonly file: string;
  readonly route: string;
  readonly params: string;
}

/** What a call gives as `params`, also where they were put together before it. */
function paramsOf(call: ts.CallExpression): string {
  const init = call.arguments[1];
  const property =
    init !== undefined && ts.isObjectLiteralExpression(init)
      ? init.properties.find(({ name }) => name?.getText() === 'params')
      : undefined;
  if (property === undefined || !ts.isShorthandPropertyAssignment(property)) return property?.getText() ?? '';
  for (let at: ts.Node = call; at.parent !== undefined; at = at.parent) {
    if (!ts.isBlock(at)) continue;
    const declared = at.statements
      .filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) => declarationList.declarations)
      .find(({ name }) => name.getText() === 'params');
    if (declared !== undefined) return declared.getText();
  }
  return '';
}

function apiCalls(file: string, text: string): ApiCall[] {
  const calls: ApiCall[] = [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression, name } = node.expression;
      const [path] = node.arguments;
      if (expression.getText() === 'api' && path !== undefined && ts.isStringLiteral(path))
        calls.push({ file, route: `${name.text} ${path.text}`, params: paramsOf(node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return calls;
}

describe('changes by the dashboard', () => {
  it('are each meant for the version that was shown, wherever the API lets them be', () => {
    const routes = conditionalRoutes();
    expect(routes.length).toBeGreaterThanOrEqual(10);
    const calls = sourceFiles('apps/dashboard').flatMap(({ path, text }) => apiCalls(path, text));
    const conditional = calls.filter(({ route }) => routes.includes(route));
    expect(conditional.length).toBeGreaterThanOrEqual(11);
    expect(conditional.filter(({ params }) => !/\bheader: ifMatch\(/.test(params))).toEqual([]);
  });
});
