import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { Located } from '../../src/http/description/operations.js';

type Json = Record<string, unknown>;
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** An answer as it came over HTTP. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Checks values and answers against the API description. */
export class DescribedAnswers {
  private readonly ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor(private readonly document: OpenAPIObject) {
    addFormats.default(this.ajv);
    for (const format of ['password', 'int64', 'int32']) this.ajv.addFormat(format, true);
  }

  /** What a reference leads to. */
  resolve(value: unknown): Json {
    const reference = isJson(value) ? value.$ref : undefined;
    if (typeof reference !== 'string') return isJson(value) ? value : {};
    return reference
      .slice(2)
      .split('/')
      .reduce((at, part) => at[part] as Json, this.document as unknown as Json);
  }

  /** A schema with all that it refers to, in JSON Schema. Answers are closed: what is not described may not be there. */
  private inJsonSchema(schema: unknown, closed: boolean): unknown {
    if (Array.isArray(schema)) return schema.map((item) => this.inJsonSchema(item, closed));
    if (!isJson(schema)) return schema;
    if ('$ref' in schema) return this.inJsonSchema(this.resolve(schema), closed);
    const { nullable, example, ...rest } = schema;
    const keywords = Object.entries(rest).map(([key, value]) => [
      key,
      key === 'properties' && isJson(value)
        ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, this.inJsonSchema(inner, closed)]))
        : this.inJsonSchema(value, closed),
    ]);
    const object = Object.fromEntries(keywords);
    if (closed && isJson(object.properties) && object.additionalProperties === undefined)
      object.additionalProperties = false;
    return nullable === true ? { anyOf: [object, { type: 'null' }] } : object;
  }

  private validator(key: string, schema: unknown, closed: boolean): ValidateFunction {
    const known = this.compiled.get(key);
    if (known !== undefined) return known;
    const made = this.ajv.compile(this.inJsonSchema(schema, closed) as object);
    this.compiled.set(key, made);
    return made;
  }

  /** Whether callers may send this value there. */
  accepts(schema: unknown, value: unknown): boolean {
    return this.validator(JSON.stringify(schema), schema, false)(value) === true;
  }

  /** Why an answer is not one that the operation describes; undefined when it is. */
  problemOf({ operation }: Located, { status, headers, text }: Answer): string | undefined {
    const response = operation.responses[String(status)];
    if (response === undefined) return `${status} is not described`;
    const content = this.resolve(response).content;
    if (!isJson(content)) return text === '' ? undefined : `${status} is described without a body`;
    const type = headers.get('content-type')?.split(';')[0] ?? '(none)';
    const described = content[type];
    if (!isJson(described)) return `${status} with ${type} is not described`;
    if (type !== 'application/json') return undefined;
    const check = this.validator(`${operation.operationId} ${status}`, described.schema, true);
    return check(JSON.parse(text))
      ? undefined
      : `${status} is described otherwise: ${this.ajv.errorsText(check.errors)}`;
  }
}
