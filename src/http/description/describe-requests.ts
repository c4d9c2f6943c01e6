import type { OpenAPIObject } from '@nestjs/swagger';
import { operationsOf } from './operations.js';

/**
 * Describes what all requests have alike: ids in addresses are those of records; what needs no credential says so; and what
 * changes something by cookie needs the header against forged requests too (the security scheme `csrf`).
 */
export function describeRequests(document: OpenAPIObject): OpenAPIObject {
  for (const { method, operation } of operationsOf(document)) {
    for (const parameter of operation.parameters ?? [])
      if ('in' in parameter && parameter.in === 'path' && /(^|_)id$/.test(parameter.name))
        parameter.schema = { type: 'string', format: 'uuid' };
    const security = operation.security ?? [];
    operation.security =
      method === 'get' ? security : security.map((needed) => ('cookie' in needed ? { ...needed, csrf: [] } : needed));
  }
  return document;
}
