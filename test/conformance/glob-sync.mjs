/**
 * Gives `fs.globSync` to the suite, whose import of it fails before Node 22, where there is none. It finds nothing: no test of
 * a server calls it. For `node --import`.
 */
import * as fs from 'node:fs';
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

const WITH_GLOB_SYNC = 'fs:with-glob-sync';
const SOURCE = "export * from 'node:fs'; export const globSync = () => [];";

if (isMainThread && fs.globSync === undefined) register(import.meta.url);

export const resolve = (name, context, next) =>
  name === 'fs' && context.parentURL?.includes('/conformance/dist/')
    ? { url: WITH_GLOB_SYNC, shortCircuit: true }
    : next(name, context);

export const load = (url, context, next) =>
  url === WITH_GLOB_SYNC ? { format: 'module', source: SOURCE, shortCircuit: true } : next(url, context);
