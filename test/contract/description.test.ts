import type { OpenAPIObject } from '@nestjs/swagger';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../src/errors/error-codes.js';
import { type Located, operationsOf } from '../../src/http/description/operations.js';
import { isMcpAddress } from '../../src/mcp/entry/mcp-address.js';
import { startGateway, type TestGateway } from '../support/gateway.js';

type Json = Record<string, unknown>;

describe('/openapi.json', () => {
  let gateway: TestGateway;
  let source: string;
  let document: OpenAPIObject;
  let operations: readonly Located[];

  beforeAll(async () => {
    gateway = await startGateway({ PUBLIC_URL: 'https://looker-mcp.example.com' });
    source = await (await fetch(`${gateway.url}/openapi.json`)).text();
    document = JSON.parse(source);
    operations = operationsOf(document);
  });

  afterAll(() => gateway.close());

  const each = (check: (match: Located, name: string) => void) => {
    expect(operations.length).toBeGreaterThanOrEqual(45);
    for (const match of operations) check(match, `${match.method} ${match.path}`);
  };
  /** What a reference leads to. */
  const resolved = (value: unknown): Json => {
    const reference = (value as Json | undefined)?.$ref;
    if (typeof reference !== 'string') return value as Json;
    return reference
      .slice(2)
      .split('/')
      .reduce((at, part) => at[part] as Json, document as unknown as Json);
  };
  /** A schema and all that it is made of. */
  function partsOf(schema: unknown, seen = new Set<Json>()): ReadonlySet<Json> {
    if (typeof schema !== 'object' || schema === null) return seen;
    const found = resolved(schema);
    if (seen.has(found)) return seen;
    seen.add(found);
    for (const value of Object.values(found)) {
      if (Array.isArray(value)) for (const item of value) partsOf(item, seen);
      else partsOf(value, seen);
    }
    return seen;
  }
  const bodyOf = ({ operation }: Located) =>
    (resolved(operation.requestBody)?.content as Record<string, { schema: Json }> | undefined)?.['application/json'];

  it('is valid OpenAPI by the rules that linters recommend', async () => {
    // What takes neither a credential nor input refuses nothing, and example.com is a test's.
    const rules = { 'operation-4xx-response': 'off', 'no-server-example.com': 'off' } as const;
    const problems = await lintFromString({ source, config: await createConfig({ extends: ['recommended'], rules }) });
    expect(problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`)).toEqual(
      [],
    );
  });

  it('names its server as clients reach it, and the credential by its prefix', () => {
    expect(document.servers).toEqual([{ url: 'https://looker-mcp.example.com' }]);
    expect(resolved(document.components?.securitySchemes?.bearer)).toMatchObject({
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'lmg_api_…',
    });
  });

  it('has an operation id for each operation that is unique and names no class', () => {
    const ids = operations.map(({ operation }) => operation.operationId ?? '');
    expect(new Set(ids).size).toBe(operations.length);
    for (const id of ids) expect(id).toMatch(/^(?!.*(Controller|Service))[a-z]+([A-Z][a-z]+)*$/);
  });

  it('asks in bodies for no field that may be left out, and takes no unknown one', () => {
    let fields = 0;
    each((match, name) => {
      if (isMcpAddress(match.path)) return;
      for (const part of partsOf(bodyOf(match)?.schema)) {
        if (part.type !== 'object' || part.properties === undefined) continue;
        expect(part.additionalProperties, name).toBe(false);
        for (const [field, schema] of Object.entries(part.properties as Json)) {
          fields += 1;
          expect(
            schema,
            `${name} ${field}: generators take a field with a default for one that is there`,
          ).not.toHaveProperty('default');
        }
      }
    });
    expect(fields).toBeGreaterThan(30);
  });

  it('bounds what callers send: texts by length, form or choice, numbers and lists on both sides', () => {
    const problems: string[] = [];
    const bounds = (schema: Json): unknown[] => {
      if (schema.type === 'string') return [schema.maxLength ?? schema.format];
      if (schema.type === 'integer') return [schema.minimum, schema.maximum];
      return schema.type === 'array' ? [schema.maxItems ?? resolved(schema.items).enum] : [];
    };
    const check = (schema: Json, where: string) => {
      if (schema.enum === undefined && bounds(schema).includes(undefined)) problems.push(where);
    };
    each((match, name) => {
      if (isMcpAddress(match.path)) return;
      for (const parameter of match.operation.parameters ?? [])
        check(resolved(resolved(parameter).schema), `${name} ${resolved(parameter).name}`);
      for (const part of partsOf(bodyOf(match)?.schema))
        for (const [field, schema] of Object.entries((part.properties as Json | undefined) ?? {}))
          check(resolved(schema), `${name} ${field}`);
    });
    expect(problems).toEqual([]);
  });

  it('answers each refusal that it names with a described status, and each described status with a body of a known form', () => {
    each(({ operation, path }, name) => {
      const codes = resolved(operation)['x-error-codes'] as (keyof typeof ERROR_CODES)[];
      for (const code of codes) expect(operation.responses, name).toHaveProperty(String(ERROR_CODES[code].status));
      const form = isMcpAddress(path) ? 'ProtocolErrorView' : 'ErrorBody';
      const refused = Object.entries(operation.responses).filter(([status]) => !/^[123]/.test(status));
      expect(refused.map(([status]) => status)).toContain('default');
      for (const [status, response] of refused)
        expect(resolved(response).content, `${name} ${status}`).toEqual({
          'application/json': { schema: { $ref: `#/components/schemas/${form}` } },
        });
    });
  });

  it('tells for each operation with a credential, an id, a body or a bound what it refuses', () => {
    each(({ operation, method, path }, name) => {
      const isSecured = operation.security?.length !== 0;
      const expected = [
        ...(isSecured ? ['401', '403', '429'] : []),
        ...(/\{\w*id\}/.test(path) ? ['404'] : []),
        ...(method === 'get' ? [] : ['400', '413', '415']),
        ...((operation.parameters ?? []).some((it) => resolved(it).in === 'query') ? ['400'] : []),
      ];
      expect(Object.keys(operation.responses), name).toEqual(expect.arrayContaining(expected));
      expect(Object.keys(operation.responses).filter((status) => /^[123]/.test(status)).length, name).toBeGreaterThan(
        0,
      );
    });
  });

  it('describes what an answer without a body is, and what a file or a stream is', () => {
    const content = (id: string, status: string) =>
      Object.keys(
        (resolved(operations.find(({ operation }) => operation.operationId === id)?.operation.responses[status])
          .content as Json) ?? {},
      );
    expect(content('deleteMcpServer', '204')).toEqual([]);
    expect(content('downloadAccessReport', '200')).toEqual(['text/csv']);
    expect(content('watchToolCalls', '200')).toEqual(['text/event-stream']);
    expect(content('tryTool', '200')).toEqual(['application/json', 'text/event-stream']);
    expect(content('sendMcpMessage', '200')).toEqual(['application/json', 'text/event-stream']);
  });
});
