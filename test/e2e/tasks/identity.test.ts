import { afterAll, beforeAll, expect, it } from 'vitest';
import { bearerOf, registerApp } from '../../support/looker-bearer.js';
import { connectModern } from '../../support/mcp-clients.js';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld({ config: { identity: { act_as_user: true } } });
});
afterAll(() => world.close());

const whoamiAt = async (config: Record<string, unknown>, bearer?: string) => {
  const { url } = await world.rest.issue(world.accountId, {
    config: { toolsets: ['tasks'], tags: ['identity'], ...config },
  });
  const client = await connectModern(
    url,
    bearer === undefined ? {} : { headers: { authorization: `Bearer ${bearer}` } },
  );
  try {
    return JSON.parse((await client.callTool('whoami', {})).text);
  } finally {
    await client.close();
  }
};

it('whoami: names the service account that everybody acts as, with its roles and groups', async () => {
  expect(await world.call('whoami')).toEqual({
    ...{ id: '1', name: 'Sam Sample', email: 'sam.sample@example.com', is_disabled: false },
    ...{ group_ids: ['1', '2'], is_service_account: false },
    roles: [{ id: '2', name: 'Admin' }],
    url: `${world.looker.baseUrl}/admin/users/1/edit`,
    signed_in_as: expect.stringContaining('service account'),
  });
});

it('whoami: names the user as whom act_as_user has one call made, and the service account in the next', async () => {
  expect(await world.call('whoami', { act_as_user: 'ada.fischer@example.com' })).toMatchObject({
    ...{ id: '2', name: 'Ada Fischer' },
    signed_in_as: expect.stringContaining('act_as_user'),
  });
  expect(await world.call('whoami')).toMatchObject({ id: '1' });
  expect(await world.refusal('whoami', { act_as_user: 'ada.fischer@' })).toContain('Nothing was done');
});

it('whoami: names the fixed user of a server', async () => {
  expect(await whoamiAt({ identity: { kind: 'fixed_user', user: '3' } })).toMatchObject({
    id: '3',
    name: 'Ben Okafor',
  });
});

it('whoami: names the person who signed in at Looker, also where they may not read what their roles are called', async () => {
  await registerApp(world.looker);
  const bearer = await bearerOf(world.looker, '9');
  const person = await whoamiAt({ auth: 'oauth', oauth: { provider: 'looker' } }, bearer);
  expect(person).toMatchObject({ id: '9', name: 'Hugo Perrin', signed_in_as: expect.stringContaining('A person') });
  expect(JSON.stringify(person.roles)).toContain('5');
});
