import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { LookerClient } from '../../src/looker/looker-client.js';
import { ExploreMetadata } from '../../src/tool-calls/explores/explore-metadata.js';
import { wrongNames } from '../../src/tool-calls/explores/name-suggestions.js';
import { httpOptions } from './http-options.js';
import { answerJson, lettingIn, StandIn } from './stand-in.js';

const CALL = { model: 'shop', view: 'orders', fields: ['orders.count'] };
/** Whatever is kept is too old. */
const ANY_AGE = -1;

describe('the names of models, explores and fields', () => {
  const running: { close(): Promise<void> }[] = [];
  afterEach(() => Promise.all(running.splice(0).map((one) => one.close())));

  /** An instance whose LookML its test changes. */
  const start = async () => {
    const lookml = { explores: ['orders'], fields: ['orders.count'] };
    const looker = await StandIn.start(
      lettingIn(({ url }, response) =>
        answerJson(
          response,
          200,
          url.includes('/explores/')
            ? { fields: { measures: lookml.fields.map((name) => ({ name })) } }
            : [{ name: 'shop', explores: lookml.explores.map((name) => ({ name })) }],
        ),
      ),
    );
    const client = new LookerClient(httpOptions());
    running.push(looker, client);
    const metadata = new ExploreMetadata(client);
    const connection = looker.connection({ key: 'acme/account/version' });
    const wrong = (args: object, ageMsMax?: number) => wrongNames(metadata, connection, args, ageMsMax);
    return { looker, lookml, wrong, client, connection };
  };

  it('in a call that Looker refused are looked up anew once before one is said to be missing', async () => {
    const { lookml, wrong } = await start();
    expect(await wrong(CALL)).toEqual([]);
    lookml.fields.push('orders.revenue');
    lookml.explores.push('returns');
    expect(await wrong({ ...CALL, fields: ['orders.revenue'] }, ANY_AGE)).toEqual([]);
    expect(await wrong({ ...CALL, view: 'returns' }, ANY_AGE)).toEqual([]);
    expect(await wrong({ ...CALL, fields: ['orders.revenues'] }, ANY_AGE)).toEqual([
      expect.stringContaining('Nearest: orders.revenue'),
    ]);
  });

  it.each(['..', '.', ''])(
    'are never asked for by the name "%s" of a Looker’s list, which would lead elsewhere in its API',
    async (name) => {
      const { looker, lookml, wrong } = await start();
      lookml.explores.push(name);
      expect(await wrong({ ...CALL, view: name, fields: ['orders.count'] })).toEqual([
        expect.stringContaining('There are: orders.'),
      ]);
      expect(looker.calls.map(({ url }) => url)).not.toContainEqual(expect.stringContaining('/explores/'));
    },
  );

  it('are read anew where that is asked for, and not again for whoever asks soon after', async () => {
    const { looker, client, connection } = await start();
    const [patient, soon] = [
      new ExploreMetadata(client, undefined, 600_000),
      new ExploreMetadata(client, undefined, 1),
    ];
    for (const [metadata, reads] of [
      [patient, 2],
      [soon, 4],
    ] as const) {
      const before = looker.calls.length;
      await metadata.listModels(connection);
      for (let time = 0; time < 3; time++) {
        metadata.renew(connection);
        await metadata.listModels(connection);
        await sleep(10);
      }
      expect(looker.calls.length - before).toBe(reads);
    }
  });

  it('are not looked up again within five seconds, and where all are known never', async () => {
    const { looker, wrong } = await start();
    await wrong(CALL, ANY_AGE);
    const asked = looker.calls.length;
    for (let call = 0; call < 5; call++) {
      expect(await wrong(CALL, ANY_AGE)).toEqual([]);
      expect(await wrong({ ...CALL, fields: ['orders.nothing'] })).toHaveLength(1);
    }
    expect(looker.calls).toHaveLength(asked);
  });
});
