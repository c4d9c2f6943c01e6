import { bodyRecord, type Call, type LookerRecord } from '../api.js';
import { enumerationsOf, requiredOf, writableOf } from '../catalogue/described-records.js';
import { findOperation } from '../catalogue/looker-catalogue.js';
import { checkOneOf } from './references.js';
import { acceptProperties } from './writable.js';

/**
 * What a body may set by Looker's description of the operation at `verb` and `path`. Throws a 422 that names what is
 * missing, of a wrong kind or none of the documented values, and a RangeError for an operation that Looker does not have.
 */
export function acceptBody(
  call: Call,
  verb: 'POST' | 'PUT' | 'PATCH',
  path: string,
  required: readonly string[] = [],
): LookerRecord {
  const operation = findOperation(verb, path);
  if (operation?.body?.schema.$ref === undefined) throw new RangeError(`${verb} ${path} takes no object.`);
  const accepted = acceptProperties(bodyRecord(call), writableOf(operation), [...requiredOf(operation), ...required]);
  const type = operation.body.schema.$ref.slice('#/schemas/'.length);
  for (const [name, allowed] of enumerationsOf(type)) checkOneOf(name, accepted[name], allowed);
  return accepted;
}
