import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld();
});
afterAll(() => world.close());

interface Board {
  readonly id: string;
  readonly title: string;
  readonly url: string;
}
interface Section {
  readonly id: string;
  readonly title: string;
  readonly board_id: string;
}

const newBoard = (title: string) => world.call<Board>('create_board', { title });
const newSection = async (title: string) => {
  const board = await newBoard(`Board of ${title}`);
  return { board, section: await world.call<Section>('create_board_section', { board_id: board.id, title }) };
};
const aDashboard = async () => {
  const [dashboard] = await world.ask<{ id: string; title: string }[]>('GET', '/dashboards/search?limit=1');
  if (dashboard === undefined) throw new Error('the sample has no dashboard');
  return dashboard;
};
/** Whether Looker still has it. */
const isThere = (path: string) =>
  world.ask('GET', path).then(
    () => true,
    () => false,
  );

it('create_board: makes an empty board and answers where it is opened and what comes next', async () => {
  const made = await world.call<Board & { next: string }>('create_board', { title: 'Weekly numbers' });
  expect(made).toEqual({
    id: made.id,
    title: 'Weekly numbers',
    url: `${world.looker.baseUrl}/boards/${made.id}`,
    next: expect.stringContaining('create_board_section'),
  });
  expect(await world.ask<Board>('GET', `/boards/${made.id}`)).toMatchObject({ title: 'Weekly numbers' });
});

it('list_boards: finds boards by a part of their title, whatever its case', async () => {
  const made = await newBoard('Churn of Q3');
  const found = await world.call<{ result: Board[] }>('list_boards', { title: 'churn' });
  expect(found.result.map(({ id, url }) => [id, url])).toEqual([[made.id, made.url]]);
});

it('list_boards: pages through all of them, each once', async () => {
  for (const title of ['Page one', 'Page two', 'Page three']) await newBoard(title);
  const ids: string[] = [];
  let next_cursor: string | null | undefined;
  do {
    const page = await world.call<{ result: Board[]; next_cursor: string | null }>('list_boards', {
      limit: 2,
      ...(next_cursor != null && { next_cursor }),
    });
    expect(page.result.length).toBeLessThanOrEqual(2);
    ids.push(...page.result.map(({ id }) => id));
    next_cursor = page.next_cursor;
  } while (next_cursor !== null);
  const all = await world.ask<Board[]>('GET', '/boards');
  expect(ids.sort()).toEqual(all.map(({ id }) => id).sort());
});

it('get_board: answers sections and items', async () => {
  const { board, section } = await newSection('With a section');
  const { title } = await aDashboard();
  await world.call('create_board_item', { board_section_id: section.id, dashboard_id: (await aDashboard()).id });
  expect(await world.call('get_board', { board_id: board.id })).toMatchObject({
    url: board.url,
    board_sections: [{ id: section.id, title: 'With a section', board_items: [{ title }] }],
  });
});

it('get_board: says of an id that is not there where ids are found', async () => {
  expect(await world.refusal('get_board', { board_id: '99999' })).toContain('list');
});

it('update_board: changes what is named and leaves the rest', async () => {
  const board = await newBoard('Old title');
  await world.call('update_board', { board_id: board.id, description: 'For everybody' });
  expect(await world.call('update_board', { board_id: board.id, title: 'New title' })).toMatchObject({
    id: board.id,
    url: board.url,
  });
  expect(await world.ask('GET', `/boards/${board.id}`)).toMatchObject({
    title: 'New title',
    description: 'For everybody',
  });
  expect(await world.refusal('update_board', { board_id: board.id })).toContain('title, description');
});

it('delete_board: deletes it and says which one it was', async () => {
  const { board, section } = await newSection('Short-lived');
  expect(await world.call('delete_board', { board_id: board.id })).toMatchObject({
    deleted: { id: board.id, title: board.title },
  });
  expect(await isThere(`/boards/${board.id}`)).toBe(false);
  expect(await isThere(`/board_sections/${section.id}`)).toBe(false);
});

it('create_board_section: adds a section and answers its id and what comes next', async () => {
  const { board, section } = await newSection('North');
  expect(section).toMatchObject({ title: 'North', board_id: board.id, next: expect.stringContaining('item') });
  expect(await world.ask('GET', `/board_sections/${section.id}`)).toMatchObject({ board_id: board.id, title: 'North' });
});

it('get_board_section: answers its items', async () => {
  const { section } = await newSection('South');
  const { id: dashboard_id, title } = await aDashboard();
  const item = await world.call<Board>('create_board_item', { board_section_id: section.id, dashboard_id });
  expect(await world.call('get_board_section', { board_section_id: section.id })).toMatchObject({
    id: section.id,
    title: 'South',
    board_items: [{ id: item.id, title }],
  });
});

it('update_board_section: changes title and order of items', async () => {
  const { section } = await newSection('East');
  const url = 'https://example.com';
  const items: string[] = [];
  for (const title of ['One', 'Two'])
    items.push((await world.call<Board>('create_board_item', { board_section_id: section.id, url, title })).id);
  const item_order = [...items].reverse();
  await world.call('update_board_section', { board_section_id: section.id, title: 'Far east', item_order });
  expect(await world.ask('GET', `/board_sections/${section.id}`)).toMatchObject({ title: 'Far east', item_order });
});

it('delete_board_section: deletes the section alone', async () => {
  const { board, section } = await newSection('West');
  expect(await world.call('delete_board_section', { board_section_id: section.id })).toMatchObject({
    deleted: { id: section.id, title: 'West' },
  });
  expect(await isThere(`/board_sections/${section.id}`)).toBe(false);
  expect(await isThere(`/boards/${board.id}`)).toBe(true);
});

it('create_board_item: puts a dashboard into a section, under a title of its own', async () => {
  const { section } = await newSection('Items');
  const { id: dashboard_id } = await aDashboard();
  const made = await world.call<Board>('create_board_item', {
    board_section_id: section.id,
    dashboard_id,
    title: 'Read this first',
  });
  expect(made).toMatchObject({ title: 'Read this first', dashboard_id });
  expect(await world.ask('GET', `/board_items/${made.id}`)).toMatchObject({
    dashboard_id,
    custom_title: 'Read this first',
    use_custom_title: true,
  });
});

it('create_board_item: puts a link into a section, and a dashboard of LookML by its id', async () => {
  const { section } = await newSection('Links');
  const url = 'https://example.com/handbook';
  const link = await world.call<Board>('create_board_item', { board_section_id: section.id, url, title: 'Handbook' });
  expect(await world.ask('GET', `/board_items/${link.id}`)).toMatchObject({ custom_url: url, use_custom_url: true });
  const dashboard_id = 'ecommerce::business_pulse';
  const item = await world.call<Board>('create_board_item', { board_section_id: section.id, dashboard_id });
  expect(await world.ask('GET', `/board_items/${item.id}`)).toMatchObject({ lookml_dashboard_id: dashboard_id });
});

it('create_board_item: refuses an item of nothing', async () => {
  const { section } = await newSection('Nothing');
  expect(await world.refusal('create_board_item', { board_section_id: section.id })).toContain('dashboard_id');
});

it('get_board_item: answers what it links to', async () => {
  const { section } = await newSection('One item');
  const { id: dashboard_id, title } = await aDashboard();
  const { id } = await world.call<Board>('create_board_item', { board_section_id: section.id, dashboard_id });
  expect(await world.call('get_board_item', { board_item_id: id })).toMatchObject({ id, dashboard_id, title });
});

it('update_board_item: moves it to another section and gives the title of the content back', async () => {
  const { section } = await newSection('From');
  const { section: other } = await newSection('To');
  const { id: dashboard_id } = await aDashboard();
  const { id } = await world.call<Board>('create_board_item', {
    board_section_id: section.id,
    dashboard_id,
    title: 'Own title',
  });
  await world.call('update_board_item', { board_item_id: id, board_section_id: other.id, title: '' });
  expect(await world.ask('GET', `/board_items/${id}`)).toMatchObject({
    board_section_id: other.id,
    use_custom_title: false,
  });
});

it('delete_board_item: takes it off and leaves what it links to', async () => {
  const { section } = await newSection('Less');
  const { id: dashboard_id } = await aDashboard();
  const { id } = await world.call<Board>('create_board_item', { board_section_id: section.id, dashboard_id });
  expect(await world.call('delete_board_item', { board_item_id: id })).toMatchObject({ deleted: { id } });
  expect(await isThere(`/board_items/${id}`)).toBe(false);
  expect(await isThere(`/dashboards/${dashboard_id}`)).toBe(true);
});
