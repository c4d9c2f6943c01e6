import openapiTypescript, { astToString } from 'openapi-typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiDocument } from '../../src/app.description.js';
import { startGateway, type TestGateway } from '../support/gateway.js';

const TYPES = '../../apps/dashboard/api/schema/rest-api.ts';
const HEADER = '// Generated from /openapi.json by `npm run api:types`.\n\n';

describe("the dashboard's types of the REST API", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startGateway();
  });

  afterAll(() => gateway.close());

  it('are those of the API that the gateway serves (else: npm run api:types)', async () => {
    // What the tool takes for a document is the JSON that is served; Nest types the same otherwise.
    const document = JSON.parse(JSON.stringify(apiDocument(gateway.app)));
    const types = await openapiTypescript(document, { alphabetize: true });
    await expect(HEADER + astToString(types)).toMatchFileSnapshot(TYPES);
  });
});
