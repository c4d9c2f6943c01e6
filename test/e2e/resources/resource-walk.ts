import { expect } from 'vitest';
import type { Tool } from '../../../src/tools/catalogue/tool.js';
import { toolCatalogue } from '../../../src/tools/catalogue/tool-catalogue.js';
import type { McpClient } from '../../support/mcp-clients.js';
import { type Args, MadeOf, type ResourceCase } from './resource-case.js';

type Properties = Record<string, unknown>;

/** A record that was made, and what it was made with. */
interface Made {
  readonly args: Args;
  readonly record: unknown;
  readonly key: unknown;
}

const isObject = (value: unknown): value is Properties => typeof value === 'object' && value !== null;
const without = (args: Args, names: readonly string[]): Properties =>
  Object.fromEntries(Object.entries(args).filter(([name]) => !names.includes(name)));
const only = (record: Properties, names: readonly string[]): Properties =>
  Object.fromEntries(Object.entries(record).filter(([name]) => names.includes(name)));

/** The tool of a resource by its method, if there is one. */
export const toolOf = (resource: string, method: string): Tool | undefined =>
  toolCatalogue().tools.find((tool) => tool.toolset === 'api' && tool.resource === resource && tool.method === method);

/** Drives the tools of resources through an MCP client, and remembers which of them worked. */
export class ResourceWalk {
  readonly worked = new Set<string>();
  /** How many lists and searches went over more than one page. */
  longLists = 0;
  private count = 0;

  constructor(
    private readonly client: McpClient,
    private readonly cases: readonly ResourceCase[],
  ) {}

  /** Calls a tool that must work: the object, or the text when it answers no JSON. Lists answer `{result}`. */
  async call(name: string, args: Args = {}): Promise<unknown> {
    const { text, isError } = await this.client.callTool(name, { ...args });
    expect(isError, `${name} ${JSON.stringify(args)}: ${text}`).toBe(false);
    this.worked.add(name);
    return text.startsWith('{') ? JSON.parse(text) : text;
  }

  /** All pages of a list or search, two records each. */
  async pages(name: string, args: Args): Promise<Properties[]> {
    const all: Properties[] = [];
    let cursor: unknown;
    let pages = 0;
    do {
      const page = await this.call(name, {
        ...args,
        limit: 2,
        ...(cursor === undefined ? {} : { next_cursor: cursor }),
      });
      if (!isObject(page) || !Array.isArray(page.result)) throw new Error(`${name} answered no list.`);
      all.push(...page.result);
      cursor = page.next_cursor;
      pages += 1;
    } while (cursor !== null && pages < 500);
    if (pages > 1) this.longLists += 1;
    return all;
  }

  /** Makes a record by the case of its resource, after those that it needs. */
  async make(resource: string): Promise<Made> {
    const tested = this.cases.find((one) => one.resource === resource);
    const tool = toolOf(resource, 'create');
    if (!tested || !tool) throw new Error(`No case says how to create ${resource}.`);
    const args = await this.filledIn(tested.create);
    const answer = await this.call(tool.name, args);
    const record = isObject(answer) && Array.isArray(answer.result) ? answer.result[0] : answer;
    return { args, record, key: isObject(record) ? record[tested.key ?? 'id'] : undefined };
  }

  /** The arguments with `{n}` and the properties of other records filled in. */
  async filledIn(args: Args): Promise<Args> {
    return (await this.filled(args)) as Args;
  }

  /** Create, read, update, find, delete, and read again in vain: the steps for which the resource has tools. */
  async expectLife(tested: ResourceCase): Promise<void> {
    const made = await this.make(tested.resource);
    const shown = this.shown(tested, without(made.args, this.places(tested, 'create')));
    const { record } = made;
    if (isObject(record)) expect(record, 'created').toMatchObject(only(shown, Object.keys(record)));
    await this.expectRead(tested, made, shown);
    const changed = await this.update(tested, made, shown);
    await this.expectRead(tested, made, changed);
    await this.expectListed(tested, made, true);
    if (!toolOf(tested.resource, 'delete')) return;
    if (tested.beforeDelete) await this.call(...tested.beforeDelete);
    await this.call(this.nameOf(tested, 'delete'), this.naming(tested, 'delete', made));
    await this.expectGone(tested, made);
    await this.expectListed(tested, made, false);
  }

  private async update(tested: ResourceCase, made: Made, shown: Properties): Promise<Properties> {
    if (!toolOf(tested.resource, 'update')) return shown;
    if (!tested.change) throw new Error(`No case says how to change ${tested.resource}.`);
    const change = await this.filledIn(tested.change);
    const naming = this.naming(tested, 'update', made);
    const answer = await this.call(this.nameOf(tested, 'update'), { ...naming, ...change });
    const visible = this.shown(tested, change);
    if (isObject(answer)) expect(answer, 'changed').toMatchObject(visible);
    return { ...shown, ...visible };
  }

  private async expectRead(tested: ResourceCase, made: Made, expected: Properties): Promise<void> {
    if (!toolOf(tested.resource, 'get')) return;
    const read = await this.call(this.nameOf(tested, 'get'), this.naming(tested, 'get', made));
    if (isObject(read)) expect(read, 'read').toMatchObject(tested.read ?? expected);
    else expect(read).toBe(made.record);
  }

  private async expectListed(tested: ResourceCase, made: Made, isThere: boolean): Promise<void> {
    for (const method of ['list', 'search']) {
      if (!toolOf(tested.resource, method)) continue;
      expect(made.key, 'the key of what was made').toBeDefined();
      const asked = { ...this.naming(tested, method, made), ...(method === 'search' && tested.search) };
      const all = await this.pages(this.nameOf(tested, method), asked);
      const keys = all.map((record) => (isObject(record) ? record[tested.key ?? 'id'] : record));
      expect(
        keys.filter((key) => key === made.key),
        `in ${method}: ${keys}`,
      ).toHaveLength(isThere ? 1 : 0);
    }
  }

  private async expectGone(tested: ResourceCase, made: Made): Promise<void> {
    for (const method of tested.deletesAgain ? ['get', 'update'] : ['get', 'update', 'delete']) {
      const tool = toolOf(tested.resource, method);
      if (!tool) continue;
      const change = method === 'update' ? await this.filledIn(tested.change ?? {}) : {};
      const answer = await this.client.callTool(tool.name, { ...this.naming(tested, method, made), ...change });
      expect(answer, tool.name).toMatchObject({
        isError: true,
        text: expect.stringContaining('The id does not exist'),
      });
    }
  }

  /** What answers show of arguments. */
  private shown({ unshown = [], shownInside = {} }: ResourceCase, args: Args): Properties {
    const entries = Object.entries(without(args, unshown)).map(([name, value]) => {
      const inside = shownInside[name];
      return inside === undefined ? [name, value] : [inside, { id: value }];
    });
    return Object.fromEntries(entries);
  }

  private nameOf({ resource }: ResourceCase, method: string): string {
    return toolOf(resource, method)?.name ?? '';
  }

  private places({ resource }: ResourceCase, method: string): readonly string[] {
    return toolOf(resource, method)?.requestPlan.pathNames ?? [];
  }

  /** The required arguments of a tool: those that create took by that name; the others name the record. */
  naming({ resource }: ResourceCase, method: string, { args, key }: Made): Properties {
    const { inputSchema } = toolOf(resource, method) ?? {};
    const names = (inputSchema?.required ?? []) as readonly string[];
    return Object.fromEntries(names.map((name) => [name, args[name] ?? key]));
  }

  private async filled(value: unknown): Promise<unknown> {
    if (value instanceof MadeOf) {
      const { record, key } = await this.make(value.resource);
      return value.property === undefined ? key : (record as Args)[value.property];
    }
    if (typeof value === 'string') return value.replace('{n}', () => String(++this.count));
    if (Array.isArray(value)) return Promise.all(value.map((one) => this.filled(one)));
    if (!isObject(value)) return value;
    const filled: Properties = {};
    for (const [name, one] of Object.entries(value)) filled[name] = await this.filled(one);
    return filled;
  }
}
