import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { ALLOW, PUBLIC } from '../../src/access/access.decorators.js';
import { PERMISSIONS } from '../../src/access/permissions.js';
import { apiDocument } from '../../src/app.setup.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly permission: string | undefined;
  readonly open: boolean;
}

const OPEN_ROUTES = ['DELETE /mcp/:token', 'GET /healthz', 'GET /mcp/:token', 'GET /readyz', 'POST /mcp/:token'];
/** They only say that an MCP URL takes POST. */
const UNDOCUMENTED_ROUTES = ['DELETE /mcp/:token', 'GET /mcp/:token'];
const BODIES: Record<string, Record<string, unknown>> = {
  'PATCH /integrated-account/:id': { name: 'x' },
  'POST /integrated-account/:account_id/mcp': { name: 'x' },
  'PATCH /integrated-account/:account_id/mcp/:mcp_id': { name: 'x' },
};

describe('every route', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let owner: TestOrganization;
  let stranger: TestOrganization;
  let routes: Route[];

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    [owner, stranger] = [await gateway.createOrganization('Owner'), await gateway.createOrganization('Stranger')];
    routes = routesOf(gateway);
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const nameOf = (route: Route) => `${route.method} ${route.path}`;

  it('declares a known permission, or stands in the literal list of open ones', () => {
    expect(routes.length).toBeGreaterThan(12);
    expect(
      routes
        .filter((route) => route.open)
        .map(nameOf)
        .sort(),
    ).toEqual(OPEN_ROUTES);
    for (const route of routes.filter(({ open }) => !open))
      expect(PERMISSIONS, nameOf(route)).toContain(route.permission);
  });

  it('without a credential answers 401 unless it is open', async () => {
    for (const route of routes.filter(({ open }) => !open)) {
      const answer = await fetch(gateway.url + route.path.replaceAll(/:\w+/g, 'x'), { method: route.method });
      expect(answer.status, nameOf(route)).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  it('is described at /openapi.json', () => {
    const { paths } = apiDocument(gateway.app);
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    expect([...documented, ...UNDOCUMENTED_ROUTES].sort()).toEqual(routes.map(nameOf).sort());
  });

  it("answers another organization's id byte for byte like a missing one", async () => {
    const account = await owner.rest.connect(credentialsOf(looker));
    const { id: server } = await owner.rest.issue(account);
    const withIds = routes.filter((route) => !route.open && route.path.includes(':'));
    expect(withIds.length).toBeGreaterThan(7);
    for (const route of withIds) {
      const missing = '01900000-0000-7000-8000-00000000dead';
      const address = (accountId: string, serverId: string) =>
        route.path.replace(/:(id|account_id)/, accountId).replace(':mcp_id', serverId);
      const [foreign, absent] = [
        await callAs(stranger, route, address(account, server)),
        await callAs(stranger, route, address(missing, missing)),
      ];
      expect(foreign.status, nameOf(route)).toBe(404);
      expect(foreign.text, nameOf(route)).toBe(absent.text);
    }
    expect((await owner.rest.get(`/integrated-account/${account}/mcp/${server}`)).body.name).toBe('Agent');
  });

  async function callAs({ rest }: TestOrganization, route: Route, path: string) {
    const body = BODIES[nameOf(route)] ?? {};
    const answer = await {
      GET: () => rest.get(path),
      DELETE: () => rest.delete(path),
      POST: () => rest.post(path, body),
      PATCH: () => rest.patch(path, body),
    }[route.method as 'GET']();
    return { status: answer.status, text: answer.text.replace(answer.headers['x-request-id'] ?? '?', '') };
  }
});

function routesOf({ app }: TestGateway): Route[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype }) => {
    if (typeof metatype !== 'function') return [];
    const prefix = String(Reflect.getMetadata(PATH_METADATA, metatype) ?? '');
    return Object.getOwnPropertyNames(metatype.prototype).flatMap((name) => {
      const handler = metatype.prototype[name];
      const method = Reflect.getMetadata(METHOD_METADATA, handler);
      if (method === undefined) return [];
      const path = `/${[prefix, String(Reflect.getMetadata(PATH_METADATA, handler))]
        .map((part) => part.replaceAll(/^\/|\/$/g, ''))
        .filter(Boolean)
        .join('/')}`;
      const meta = (key: string) => Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, metatype);
      return [{ method: String(RequestMethod[method]), path, permission: meta(ALLOW), open: meta(PUBLIC) === true }];
    });
  });
}
