import ts from 'typescript';
import type { SourceFile } from './source-files.js';

/** A global that a file uses as a value. */
export interface GlobalUse {
  readonly from: string;
  readonly name: string;
}

const OUTGOING = new Set(['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']);

/** Where a file reads the environment (`process.env`, in any spelling) or calls out with what the runtime brings along. */
export function globalUses({ path, text }: SourceFile): GlobalUse[] {
  const found: GlobalUse[] = [];
  const visit = (node: ts.Node): void => {
    const name = isEnvironment(node) ? 'process.env' : outgoingGlobal(node);
    if (name !== undefined) found.push({ from: path, name });
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

const isProcess = (node: ts.Node | undefined) => node !== undefined && /(^|\.)process$/.test(node.getText());

function isEnvironment(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === 'env' && isProcess(node.expression);
  if (ts.isElementAccessExpression(node)) return isProcess(node.expression);
  return ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name) && isProcess(node.initializer);
}

/** `fetch` by itself or as a property of a global object, but not a method or a property that is so named elsewhere. */
function outgoingGlobal(node: ts.Node): string | undefined {
  if (!ts.isIdentifier(node) || !OUTGOING.has(node.text)) return undefined;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node)
    return /^(globalThis|global)$/.test(parent.expression.getText()) ? node.text : undefined;
  const isOwnName =
    (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertySignature(parent)) &&
    parent.name === node;
  return isOwnName || ts.isTypeReferenceNode(parent) ? undefined : node.text;
}
