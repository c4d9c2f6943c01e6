import ts from 'typescript';
import type { Operation, Parameter, RequestBody, Verb } from './catalogue-document.js';
import { type DocComment, docCommentOf } from './doc-comments.js';
import { type ModelTypes, memberName, propertiesOf, schemaName, schemaOfMember } from './type-schemas.js';

interface Argument {
  description: string;
  required: boolean;
  type: ts.TypeNode | undefined;
}

interface Call {
  verb: Verb;
  path: string;
  queryNames: string[];
  bodyName: string | undefined;
}

interface Region {
  position: number;
  tag: string;
}

const sdkClass = 'Looker40SDK';
const routeLine = /\n*^(?:GET|POST|PUT|PATCH|DELETE) \/\S* -> .*$/m;

/**
 * Every operation of the SDK's methods source, sorted by id. A parameter that a path or query names but the method does
 * not declare is left out here; `catalogueProblems` reports it. Throws when the SDK's class is not in the source.
 */
export function operationsOf(source: string, types: ModelTypes): Operation[] {
  const file = ts.createSourceFile('methods.ts', source, ts.ScriptTarget.Latest, true);
  const sdk = file.statements.filter(ts.isClassDeclaration).find((candidate) => candidate.name?.text === sdkClass);
  if (!sdk) throw new Error(`The SDK's methods source declares no class ${sdkClass}.`);
  const regions = regionsOf(source);
  const operations: Operation[] = [];
  for (const method of sdk.members.filter(ts.isMethodDeclaration)) {
    const call = callOf(method);
    if (call) operations.push(operationOf(method, call, tagAt(method.getStart(), regions), types));
  }
  return operations.sort((left, right) => (left.id < right.id ? -1 : 1));
}

/** The names a path template holds: `/users/{user_id}` -> `['user_id']`. */
export function pathNames(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
}

function operationOf(method: ts.MethodDeclaration, call: Call, tag: string, types: ModelTypes): Operation {
  const doc = docCommentOf(method);
  const declared = argumentsOf(method, doc, types);
  const description = doc.text.replace(routeLine, '').trim();
  const body = bodyOf(call, declared, types);
  const responseType = responseTypeOf(method);
  return {
    id: memberName(method.name),
    verb: call.verb,
    path: call.path,
    tag,
    summary: summaryOf(description),
    description,
    ...(doc.deprecated && { deprecated: true }),
    pathParameters: parametersOf(pathNames(call.path), declared, types),
    queryParameters: parametersOf(call.queryNames, declared, types),
    ...(body && { body }),
    ...(responseType && { responseType }),
  };
}

function regionsOf(source: string): Region[] {
  const headings = source.matchAll(/\/\/#region (\w+): /g);
  return [...headings].map((match) => ({ position: match.index, tag: match[1] ?? '' }));
}

function tagAt(position: number, regions: readonly Region[]): string {
  return regions.findLast((region) => region.position < position)?.tag ?? '';
}

function callOf(method: ts.MethodDeclaration): Call | undefined {
  const call = method.body && findRequestCall(method.body);
  if (!call || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const [path, query, body] = call.arguments;
  return {
    verb: verbOf(call.expression.name.text),
    path: path ? pathTemplate(path) : '',
    queryNames: query && ts.isObjectLiteralExpression(query) ? query.properties.map(queryName) : [],
    bodyName: bodyNameOf(body),
  };
}

function findRequestCall(node: ts.Node): ts.CallExpression | undefined {
  if (ts.isCallExpression(node) && /^this\.(get|post|put|patch|delete)$/.test(node.expression.getText())) return node;
  return ts.forEachChild(node, findRequestCall);
}

function verbOf(name: string): Verb {
  switch (name) {
    case 'post':
      return 'POST';
    case 'put':
      return 'PUT';
    case 'patch':
      return 'PATCH';
    case 'delete':
      return 'DELETE';
    default:
      return 'GET';
  }
}

function pathTemplate(path: ts.Expression): string {
  if (ts.isStringLiteralLike(path)) return path.text;
  if (!ts.isTemplateExpression(path)) return '';
  const spans = path.templateSpans.map((span) => `{${lastName(span.expression)}}${span.literal.text}`);
  return path.head.text + spans.join('');
}

function queryName(property: ts.ObjectLiteralElementLike): string {
  return property.name ? memberName(property.name) : '';
}

function bodyNameOf(body: ts.Expression | undefined): string | undefined {
  if (!body || body.kind === ts.SyntaxKind.NullKeyword) return undefined;
  return ts.isIdentifier(body) || ts.isPropertyAccessExpression(body) ? lastName(body) : undefined;
}

function lastName(expression: ts.Expression): string {
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
}

function argumentsOf(method: ts.MethodDeclaration, doc: DocComment, types: ModelTypes): Map<string, Argument> {
  const declared = new Map<string, Argument>();
  for (const parameter of method.parameters) {
    const name = parameter.name.getText();
    if (name === 'options') continue;
    const composed = name === 'request' ? composedArguments(parameter.type, types) : undefined;
    for (const member of composed ? propertiesOf(composed) : []) {
      declared.set(memberName(member.name), {
        description: docCommentOf(member).text,
        required: !member.questionToken,
        type: member.type,
      });
    }
    if (composed) continue;
    declared.set(name, {
      description: doc.parameters.get(name) ?? '',
      required: !parameter.questionToken && !parameter.initializer,
      type: parameter.type,
    });
  }
  return declared;
}

function composedArguments(type: ts.TypeNode | undefined, types: ModelTypes): ts.InterfaceDeclaration | undefined {
  const name = (type?.getText() ?? '').replace(/^Partial<(\w+)>$/, '$1');
  return types.interfaces.get(name);
}

function parametersOf(names: readonly string[], declared: Map<string, Argument>, types: ModelTypes): Parameter[] {
  return names.flatMap((name) => {
    const argument = declared.get(name);
    if (!argument) return [];
    const schema = schemaOfMember(name, argument.type, types);
    return [{ name, description: argument.description, required: argument.required, schema }];
  });
}

function bodyOf(call: Call, declared: Map<string, Argument>, types: ModelTypes): RequestBody | undefined {
  const argument = call.bodyName === undefined ? undefined : declared.get(call.bodyName);
  if (!argument) return undefined;
  return { required: argument.required, schema: schemaOfMember('body', argument.type, types) };
}

function responseTypeOf(method: ts.MethodDeclaration): string | undefined {
  const promised = typeArgument(method.type);
  const answer = typeArgument(promised)?.getText();
  return answer === undefined || answer === 'void' ? undefined : schemaName(answer);
}

function typeArgument(type: ts.TypeNode | undefined): ts.TypeNode | undefined {
  return type && ts.isTypeReferenceNode(type) ? type.typeArguments?.[0] : undefined;
}

function summaryOf(description: string): string {
  const [line = ''] = description.split('\n');
  return line.replace(/^#+\s*/, '').trim();
}
