import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld();
});
afterAll(() => world.close());

const addUser = (name: string) => world.ask<{ id: string }>('POST', '/users', { first_name: name, last_name: 'Test' });
const loginOf = (id: string) => world.ask('GET', `/users/${id}/credentials_email`);
async function withLogin(name: string): Promise<string> {
  const { id } = await addUser(name);
  await world.ask('POST', `/users/${id}/credentials_email`, { email: `${name}@example.com` });
  return id;
}

it('get_credentials_email: answers the address and the last login, and no link that lets somebody in', async () => {
  const id = await withLogin('reader');
  await world.ask('POST', `/users/${id}/credentials_email/password_reset`);
  const { text } = await world.result('get_credentials_email', { user_id: 'reader@example.com' });
  expect(JSON.parse(text)).toMatchObject({ user_id: id, email: 'reader@example.com', is_disabled: false });
  expect(text).not.toContain('/password/reset');
});

it('get_credentials_email: tells apart a user without such a login and an unknown one', async () => {
  const { id } = await addUser('none');
  expect(await world.call('get_credentials_email', { user_id: id })).toEqual({
    ...{ user: { id, display_name: 'none Test' }, has: null },
    note: 'This user has no login by e-mail; nothing was done.',
  });
  expect(await world.refusal('get_credentials_email', { user_id: '999' })).toContain('404');
});

it('create_credentials_email: gives a login and says how its owner is invited', async () => {
  const { id } = await addUser('new');
  const args = { user_id: id, email: 'new@example.com', forced_password_reset_at_next_login: true };
  expect(await world.call('create_credentials_email', args)).toMatchObject({
    ...{ user_id: id, email: 'new@example.com', forced_password_reset_at_next_login: true },
    next: expect.stringContaining('send_password_reset'),
  });
  expect(await loginOf(id)).toMatchObject({ email: 'new@example.com' });
});

it('create_credentials_email: gives nobody an address that is none or belongs to another', async () => {
  const { id } = await addUser('second');
  expect(await world.refusal('create_credentials_email', { user_id: id, email: 'ada' })).toContain('not an e-mail');
  const taken = { user_id: id, email: 'Ada.Fischer@example.com' };
  expect(await world.refusal('create_credentials_email', taken)).toContain('User 2 (Ada Fischer) has');
  await expect(loginOf(id)).rejects.toThrow('404');
});

it('update_credentials_email: changes the address, and never to that of another', async () => {
  const id = await withLogin('old.name');
  expect(await world.call('update_credentials_email', { user_id: id, email: 'new.name@example.com' })).toMatchObject({
    ...{ user_id: id, email: 'new.name@example.com' },
  });
  expect(await loginOf(id)).toMatchObject({ email: 'new.name@example.com' });
  const taken = { user_id: id, email: 'ada.fischer@example.com' };
  expect(await world.refusal('update_credentials_email', taken)).toContain('User 2');
  expect(await world.refusal('update_credentials_email', { user_id: id })).toContain('Nothing to change');
  expect(await loginOf(id)).toMatchObject({ email: 'new.name@example.com' });
});

it('delete_credentials_email: takes the login away and answers which it was', async () => {
  const id = await withLogin('leaving');
  expect(await world.call('delete_credentials_email', { user_id: 'leaving@example.com' })).toEqual({
    deleted: { user_id: id, email: 'leaving@example.com' },
  });
  await expect(loginOf(id)).rejects.toThrow('404');
  expect(await world.call('delete_credentials_email', { user_id: id })).toMatchObject({ has: null });
});

it('send_password_reset: mails the link to the user and answers to which address, never the link', async () => {
  const id = await withLogin('invited');
  const { text } = await world.result('send_password_reset', { user_id: id });
  expect(JSON.parse(text)).toEqual({ user_id: id, sent_to: 'invited@example.com' });
  expect(await loginOf(id)).toMatchObject({ password_reset_url: expect.stringContaining('/password/reset/') });
});

it('send_password_reset: sends nothing to a user without a login by e-mail', async () => {
  const { id } = await addUser('mailless');
  expect(await world.call('send_password_reset', { user_id: id })).toMatchObject({ has: null });
});
