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

const ETAG = { description: 'The version of the record, for If-Match.', schema: { type: 'string', example: '"3"' } };

/** Describes the `ETag` that `EtagInterceptor` puts on answers: on those whose body has an `id` and a `version`. */
export function describeEtags(document: OpenAPIObject): OpenAPIObject {
  const isRecord = (name: string | undefined) => {
    const schema = document.components?.schemas?.[name ?? ''];
    const properties = schema !== undefined && 'properties' in schema ? (schema.properties ?? {}) : {};
    return 'id' in properties && 'version' in properties;
  };
  for (const { operation } of operationsOf(document))
    for (const answer of [operation.responses[200], operation.responses[201]]) {
      if (answer === undefined || !('content' in answer)) continue;
      const schema = answer.content?.['application/json']?.schema;
      if (schema !== undefined && '$ref' in schema && isRecord(schema.$ref.split('/').at(-1)))
        answer.headers = { ...answer.headers, ETag: ETAG };
    }
  return document;
}
