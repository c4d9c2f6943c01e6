import ts from 'typescript';

export interface DocComment {
  text: string;
  parameters: Map<string, string>;
  deprecated: boolean;
}

/** The last JSDoc block before a node, its `@param` texts by name. Empty when the node has none. */
export function docCommentOf(node: ts.Node): DocComment {
  const blocks = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const block = blocks.at(-1);
  const parameters = new Map<string, string>();
  let deprecated = false;
  for (const tag of block?.tags ?? []) {
    if (ts.isJSDocParameterTag(tag)) parameters.set(tag.name.getText(), textOf(tag.comment));
    if (tag.tagName.text === 'deprecated') deprecated = true;
  }
  return { text: textOf(block?.comment), parameters, deprecated };
}

function textOf(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
  return (ts.getTextOfJSDocComment(comment) ?? '').trim();
}
