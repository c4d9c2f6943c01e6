import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { LOGIN, PROVIDER } from '../support/organization-provider.js';
import { credentialsOf } from '../support/sample.js';

const STRANGER = 'stranger@else.example';

describe('issuing a URL', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let globex: TestOrganization;
  let accountId: string;

  beforeAll(async () => {
    [looker, gateway] = await Promise.all([startSampleLooker(), startGateway()]);
    [acme, globex] = [await gateway.createOrganization('Acme'), await gateway.createOrganization('Globex')];
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const path = (id = '') => `/integrated-account/${accountId}/mcp${id && `/${id}`}`;
  const issue = async (oauth: object, auth = 'oauth') =>
    (await acme.rest.post(path(), { name: 'Sales', config: { methods: ['read'], auth, oauth } })).body;
  const isNoMember = (name: string) => [expect.stringMatching(new RegExp(`^${name}.* members? only`))];

  it('for somebody who is no member, and can sign in in no other way, says so, and again until it is mended', async () => {
    const { id, warnings } = await issue({ emails: [acme.owner.email.toUpperCase(), STRANGER] });
    expect(warnings).toEqual(isNoMember(STRANGER));
    expect((await acme.rest.get(path(id))).body.warnings).toEqual(isNoMember(STRANGER));
    const listed = (await acme.rest.get(path())).body.result;
    expect(listed.find((server: { id: string }) => server.id === id).warnings).toEqual(isNoMember(STRANGER));
    const changed = await acme.rest.patch(path(id), { config: { oauth: { emails: [globex.owner.email] } } });
    expect(changed.body.warnings).toEqual(isNoMember(globex.owner.email));
    const mended = await acme.rest.patch(path(id), { config: { oauth: { emails: [acme.owner.email] } } });
    expect(mended.body.warnings).toEqual([]);
  });

  it('names the first of many, and counts the others', async () => {
    const emails = Array.from({ length: 8 }, (_, index) => `person-${index}@else.example`);
    const [warning] = (await issue({ emails })).warnings;
    expect(warning).toMatch(/^person-0@\S+, person-1@\S+, person-2@\S+ and 5 more are no members/);
  });

  it('says nothing where somebody else than the gateway knows who can sign in, or nobody signs in', async () => {
    const emails = [STRANGER];
    expect((await issue({ emails, sign_in: ['looker', 'member'] })).warnings).toEqual([]);
    expect((await issue({ emails, provider: 'looker' })).warnings).toEqual([]);
    expect((await issue({ emails }, 'url')).warnings).toEqual([]);
  });

  it('for people of the organization’s OpenID provider says that there is none, as long as there is none', async () => {
    const { id, warnings } = await issue({ emails: [STRANGER], sign_in: ['openid_provider'] });
    expect(warnings).toEqual([expect.stringContaining('Nobody can sign in: the organization has no OpenID provider')]);
    const both = await issue({ emails: [STRANGER], sign_in: ['openid_provider', 'member'] });
    expect(both.warnings).toEqual([
      expect.stringContaining('Only members can sign in: the organization has no OpenID provider'),
      ...isNoMember(STRANGER),
    ]);
    await globex.rest.put(PROVIDER, LOGIN);
    expect((await acme.rest.get(path(id))).body.warnings).toHaveLength(1);
    await acme.rest.put(PROVIDER, LOGIN);
    for (const server of [id, both.id]) expect((await acme.rest.get(path(server))).body.warnings).toEqual([]);
  });
});
