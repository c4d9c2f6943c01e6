import { afterEach, describe, expect, it } from 'vitest';
import { LookerClient } from '../../src/looker/looker-client.js';
import { httpOptions } from './http-options.js';
import { type Answer, answerHtml, answerJson, lettingIn, StandIn } from './stand-in.js';

const VERSIONS = { looker_release_version: '26.12.7', current_version: { version: '4.0' }, supported_versions: [] };
const ME = { id: '17', display_name: 'Ada Lovelace' };

describe('finding out what a new connection is', () => {
  const running: { close(): Promise<void> }[] = [];
  afterEach(() => Promise.all(running.splice(0).map((one) => one.close())));

  const identify = async (answer: Answer) => {
    const looker = await StandIn.start(answer);
    const client = new LookerClient(httpOptions());
    running.push(looker, client);
    return { looker, identified: client.identify(looker.connection()) };
  };
  const answering = (versions: Answer, me: Answer = (_, response) => answerJson(response, 200, ME)) =>
    lettingIn((seen, ...rest) => (seen.url === '/versions' ? versions(seen, ...rest) : me(seen, ...rest)));
  const versions: Answer = (_, response) => answerJson(response, 200, VERSIONS);

  it('tells the release and the user behind the key', async () => {
    const { looker, identified } = await identify(answering(versions));
    expect(await identified).toEqual({
      release: '26.12.7',
      userId: '17',
      userName: 'Ada Lovelace',
      descriptionUrl: null,
      apiServerUrl: null,
      webUrl: null,
    });
    expect(looker.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /versions',
      'POST /api/4.0/login',
      'GET /api/4.0/user?fields=id%2Cdisplay_name',
    ]);
  });

  it('tells a user without a name by the id alone', async () => {
    const { identified } = await identify(answering(versions, (_, response) => answerJson(response, 200, { id: 3 })));
    expect(await identified).toMatchObject({ release: '26.12.7', userId: '3', userName: '', descriptionUrl: null });
  });

  it.each<[string, Answer]>([
    ['a web page', (_, response) => answerHtml(response, 200)],
    ['a missing page', (_, response) => answerHtml(response, 404)],
    ['other JSON', (_, response) => answerJson(response, 200, { version: 1 })],
    ['null', (_, response) => answerJson(response, 200, null)],
    ['broken JSON', (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{')],
    ['a redirect', (_, response) => void response.writeHead(301, { location: 'https://looker.example' }).end()],
  ])('sends no credentials to what is not Looker: %s', async (_, answer) => {
    const { looker, identified } = await identify(answering(answer));
    const failure = await identified.catch((error: unknown) => error);
    expect(failure).toMatchObject({ fault: 'not_looker' });
    expect(String(failure)).not.toContain('planted');
    expect(looker.seen.map(({ url }) => url)).toEqual(['/versions']);
  });

  it('tells a refused login in Looker’s words', async () => {
    const { looker, identified } = await identify((seen, response, request) =>
      seen.url === '/versions'
        ? versions(seen, response, request)
        : answerJson(response, 404, { message: 'Not found', documentation_url: 'x' }),
    );
    await expect(identified).rejects.toMatchObject({ fault: 'login_refused', message: 'Not found' });
    expect(looker.logins).toHaveLength(1);
  });
});
