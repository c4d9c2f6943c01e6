import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { OFFICIAL_CLIENTS } from '../support/mcp-clients.js';
import { credentialsOf } from '../support/sample.js';
import { toolCallRequest } from '../support/tool-call-request.js';

const META = 'looker-mcp-gateway/rate-limit';
const REFUSAL = 'status=429;retry-after=7;x-ratelimit-limit=100;x-ratelimit-remaining=0;x-ratelimit-reset=30';
/** What the refusal says, as the gateway passes it on. */
const PLAIN = { 'ratelimit-limit': '100', 'ratelimit-remaining': '0', 'ratelimit-reset': '30', 'retry-after': '7' };
const STRUCTURED = { ratelimit: '"looker";r=0;t=30', 'ratelimit-policy': '"looker";q=100' };

describe("Looker's rate limits", () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let url: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    ({ url } = await acme.rest.issue(await acme.rest.connect(credentialsOf(looker))));
  });

  afterEach(() => looker.setFault(null));

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  it.each(OFFICIAL_CLIENTS)(
    'reach a $client as a tool error with the waiting time, in HTTP headers and in _meta, and nothing is sent again',
    async ({ connect }) => {
      const answers: Response[] = [];
      const client = await connect(url, {
        fetch: async (...asked) => {
          const answer = await fetch(...asked);
          answers.push(answer);
          return answer;
        },
      });
      looker.setFault({ fault: REFUSAL });
      const before = looker.requests.length;
      const { text, isError, meta } = await client.callTool('looker_users_me');
      await client.close();
      expect(looker.requests).toHaveLength(before + 1);
      expect(isError).toBe(true);
      expect(text).toMatch(/429.*Wait 7 seconds.*The limit is 100 requests/);
      expect(meta?.[META]).toEqual({ ...PLAIN, ...STRUCTURED });
      const headers = Object.fromEntries(answers.find((answer) => answer.headers.has('retry-after'))?.headers ?? []);
      expect(headers).toMatchObject(PLAIN);
      expect(headers.ratelimit).toMatch(/^"looker";r=0;t=30, "mcp-server";r=\d+;t=\d+$/);
      expect(headers['ratelimit-policy']).toBe('"looker";q=100, "mcp-server";q=600;w=60');
    },
  );

  const post = async () => {
    const answer = await fetch(url, toolCallRequest(1, 'looker_users_me'));
    return { answer, result: JSON.parse(await answer.text()).result };
  };

  it('reach plain HTTP alike', async () => {
    looker.setFault({ fault: REFUSAL });
    const { answer, result } = await post();
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject(PLAIN);
    expect(result).toMatchObject({ isError: true, _meta: { [META]: { ...PLAIN, ...STRUCTURED } } });
  });

  it('are stated as far as they were received, and ours do not stand in for what Looker left out', async () => {
    looker.setFault({ fault: 'status=429' });
    const { answer, result } = await post();
    expect(answer.headers.get('retry-after')).toBeNull();
    expect(answer.headers.get('ratelimit-remaining')).toBeNull();
    expect(answer.headers.get('ratelimit')).toMatch(/^"mcp-server";/);
    expect(result._meta).toBeUndefined();
    expect(result.content[0].text).toContain('did not say how long to wait');
  });

  it('are passed on with a 503 that asks to wait', async () => {
    looker.setFault({ fault: 'status=503;retry-after=12' });
    const { answer, result } = await post();
    expect(answer.headers.get('retry-after')).toBe('12');
    expect(answer.headers.get('ratelimit-limit')).toBe('600');
    expect(result.content[0].text).toContain('It asks to wait 12 seconds.');
  });

  it('are told of on answers that are no refusals, too, and the plain fields show whose bite first', async () => {
    looker.setFault({ fault: 'x-ratelimit-limit=1000;x-ratelimit-remaining=3' });
    const near = await post();
    expect(near.result.isError).toBeUndefined();
    expect(near.result._meta[META]).toMatchObject({ 'ratelimit-limit': '1000', 'ratelimit-remaining': '3' });
    expect(near.answer.headers.get('ratelimit-remaining')).toBe('3');
    looker.setFault({ fault: 'x-ratelimit-limit=1000;x-ratelimit-remaining=999' });
    const far = await post();
    expect(far.answer.headers.get('ratelimit-limit')).toBe('600');
    expect(far.answer.headers.get('ratelimit')).toMatch(/^"mcp-server";.*, "looker";r=999$/);
  });

  it('leave our headers alone where Looker says nothing', async () => {
    const { answer, result } = await post();
    expect(answer.headers.get('ratelimit')).toMatch(/^"mcp-server";r=\d+;t=\d+$/);
    expect(answer.headers.get('retry-after')).toBeNull();
    expect(result._meta).toBeUndefined();
  });
});
