import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import type { Scope } from '../../src/access/oauth-scopes.js';
import { createId } from '../../src/database/ids.js';
import { ServerDirectory } from '../../src/tool-calls/server-directory.js';
import { ToolCallService } from '../../src/tool-calls/tool-call.service.js';
import { storedCalls } from '../support/call-log-rows.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';

/** The entry asks for the scope before a call begins (403); this is what any other caller of the same function meets. */
describe('a tool call of somebody who let their client read only', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let server: { id: string; integratedAccountId: string; organizationId: string };

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    const acme = await gateway.createOrganization('Acme');
    const accountId = await acme.rest.connect(credentialsOf(looker));
    const { id } = await acme.rest.issue(accountId, { config: { tool_exposure: 'discovery' } });
    server = { id, integratedAccountId: accountId, organizationId: acme.id };
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const call = async (name: string, args: unknown, ...scopes: Scope[]) => {
    const { id, integratedAccountId, organizationId } = server;
    const from = { address: '127.0.0.1', requestId: createId() };
    const subject = { kind: 'api_token', id: createId(), name: 'Test' } as const;
    const principal = { organizationId, subject, permissions: new Set<never>(), integratedAccountId: null, from };
    const access = await gateway.app
      .get(ServerDirectory, { strict: false })
      .open(principal, { integratedAccountId, id }, new Date());
    const signIn = {
      grantId: null,
      resource: 'x',
      person: 'ana@acme.example',
      scopes: new Set(scopes),
      email: null,
      atLooker: null,
    };
    return gateway.app.get(ToolCallService, { strict: false }).call({
      caller: { access, principal, apiTokenId: null, signIn },
      client: { name: null, version: null, protocolVersion: null },
      requestId: from.requestId,
      name,
      args,
      observer: { signal: new AbortController().signal, progress: () => {}, patienceMs: 10_000 },
    });
  };

  it.each([
    ['by its own name', 'create_a_looker_folder', { name: 'Sales', parent_id: '1' }],
    [
      'by way of another tool',
      'call_tool',
      { tool_name: 'create_a_looker_folder', arguments: { name: 'Returns', parent_id: '1' } },
    ],
  ])('is refused where the tool writes, %s: nothing is sent, and the log has it', async (_, name, args) => {
    const before = looker.requests.length;
    const { status, content } = await call(name, args, 'looker:read');
    expect(status).toBe('refused');
    expect(content).toEqual([{ kind: 'text', text: expect.stringContaining('needs the scope looker:write') }]);
    expect(looker.requests).toHaveLength(before);
    expect((await storedCalls(gateway.databaseUrl, server.id)).map((row) => row.status)).toContain('refused');
    expect((await call(name, args, 'looker:read', 'looker:write')).status).toBe('ok');
  });
});
