import { isRecord, type LookerRecord } from '../api.js';
import type { DescribedOperation, DescribedParameter, LookerCatalogue } from '../catalogue/looker-catalogue.js';

const schemaPrefix = '#/schemas/';
/** The errors that Looker declares on its operations, with their schemas. */
const errors: Readonly<Record<string, readonly [string, string]>> = {
  400: ['Bad Request', 'Error'],
  404: ['Not Found', 'Error'],
  422: ['Validation Error', 'ValidationError'],
  429: ['Too Many Requests', 'Error'],
};

/** The API as a Swagger 2.0 document, the way an instance describes itself. `origin` is the address it is reached at. */
export function swaggerDocument(catalogue: LookerCatalogue, origin: string): LookerRecord {
  const paths: Record<string, LookerRecord> = {};
  for (const operation of catalogue.operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.verb.toLowerCase()]: describeOperation(operation, catalogue),
    };
  }
  const definitions = Object.entries(catalogue.schemas)
    .filter(([name]) => definitionName(name, catalogue) === name)
    .map(([name, schema]) => [name, asSwagger(schema, catalogue)]);
  return {
    swagger: '2.0',
    info: {
      version: `4.0.${catalogue.release}`,
      title: 'Looker API 4.0 Reference',
      description: 'API 4.0 of this Looker instance.',
      contact: { name: 'Looker Team' },
    },
    host: new URL(origin).host,
    basePath: '/api/4.0',
    schemes: [new URL(origin).protocol.replace(':', '')],
    consumes: ['application/json'],
    produces: ['application/json'],
    securityDefinitions: { api_key: { type: 'apiKey', name: 'Authorization', in: 'header' } },
    security: [{ api_key: [] }],
    tags: [...new Set(catalogue.operations.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    definitions: Object.fromEntries(definitions),
  };
}

function describeOperation(operation: DescribedOperation, catalogue: LookerCatalogue): LookerRecord {
  const { body, deprecated, id, tag, summary, description } = operation;
  return {
    tags: [tag],
    operationId: id,
    summary,
    description,
    ...(deprecated === true ? { deprecated } : {}),
    'x-looker-status': deprecated === true ? 'deprecated' : 'stable',
    parameters: [
      ...operation.pathParameters.map((parameter) => describeParameter('path', parameter)),
      ...operation.queryParameters.map((parameter) => describeParameter('query', parameter)),
      ...(body === undefined
        ? []
        : [{ name: 'body', in: 'body', required: body.required, schema: asSwagger(body.schema, catalogue) }]),
    ],
    responses: {
      ...successOf(operation, catalogue),
      ...Object.fromEntries(
        Object.entries(errors).map(([status, [meaning, schema]]) => [
          status,
          { description: meaning, schema: { $ref: `#/definitions/${schema}` } },
        ]),
      ),
    },
  };
}

function describeParameter(place: 'path' | 'query', parameter: DescribedParameter): LookerRecord {
  const { nullable: _, 'x-delimiter': delimiter, ...schema } = parameter.schema;
  return {
    name: parameter.name,
    in: place,
    description: parameter.description ?? '',
    required: parameter.required,
    // Outside of bodies Swagger 2 knows no values of any type.
    type: 'string',
    ...schema,
    ...(delimiter === undefined ? {} : { collectionFormat: 'csv' }),
  };
}

function successOf(operation: DescribedOperation, catalogue: LookerCatalogue): LookerRecord {
  const { responseType } = operation;
  if (responseType === undefined || (operation.verb === 'DELETE' && responseType === 'string')) {
    return { 204: { description: 'Successfully deleted.' } };
  }
  return { 200: { description: operation.summary, schema: schemaOfType(responseType, catalogue) } };
}

function schemaOfType(type: string, catalogue: LookerCatalogue): LookerRecord {
  if (type.endsWith('[]')) return { type: 'array', items: schemaOfType(type.slice(0, -2), catalogue) };
  if (type.startsWith('Dictionary<')) return { type: 'object', additionalProperties: { type: 'object' } };
  if (type in catalogue.schemas) return { $ref: `#/definitions/${definitionName(type, catalogue)}` };
  return { type: type === 'any' ? 'object' : type };
}

/** A schema in Swagger's words: definitions instead of schemas, and Looker's own mark for what may be null. */
function asSwagger(value: unknown, catalogue: LookerCatalogue): unknown {
  if (Array.isArray(value)) return value.map((entry) => asSwagger(entry, catalogue));
  if (!isRecord(value)) return value;
  const { $ref: reference, nullable, ...rest } = value;
  if (typeof reference === 'string' && reference.startsWith(schemaPrefix)) {
    return { $ref: `#/definitions/${definitionName(reference.slice(schemaPrefix.length), catalogue)}` };
  }
  return {
    ...Object.fromEntries(Object.entries(rest).map(([name, inner]) => [name, asSwagger(inner, catalogue)])),
    ...(nullable === undefined ? {} : { 'x-looker-nullable': nullable }),
  };
}

/** Looker has one definition for reading and writing; what is read only is marked in it. */
function definitionName(name: string, catalogue: LookerCatalogue): string {
  const read = name.replace(/^Write(?=[A-Z])/, '');
  return read in catalogue.schemas ? read : name;
}
