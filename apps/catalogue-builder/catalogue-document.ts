/** A JSON Schema as far as Looker's types need it. `nullable` and `x-delimiter` are notes for the reader of the document. */
export interface JsonSchema {
  type?: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  format?: string;
  enum?: string[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema;
  anyOf?: JsonSchema[];
  $ref?: string;
  description?: string;
  nullable?: boolean;
  readOnly?: boolean;
  deprecated?: boolean;
  'x-delimiter'?: string;
}

export type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Parameter {
  name: string;
  description: string;
  required: boolean;
  schema: JsonSchema;
}

export interface RequestBody {
  required: boolean;
  schema: JsonSchema;
}

/** One operation of Looker's API. `responseType` is a schema's name, `X[]` for an array of it, or a plain word such as `string`. */
export interface Operation {
  id: string;
  verb: Verb;
  path: string;
  tag: string;
  summary: string;
  description: string;
  deprecated?: boolean;
  pathParameters: Parameter[];
  queryParameters: Parameter[];
  body?: RequestBody;
  responseType?: string;
}

/** What the builder writes: operations sorted by id, schemas sorted by name, references as `#/schemas/<name>`. */
export interface CatalogueDocument {
  release: string;
  operations: Operation[];
  schemas: Record<string, JsonSchema>;
}
