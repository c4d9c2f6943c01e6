import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LookerClient } from '../../src/looker/looker-client.js';
import { LookerError } from '../../src/looker/looker-error.js';
import type { LookerRequest } from '../../src/looker/looker-request.js';
import { buildRequest } from '../../src/tools/catalogue/request.js';
import type { Tool } from '../../src/tools/catalogue/tool.js';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { checkArguments } from '../../src/tools/schema/arguments.js';
import { isRecord } from '../../src/values/is-record.js';
import { httpOptions } from '../looker/http-options.js';
import { gatewayOperations, parametersInText, withdrawnInText, writableProperties } from './contract-exceptions.js';
import { describedOperations, readLookerDescription } from './looker-description.js';
import { mockDescription, OPERATION_HEADER } from './mock-description.js';
import { MockLooker } from './mock-looker.js';
import { sampleCalls } from './sample-calls.js';
import { operationDifferences, unrequired } from './table-differences.js';
import { ungiven } from './value-coverage.js';

const AT_ONCE = 8;

/** Why the mock refused a request, or the id of the operation that it answered. */
type Outcome = { readonly refusal: string } | { readonly operation: unknown };

const description = readLookerDescription();
const described = describedOperations(description);
const offered = [...described.values()].filter(({ id }) => !gatewayOperations.includes(id));
const { tools } = toolCatalogue();
// An operation may serve several task tools; the one that is the operation itself is of the other toolset.
const ofApi = tools.filter(({ toolset }) => toolset === 'api');
const toolOf = new Map(ofApi.map((tool) => [tool.operation?.id, tool]));
const calls = tools.map((tool) => ({ tool, samples: sampleCalls(tool) }));

/** The tools of the operations that Looker describes, each with its operation. */
const describedTools = offered.flatMap((operation) => {
  const tool = toolOf.get(operation.id);
  return tool === undefined ? [] : [{ tool, operation }];
});

describe("the table of tools and Looker's own description", () => {
  it('have the same operations', () => {
    expect(offered.map(({ id }) => id).filter((id) => !toolOf.has(id))).toEqual([]);
    expect(gatewayOperations.filter((id) => !described.has(id) || toolOf.has(id))).toEqual([]);
    expect(offered.length).toBeGreaterThanOrEqual(480);
  });

  it('agree on verbs, paths, parameters and bodies', () => {
    expect(describedTools.flatMap(({ tool, operation }) => operationDifferences(tool, operation))).toEqual([]);
  });

  it('agree on what is required', () => {
    expect(describedTools.flatMap(({ tool, operation }) => unrequired(tool, operation))).toEqual([]);
  });

  it.each(['alpha', 'deprecated'])('agree on what is %s', (status) => {
    const hidden = describedTools.filter(({ tool }) => tool.hidden === status).map(({ operation }) => operation.id);
    const marked = offered.filter((operation) => operation.status === status).map(({ id }) => id);
    const inText = status === 'deprecated' ? Object.keys(withdrawnInText) : [];
    expect(marked.length).toBeGreaterThan(0);
    expect(hidden.sort()).toEqual([...marked, ...inText].sort());
  });
});

describe('the sample calls', () => {
  it('are right in the eyes of the gateway', () => {
    const problems = calls.flatMap(({ tool, samples }) =>
      samples.flatMap((args) => checkArguments(tool, args).map(({ message }) => `${tool.name}: ${message}`)),
    );
    expect([...new Set(problems)]).toEqual([]);
  });

  it('give every argument, at any depth, and every value of an enum', () => {
    expect(calls.flatMap(({ tool, samples }) => ungiven(tool, samples))).toEqual([]);
  });
});

// The picture's size goes with the render task, which is ordered once the query is stored.
const asSent = ({ name }: Tool, request: LookerRequest): LookerRequest => {
  if (STORED_FIRST.has(name)) return { ...request, query: { fields: 'id' } };
  // Filters by name are sent as the query string that Looker wants.
  const { body } = request;
  if (name !== 'render_dashboard' || !isRecord(body) || !isRecord(body.dashboard_filters)) return request;
  const filters = new URLSearchParams(
    Object.entries(body.dashboard_filters).map(([key, value]): [string, string] => [key, String(value)]),
  );
  return { ...request, body: { ...body, dashboard_filters: String(filters) } };
};
const STORED_FIRST: ReadonlySet<string> = new Set(['looker_query_render_inline', 'render_query']);

describe("a mock made of Looker's own description", () => {
  const client = new LookerClient(httpOptions());
  let mock: MockLooker;
  beforeAll(async () => {
    mock = await MockLooker.start(mockDescription(description, writableProperties));
  });
  afterAll(async () => {
    await client.close();
    await mock.close();
  });

  const sent = async (request: LookerRequest): Promise<Outcome> => {
    try {
      const { headers } = await client.send(mock.looker.connection(), request);
      return { operation: headers[OPERATION_HEADER] };
    } catch (error) {
      if (!(error instanceof LookerError) || error.fault !== 'refused') throw error;
      return { refusal: `${error.status} ${error.message}` };
    }
  };

  it.each<[string, LookerRequest, RegExp]>([
    ['a wrong type', post('/queries', { model: 1, view: 'orders' }), /422 .*model must be string/],
    ['a missing property', post('/queries', { model: 'shop' }), /422 .*required property 'view'/],
    ['a missing body', { verb: 'POST', path: '/queries', query: {} }, /422 .*Body parameter is required/],
    ['an unknown property', post('/queries', { model: 'a', view: 'b', explore: 'c' }), /422 .*found 'explore'/],
    ['what only Looker sets', post('/queries', { model: 'a', view: 'b', slug: 'c' }), /422 .*found 'slug'/],
    ['a wrong value', post('/alerts', { comparison_type: 'LIKE' }), /422 .*allowed values/s],
    ['a wrong query parameter', get('/dashboards/search', { limit: 'ten' }), /422 .*limit must be integer/],
    ['a missing query parameter', get('/query_tasks/multi_results', {}), /422 .*query_task_ids/],
    ['a wrong path parameter', get('/sql_interface_queries/x/run/json', {}), /422 .*query_id must be integer/],
    ['an unknown path', get('/dashboard', {}), /404/],
  ])('refuses %s', async (_, request, reason) => {
    expect(await sent(request)).toEqual({ refusal: expect.stringMatching(reason) });
  });

  it('refuses a body that nobody would send, for every operation that takes one', async () => {
    const wrong = describedTools
      .filter(({ operation }) => operation.bodyRequired !== undefined)
      .map(({ tool }) => {
        const { verb, path, query } = buildRequest(tool, sampleCalls(tool)[0]);
        return { verb, path, query, body: { unknown: 1 } };
      });
    expect(wrong.length).toBeGreaterThanOrEqual(140);
    const taken = await Promise.all(wrong.map(async (request) => ({ request, outcome: await sent(request) })));
    expect(taken.filter(({ outcome }) => !('refusal' in outcome))).toEqual([]);
  });

  it('knows no operation that the gateway calls undocumented', async () => {
    const undocumented = calls.filter(
      ({ tool: { toolset, operation } }) => toolset === 'api' && operation !== null && !described.has(operation.id),
    );
    const answers = await Promise.all(
      undocumented.map(async ({ tool, samples }) => JSON.stringify(await sent(buildRequest(tool, samples[0])))),
    );
    expect(answers).toHaveLength(11);
    expect(answers.filter((answer) => !/"refusal":"40[45] /.test(answer))).toEqual([]);
  });

  it('takes every call of every tool', async () => {
    const queue = calls
      .filter(({ tool }) => described.has(tool.operation?.id ?? ''))
      .flatMap(({ tool, samples }) =>
        samples.map((args) => ({ tool, request: asSent(tool, buildRequest(tool, args)) })),
      );
    const requests = queue.length;
    const reached = new Set<string>();
    const refused: string[] = [];
    const work = async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const faults = faultsIn(next.tool, next.request, await sent(next.request));
        if (faults.length === 0) reached.add(next.tool.operation?.id ?? '');
        else refused.push(`${next.tool.name}: ${faults.join('; ')}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    process.stdout.write(
      `contract: ${reached.size} of ${offered.length} operations reached, ${requests} requests, ${refused.length} refused\n`,
    );
    expect([...new Set(refused)]).toEqual([]);
    expect(offered.filter(({ id }) => !reached.has(id))).toEqual([]);
  });
});

function faultsIn({ operation }: Tool, { query }: LookerRequest, outcome: Outcome): string[] {
  if ('refusal' in outcome) return [outcome.refusal];
  if (operation === null || outcome.operation !== operation.id) return [`reaches ${outcome.operation}`];
  // A mock overlooks query parameters that Looker does not describe, and so may Looker.
  const known = new Set(described.get(operation.id)?.parameters.map(({ name }) => name));
  const strangers = Object.keys(query).filter(
    (name) => !known.has(name) && !parametersInText[operation.id]?.test(name),
  );
  return strangers.map((name) => `query parameter ${name} is not described`);
}

function post(path: string, body: unknown): LookerRequest {
  return { verb: 'POST', path, query: {}, body };
}

function get(path: string, query: LookerRequest['query']): LookerRequest {
  return { verb: 'GET', path, query };
}
