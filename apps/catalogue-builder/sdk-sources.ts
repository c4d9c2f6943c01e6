import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The commented TypeScript of Looker's own SDK: its methods, its models, and the Looker release both describe. */
export interface SdkSources {
  release: string;
  methods: string;
  models: string;
}

/**
 * Reads the installed `@looker/sdk`. The package ships no API description, but its source maps carry the complete
 * TypeScript they were made from. Throws a plain Error when the package or its sources are not there.
 */
export function readSdkSources(): SdkSources {
  const manifestPath = createRequire(import.meta.url).resolve('@looker/sdk/package.json');
  const folder = join(dirname(manifestPath), 'lib', '4.0');
  return {
    release: releaseOf(manifestPath),
    methods: originalSource(join(folder, 'methods.js.map')),
    models: originalSource(join(folder, 'models.js.map')),
  };
}

function releaseOf(manifestPath: string): string {
  const manifest: unknown = JSON.parse(readFileSync(manifestPath, 'utf8'));
  const version = hasKey(manifest, 'version') ? manifest.version : undefined;
  const release = typeof version === 'string' ? /^\d+\.\d+/.exec(version)?.[0] : undefined;
  if (release === undefined) throw new Error(`${manifestPath} names no version.`);
  return release;
}

function originalSource(mapPath: string): string {
  const map: unknown = JSON.parse(readFileSync(mapPath, 'utf8'));
  const contents = hasKey(map, 'sourcesContent') ? map.sourcesContent : undefined;
  const source: unknown = Array.isArray(contents) ? contents[0] : undefined;
  if (typeof source !== 'string') throw new Error(`${mapPath} carries no source text (sourcesContent).`);
  return source;
}

function hasKey<K extends string>(value: unknown, key: K): value is Record<K, unknown> {
  return typeof value === 'object' && value !== null && key in value;
}
