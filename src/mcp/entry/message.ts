import { isRecord } from '../../values/is-record.js';

/** The method of a JSON-RPC message; undefined where it has none. */
export const methodOf = (body: unknown): string | undefined =>
  isRecord(body) && typeof body.method === 'string' ? body.method : undefined;

/** Members of `params` that a client may leave out, and that some send as null then. */
const LEFT_OUT_AS_NULL = ['cursor', 'arguments', '_meta'];

/**
 * The message without the nulls that stand for "left out": `params`, its `cursor`, `arguments` and `_meta`, and what is null in
 * `_meta`, such as `progressToken`. Whatever is inside of arguments stays.
 */
export function withoutNulls(body: unknown): unknown {
  if (!isRecord(body) || !('params' in body)) return body;
  const { params, ...message } = body;
  if (params === null) return message;
  if (!isRecord(params)) return body;
  const kept = without(params, (name, value) => value === null && LEFT_OUT_AS_NULL.includes(name));
  if (!isRecord(kept._meta)) return { ...message, params: kept };
  const _meta = without(kept._meta, (_, value) => value === null);
  return { ...message, params: { ...kept, _meta } };
}

const without = (object: Readonly<Record<string, unknown>>, isLeftOut: (name: string, value: unknown) => boolean) =>
  Object.fromEntries(Object.entries(object).filter(([name, value]) => !isLeftOut(name, value)));
