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
  const made = await world.call<Board>('create_board', { title: 'Churn of Q3' });
  const found = await world.call<{ result: Board[] }>('list_boards', { title: 'churn' });
  expect(found.result.map(({ id, url }) => [id, url])).toEqual([[made.id, made.url]]);
});

it('get_board: answers sections and items', async () => {
  const made = await world.call<Board>('create_board', { title: 'With a section' });
  const board = await world.call<Board>('get_board', { board_id: made.id });
  expect(board).toMatchObject({ id: made.id, title: 'With a section', board_sections: expect.any(Array) });
});
