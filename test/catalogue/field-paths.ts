/**
 * The names of a projection, each with the path of names around it: `a,b(c)` -> [["a"], ["b"], ["b", "c"]]. Throws when its
 * brackets do not match.
 */
export function fieldPaths(fields: string): string[][] {
  const around: string[] = [];
  const paths: string[][] = [];
  for (const token of fields.match(/\w+|[(),]|[^\w(),]+/g) ?? []) {
    if (token === '(') around.push(paths.at(-1)?.at(-1) ?? '');
    else if (token === ')' && around.pop() === undefined) throw new Error(`A bracket too many: ${fields}`);
    else if (token !== ',' && token !== ')') paths.push([...around, token]);
  }
  if (around.length > 0) throw new Error(`A bracket never closes: ${fields}`);
  return paths;
}
