import type { Verb } from '../../looker/looker-request.js';

/** A JSON Schema as far as tools and Looker's types need it. */
export interface JsonSchema {
  readonly $id?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly const?: string;
  readonly enum?: readonly (string | null)[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly not?: JsonSchema;
  readonly if?: JsonSchema;
  readonly else?: JsonSchema;
  readonly $ref?: string;
  readonly description?: string;
  readonly default?: string | number | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly nullable?: boolean;
  readonly readOnly?: boolean;
  readonly deprecated?: boolean;
  readonly 'x-delimiter'?: string;
  /** In checks: names that Looker's answers have and no request needs. They are dropped from what is given. */
  readonly 'x-answered'?: readonly string[];
  /** In checks: a property that is taken, and named nowhere. */
  readonly 'x-unlisted'?: true;
  /** In checks: the text that true stands for. */
  readonly 'x-true'?: string;
}

export interface Parameter {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
}

/** One operation of Looker's API. `responseType` is a schema's name, `X[]` for an array of it, or a plain word such as `string`. */
export interface Operation {
  readonly id: string;
  readonly verb: Verb;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly deprecated?: boolean;
  readonly pathParameters: readonly Parameter[];
  readonly queryParameters: readonly Parameter[];
  readonly body?: { readonly required: boolean; readonly schema: JsonSchema };
  readonly responseType?: string;
}

/** The generated catalogue of Looker's API 4.0: `dist/catalogue/looker-4.0.json`. References read `#/schemas/<name>`. */
export interface CatalogueDocument {
  readonly release: string;
  readonly operations: readonly Operation[];
  readonly schemas: Readonly<Record<string, JsonSchema>>;
}
