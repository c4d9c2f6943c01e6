import { afterEach, describe, expect, it } from 'vitest';
import { LookerClient } from '../../src/looker/looker-client.js';
import { httpOptions } from './http-options.js';
import { type Answer, answerJson, isLogin, lettingIn, StandIn } from './stand-in.js';

const DOCUMENT = { swagger: '2.0', paths: {} };
const textOf = async (reading: Promise<AsyncIterable<Uint8Array>>) => {
  const pieces: Uint8Array[] = [];
  for await (const piece of await reading) pieces.push(piece);
  return Buffer.concat(pieces).toString();
};
const needsLogin: Answer = ({ authorization }, response) =>
  authorization === undefined
    ? answerJson(response, 401, { message: 'Requires authentication.' })
    : answerJson(response, 200, DOCUMENT);

describe('reading how an instance describes its API', () => {
  const running: { close(): Promise<void> }[] = [];
  afterEach(() => Promise.all(running.splice(0).map((one) => one.close())));

  const start = async (answer: Answer) => {
    const looker = await StandIn.start(answer);
    running.push(looker);
    return looker;
  };
  const clientFor = (change: Parameters<typeof httpOptions>[0] = {}) => {
    const client = new LookerClient(httpOptions(change));
    running.push(client);
    return client;
  };
  const tokensSeen = ({ seen }: StandIn) => seen.filter(({ authorization }) => authorization !== undefined);

  it('asks without a login first, and with one only where that is needed', async () => {
    const open = await start(lettingIn((_, response) => answerJson(response, 200, DOCUMENT)));
    const closed = await start(lettingIn(needsLogin));
    for (const looker of [open, closed])
      expect(
        await textOf(clientFor().describe(looker.connection(), { apiServerUrl: looker.url }, `${looker.url}/x.json`)),
      ).toBe(JSON.stringify(DOCUMENT));
    expect(open.seen.map(({ url, authorization }) => [url, authorization])).toEqual([['/x.json', undefined]]);
    expect(closed.seen.map(({ url, authorization }) => [url, authorization])).toEqual([
      ['/x.json', undefined],
      ['/api/4.0/login', undefined],
      ['/x.json', 'Bearer token-1'],
    ]);
  });

  it.each([401, 403, 404, 500])(
    'sends no token to another port of the same host over plain http that answers %i, and says so',
    async (status) => {
      const thief = await start((_, response) => answerJson(response, status, { message: 'give me a token' }));
      const looker = await start(lettingIn());
      const failure = await clientFor()
        .describe(looker.connection(), { apiServerUrl: thief.url }, `${thief.url}/swagger.json`)
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({ fault: 'refused', status, message: expect.stringMatching(/is not sent there/) });
      expect(thief.seen).toHaveLength(1);
      expect(tokensSeen(thief)).toEqual([]);
      expect(looker.seen.filter(isLogin)).toEqual([]);
    },
  );

  it('follows no redirect, with a token or without', async () => {
    const thief = await start((_, response) => answerJson(response, 200, DOCUMENT));
    const looker = await start(
      lettingIn(({ authorization }, response) =>
        authorization === undefined
          ? answerJson(response, 401, {})
          : void response.writeHead(307, { location: thief.url }).end(),
      ),
    );
    const reading = clientFor().describe(looker.connection(), { apiServerUrl: null }, `${looker.url}/swagger.json`);
    await expect(reading).rejects.toMatchObject({ fault: 'not_looker' });
    expect(thief.seen).toEqual([]);
  });

  it.each([
    ['http://looker.example/swagger.json', /https/],
    ['https://user:password@looker.example/swagger.json', /user name or password/],
    ['https://168.63.129.16/swagger.json', /private network/],
    ['ftp://looker.example/swagger.json', /https/],
  ])('calls no address that an account could not be connected with: %s', async (url, words) => {
    const looker = await start(lettingIn());
    const reading = clientFor().describe(looker.connection(), { apiServerUrl: null }, url);
    await expect(reading).rejects.toMatchObject({ fault: 'address_refused', message: expect.stringMatching(words) });
    expect(looker.seen).toEqual([]);
  });
});
