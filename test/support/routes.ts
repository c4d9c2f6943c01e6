import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { ALLOW, PUBLIC, SIGNED_IN } from '../../src/access/access.decorators.js';
import type { TestGateway } from './gateway.js';

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly permission: string | undefined;
  /** For members signed in at the dashboard, whatever their role. */
  readonly signedIn: boolean;
  readonly open: boolean;
}

export const nameOf = (route: Route) => `${route.method} ${route.path}`;

/** Every route of the product, as its decorators declare it. */
export function routesOf({ app }: TestGateway): Route[] {
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
      return [
        {
          method: String(RequestMethod[method]),
          path,
          permission: meta(ALLOW),
          signedIn: meta(SIGNED_IN) === true,
          open: meta(PUBLIC) === true,
        },
      ];
    });
  });
}
