import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { answerJson, isLogin, type SeenRequest, StandIn } from '../looker/stand-in.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern, type McpClient } from '../support/mcp-clients.js';
import { FIELD_SEARCH, searchFields } from '../support/search-fields.js';

const EXPLORES = 705;
const READ_AT_ONCE = 150;

interface Explore {
  readonly name: string;
  readonly label?: string;
  readonly description?: string;
}

const FILTERED = {
  always_filter: [{ name: 'users.created_date', value: '7 days' }],
  conditionally_filter: [{ name: 'users.state', value: 'California,Texas' }],
  access_filters: [{ field: 'users.region', user_attribute: 'allowed_region' }],
};

/** An instance with many explores, whose LookML the tests change. */
class LargeLooker {
  explores: readonly Explore[] = [];
  /** What explores answer: a status, or more of their description. */
  readonly own = new Map<string, number | object>();
  readonly asked: string[] = [];

  private constructor(readonly standIn: StandIn) {}

  static async start(): Promise<LargeLooker> {
    const looker: LargeLooker = new LargeLooker(
      await StandIn.start((seen, response) => answerJson(response, ...looker.answerTo(seen))),
    );
    looker.reset();
    return looker;
  }

  reset(): void {
    this.own.clear();
    this.asked.splice(0);
    this.explores = Array.from({ length: EXPLORES }, (_, at) =>
      at === 650 ? { name: 'e650', description: 'Warranty claims by dealer' } : { name: `e${at}` },
    );
  }

  private answerTo(seen: SeenRequest): readonly [status: number, body: object] {
    const { pathname } = new URL(seen.url, 'http://looker');
    if (isLogin(seen)) return [200, { access_token: 'token', expires_in: 3600 }];
    if (pathname === '/versions') return [200, { looker_release_version: '26.12' }];
    if (pathname.endsWith('/lookml_models')) return [200, this.models()];
    const name = /\/explores\/([^/]+)$/.exec(pathname)?.[1];
    if (name === undefined) return [200, { id: '1' }];
    this.asked.push(name);
    const own = this.own.get(name) ?? {};
    return typeof own === 'number' ? [own, { message: 'no' }] : [200, { ...this.describe(name), ...own }];
  }

  /** Two models, so that a note can name them. */
  private models() {
    const half = Math.ceil(this.explores.length / 2);
    return [
      { name: 'first', explores: this.explores.slice(0, half) },
      { name: 'second', explores: this.explores.slice(half) },
    ];
  }

  private describe(name: string) {
    const [view, field] = name === 'e650' ? ['claims', 'dealer_name'] : [name, 'id'];
    return { fields: { dimensions: [{ name: `${view}.${field}`, label: `${view} ${field}`, type: 'string' }] } };
  }
}

describe('the search for fields of many explores', () => {
  let gateway: TestGateway;
  let looker: LargeLooker;
  let acme: TestOrganization;
  let client: McpClient;

  beforeAll(async () => {
    looker = await LargeLooker.start();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
  });

  afterEach(async () => {
    await client.close();
    looker.reset();
  });

  afterAll(async () => {
    await gateway.close();
    await looker.standIn.close();
  });

  /** An account of its own, of which nothing is known yet. */
  const connect = async () => {
    const secret = crypto.randomUUID();
    const account = { base_url: looker.standIn.url, client_id: 'id', client_secret: secret };
    client = await connectModern((await acme.rest.issue(await acme.rest.connect(account))).url);
    return client;
  };
  const notesOf = ({ structured }: Awaited<ReturnType<typeof searchFields>>) => (structured.notes ?? []).join('\n');

  it('reads those first whose names or descriptions fit, and answers them as well', async () => {
    const found = await searchFields(await connect(), { query: 'warranty claims dealer' });
    expect(found.rows[0]).toMatchObject({ field: 'claims.dealer_name', explores: 'second: e650' });
    expect(found.explores).toEqual([{ model: 'second', explore: 'e650', description: 'Warranty claims by dealer' }]);
    expect(looker.asked[0]).toBe('e650');
    expect(looker.asked).toHaveLength(READ_AT_ONCE);
  });

  it('goes on where the last search ended until each was read once, and says where it was not made', async () => {
    await connect();
    const left: (string | undefined)[] = [];
    for (let call = 0; call < 6; call++) {
      const found = await searchFields(client, { query: 'e704' });
      left.push(/^(\d+) of 705 explores were not searched yet/m.exec(notesOf(found))?.[1]);
    }
    expect(left).toEqual(['555', '405', '255', '105', undefined, undefined]);
    expect([...looker.asked].sort()).toEqual(looker.explores.map(({ name }) => name).sort());
  });

  it('names the models in which it was not made', async () => {
    const found = await searchFields(await connect(), { query: 'warranty' });
    expect(found.text).toContain('555 of 705 explores were not searched yet, in models first (204), second (351).');
  });

  it('goes on for whoever asks at the same time, and reads none twice', async () => {
    await connect();
    await Promise.all(Array.from({ length: 8 }, () => searchFields(client, { query: 'dealer' })));
    expect(looker.asked).toHaveLength(EXPLORES);
    expect(new Set(looker.asked).size).toBe(EXPLORES);
  });

  it('is of a model alone where one is named', async () => {
    const found = await searchFields(await connect(), { model: 'second', query: 'dealer' });
    expect(found.rows.map(({ field }) => field)).toEqual(['claims.dealer_name']);
    expect(notesOf(found)).toMatch(/^202 of 352 explores were not searched yet, in models second \(202\)/);
  });

  it('names those that could not be read, tries them again, and counts none that Looker says is not there', async () => {
    looker.explores = looker.explores.slice(0, 20);
    for (const name of ['e3', 'e4']) looker.own.set(name, 500);
    for (const name of ['e5', 'e6']) looker.own.set(name, 404);
    const found = await searchFields(await connect(), { query: 'e7' });
    expect(found.rows.map(({ field }) => field)).toContain('e7.id');
    expect(found.structured.notes).toEqual(['2 of 18 explores could not be read: first: e3, e4.']);
    looker.own.clear();
    const again = await searchFields(client, { query: 'e3' });
    expect(again.rows.map(({ field }) => field)).toContain('e3.id');
    expect(again.structured.notes).toBeUndefined();
  });

  it('says so where Looker has nothing of what it lists', async () => {
    looker.own.set('e3', 404);
    await connect();
    const answer = await client.callTool(FIELD_SEARCH, { explore: 'e3' });
    expect(answer).toMatchObject({ isError: true, text: expect.stringContaining('404') });
  });

  it('tells the filters that Looker adds to the queries of an explore', async () => {
    looker.own.set('e650', FILTERED);
    const alone = await searchFields(await connect(), { explore: 'e650' });
    expect(alone.structured.notes).toEqual([
      'Always filtered: users.created_date = 7 days.',
      expect.stringMatching(/^Filtered unless .*: users\.state = California,Texas\.$/),
      'Only rows that user attributes allow: users.region by allowed_region.',
    ]);
    expect(alone.text.split('\n').slice(-3)).toEqual(alone.structured.notes);
    const among = await searchFields(client, { query: 'warranty claims dealer' });
    expect(notesOf(among)).toContain('Always filtered (second.e650): users.created_date = 7 days.');
  });

  it('has counts and notes before the rows, rows as lists, and whatever the text says', async () => {
    looker.own.set('e650', FILTERED);
    const { text, structured } = await searchFields(await connect(), { query: 'warranty claims dealer', limit: 1 });
    expect(Object.keys(structured)).toEqual([
      'row_count',
      'total_rows',
      'next_cursor',
      'notes',
      'explores',
      'columns',
      'rows',
    ]);
    expect(structured.rows).toEqual([['claims.dealer_name', 'dimension', 'string', 'second: e650']]);
    const said = [
      ...(structured.notes ?? []),
      ...[structured, structured.explores].flatMap((table) => [
        table?.columns.map(({ name }) => name).join('\t'),
        ...(table?.rows ?? []).map((row) => row.join('\t')),
      ]),
    ];
    expect(
      text
        .split('\n')
        .filter((line) => line !== '')
        .sort(),
    ).toEqual(said.sort());
    const none = await searchFields(client, { explore: 'e1', query: 'zzzz' });
    expect(none.structured).toMatchObject({
      total_rows: 0,
      rows: [],
      hint: expect.stringContaining('No field fits'),
    });
    expect(none.text).toBe(none.structured.hint);
  });

  it('reads LookML anew where that is asked for, once for all who ask together', async () => {
    looker.explores = [{ name: 'e1' }];
    await searchFields(await connect(), { query: 'e1' });
    looker.explores = [{ name: 'e1' }, { name: 'brand_new' }];
    expect((await searchFields(client, { query: 'brand' })).rows).toEqual([]);
    const before = looker.asked.length;
    const fresh = Array.from({ length: 5 }, () => searchFields(client, { query: 'brand', fresh: true }));
    for (const { rows } of await Promise.all(fresh)) expect(rows[0]).toMatchObject({ field: 'brand_new.id' });
    expect(looker.asked).toHaveLength(before + 2);
  });

  it('looks up an explore anew that is named and not known', async () => {
    looker.explores = [{ name: 'e1' }];
    await searchFields(await connect(), { query: 'e1' });
    looker.explores = [{ name: 'e1' }, { name: 'brand_new' }];
    // What is younger than five seconds is not asked for again.
    await sleep(5_100);
    expect((await searchFields(client, { explore: 'brand_new' })).rows[0]).toMatchObject({ field: 'brand_new.id' });
  });

  it.each([
    ['looker_projects_deploy_to_production', { project_id: 'p' }],
    ['update_a_looker_project_file_by_id', { project_id: 'p', path: 'a.view.lkml', content: 'view: a {}' }],
    ['looker_projects_validate', { project_id: 'p' }],
    ['looker_git_branches_checkout', { project_id: 'p', name: 'b' }],
    ['looker_api_session_change_settings', { workspace_id: 'dev' }],
  ])('shows new LookML at once after %s', async (tool, args) => {
    looker.explores = [{ name: 'e1' }];
    await searchFields(await connect(), { query: 'e1' });
    looker.explores = [{ name: 'e1' }, { name: 'brand_new' }];
    await client.callTool(tool, args);
    expect((await searchFields(client, { query: 'brand' })).rows[0]).toMatchObject({ field: 'brand_new.id' });
  });
});
