import type { OpenAPIObject } from '@nestjs/swagger';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../../apps/sample-looker/server.js';
import { SetupCodes } from '../../../src/crypto/setup-code.js';
import { readDatabaseIdentity } from '../../../src/database/database-identity.js';
import { type Located, operationsOf } from '../../../src/http/description/operations.js';
import { JobQueue } from '../../../src/jobs/job-queue.js';
import { startGateway, type TestGateway } from '../../support/gateway.js';
import { CLIENT, startOpenIdProvider, type TestOpenIdProvider } from '../../support/openid-provider.js';
import { DescribedAnswers } from '../described-answers.js';
import { Fingerprint } from './fingerprint.js';
import { isRefused, problemOf } from './judgement.js';
import { type Spoil, SpoiledRequests } from './spoiled-requests.js';
import { type ValidRequest, ValidRequests } from './valid-requests.js';

const MANY = '1000000';
const INPUTS_MIN = 5000;
/** Of requests that must all be refused, and leave what is stored as it was. */
const AT_ONCE = 8;
/** It is found where a gateway has one MCP server; this one has several. */
const WITH_ONE_SERVER = 'getOnlyResourceMetadata';
/** Limits count by address: each request comes from one of its own, so that its input is judged. */
const callerAddress = (count: number) => `10.${(count >> 16) & 255}.${(count >> 8) & 255}.${count & 255}`;

/** What must be refused a few at once; what may be accepted by itself, or not at all, since it changes what the next one meets. */
function* together(spoils: Iterable<Spoil>, refusedOnly: boolean): Generator<readonly Spoil[]> {
  let refused: Spoil[] = [];
  for (const spoil of spoils) {
    const mayPass = spoil.isLegitimate();
    if (!mayPass) refused.push(spoil);
    if (refused.length === AT_ONCE || (mayPass && refused.length > 0)) {
      yield refused;
      refused = [];
    }
    if (mayPass && !refusedOnly) yield [spoil];
  }
  if (refused.length > 0) yield refused;
}

describe('every operation of /openapi.json', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let provider: TestOpenIdProvider;
  let database: pg.Client;
  let described: DescribedAnswers;
  let operations: readonly Located[];
  let stored: Fingerprint;
  let requests: ValidRequests | undefined;
  let sent = 0;

  beforeAll(async () => {
    provider = await startOpenIdProvider('http://127.0.0.1/session/single-sign-on/callback');
    [gateway, looker] = await Promise.all([
      startGateway({
        GATEWAY_OIDC_ISSUER: provider.issuer,
        GATEWAY_OIDC_CLIENT_ID: CLIENT.id,
        GATEWAY_API_TOKEN_REQUESTS_PER_MINUTE: MANY,
        GATEWAY_MCP_SERVER_REQUESTS_PER_MINUTE: MANY,
        GATEWAY_WRONG_TOKENS_PER_MINUTE: MANY,
        GATEWAY_SIGN_INS_PER_MINUTE: MANY,
        GATEWAY_TRUSTED_PROXIES: '127.0.0.1',
      }),
      startSampleLooker(),
    ]);
    // What the gateway does by itself, a minute after its start, is nobody's request.
    await gateway.app.get(JobQueue, { strict: false }).onModuleDestroy();
    const document = (await (await fetch(`${gateway.url}/openapi.json`)).json()) as OpenAPIObject;
    described = new DescribedAnswers(document);
    const isFirst = ({ operation }: Located) => Number(operation.operationId === 'setUp');
    // All others need the organization that it makes.
    operations = [...operationsOf(document)].sort((a, b) => isFirst(b) - isFirst(a));
    database = new pg.Client(gateway.databaseUrl);
    await database.connect();
    stored = await Fingerprint.of(database);
  });

  afterAll(async () => {
    await database.end();
    await gateway.close();
    await looker.close();
    await provider.close();
  });

  async function valid({ operation: { operationId = '' } }: Located): Promise<ValidRequest> {
    if (operationId === 'setUp') {
      const identity = await readDatabaseIdentity(gateway.databaseUrl);
      return ValidRequests.setUp(gateway.app.get(SetupCodes, { strict: false }).codeOf(identity));
    }
    requests ??= await ValidRequests.in(gateway.url, looker, (await gateway.createOrganization('Elsewhere')).owner);
    const make = requests.make[operationId];
    if (make === undefined) throw new Error(`add a request that succeeds to ValidRequests: ${operationId}`);
    return make();
  }

  const credential = ({ operation }: Located, { session, bearer }: ValidRequest): Record<string, string> => {
    if (bearer !== undefined) return { authorization: `Bearer ${bearer}` };
    if (session !== undefined) return { cookie: session.cookie, 'x-csrf-token': session.csrfToken ?? '' };
    return operation.security?.length === 0 ? {} : { authorization: `Bearer ${requests?.apiToken}` };
  };

  async function send(
    match: Located,
    request: ValidRequest,
    input: Pick<Spoil, 'address' | 'body' | 'type' | 'headers'>,
  ) {
    sent += 1;
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), 30_000);
    const answer = await fetch(gateway.url + input.address, {
      method: match.method.toUpperCase(),
      redirect: 'manual',
      signal: abort.signal,
      headers: {
        'x-forwarded-for': callerAddress(sent),
        ...credential(match, request),
        ...input.headers,
        ...(input.body !== undefined && { 'content-type': input.type ?? 'application/json' }),
      },
      ...(input.body !== undefined && { body: input.body }),
    });
    const isEndless = match.path === '/log/stream' && answer.ok;
    const text = isEndless ? '' : await answer.text();
    clearTimeout(timer);
    if (isEndless) abort.abort();
    return { status: answer.status, headers: answer.headers, text };
  }

  /** What is wrong with the answers of one operation, and how many spoiled inputs it accepted. */
  async function walk(match: Located): Promise<{ problems: readonly string[]; accepted: number }> {
    const name = `${match.method.toUpperCase()} ${match.path}`;
    const problems: string[] = [];
    let accepted = 0;
    const request = await valid(match);
    let held = await stored.read();
    // The setup takes one organization, once.
    const isSetup = match.operation.operationId === 'setUp';
    for (const spoils of together(new SpoiledRequests(match, request, described), isSetup)) {
      const answers = await Promise.all(
        spoils.map(async (spoil) => ({ spoil, answer: await send(match, request, spoil) })),
      );
      const after = await stored.read();
      for (const { spoil, answer } of answers) {
        const problem = problemOf({ match, spoil, answer, isChanged: held !== after }, described);
        if (problem !== undefined) problems.push(`${name}, ${spoil.what}: ${problem}`);
        if (!isRefused(answer)) accepted += 1;
      }
      held = after;
    }
    const problem = await unspoiledProblem(match);
    return { problems: problem === undefined ? problems : [...problems, `${name}, unspoiled: ${problem}`], accepted };
  }

  async function unspoiledProblem(match: Located): Promise<string | undefined> {
    const request = await valid(match);
    const { address } = new SpoiledRequests(match, request, described);
    const body = request.body === undefined ? {} : { body: JSON.stringify(request.body) };
    const answer = await send(match, request, { address, ...body });
    if (match.operation.operationId === WITH_ONE_SERVER && answer.status === 404) return undefined;
    return answer.status < 400 ? described.problemOf(match, answer) : answer.text;
  }

  it('refuses in words what is spoiled in any one place, writes nothing then, and takes what is not spoiled', {
    timeout: 1_800_000,
  }, async () => {
    const problems: string[] = [];
    let accepted = 0;
    for (const match of operations) {
      const walked = await walk(match);
      problems.push(...walked.problems);
      accepted += walked.accepted;
    }
    const inputs = sent - operations.length;
    process.stdout.write(`spoiled inputs sent: ${inputs}; legitimate all the same, and accepted: ${accepted}\n`);
    expect(problems).toEqual([]);
    expect(inputs).toBeGreaterThanOrEqual(INPUTS_MIN);
  });
});
