import { readFileSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { selectTools } from '../../src/tools/catalogue/tool-filter.js';
import { discoveryTools } from '../../src/tools/search/discovery-tools.js';
import { listedTools } from '../../src/tools/selection/exposed-tools.js';
import { listTokens } from '../../src/tools/selection/tool-cost.js';
import { readText, sourceFiles } from '../architecture/source-files.js';
import { productionInstallMb } from './production-install.js';

interface Ratchet {
  /** May be lowered at any time. */
  readonly max: number;
  /** Why it is as high as it is: whoever raises it says so. */
  readonly why: string;
}

const ratchets = Object.entries(
  JSON.parse(readFileSync(new URL('ratchets.json', import.meta.url), 'utf8')) as Record<string, Ratchet>,
);

const tokensOf = (filter: object) => listTokens(listedTools(selectTools(toolCatalogue(), filter)));
const sources = () => sourceFiles('src');

/** Of the built dashboard, what the page for signing in loads before it asks for anything: itself, scripts and styles, compressed. */
function firstPageKb(): number {
  const sizeOf = (path: string) => statSync(new URL(`../../apps/dashboard/dist/${path}.br`, import.meta.url)).size;
  const page = readText('apps/dashboard/dist/index.html');
  const loaded = [...page.matchAll(/"\/app\/(assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
  return ['index.html', ...loaded].reduce((sum, path) => sum + sizeOf(path), 0) / 1_000;
}

const MEASURED: Readonly<Record<string, () => number | Promise<number>>> = {
  'tokens of all tools': () => tokensOf({}),
  'tokens of the tools that read': () => tokensOf({ methods: ['read'] }),
  'tokens of the tools of discovery': () => listTokens(discoveryTools(toolCatalogue().tools)),
  'tokens of all task tools': () => tokensOf({ toolsets: ['tasks'] }),
  'files of src/': () => sources().length,
  'lines of src/': () => sources().reduce((sum, { text }) => sum + text.split('\n').length - 1, 0),
  'production dependencies': () => Object.keys(JSON.parse(readText('package.json')).dependencies).length,
  'first page in kB': firstPageKb,
  'production install in MB': productionInstallMb,
};

it.each(ratchets)('%s are not more than they were, unless ratchets.json says why', async (name, { max, why }) => {
  const measured = await MEASURED[name]?.();
  expect(measured).toBeGreaterThan(0);
  expect(measured).toBeLessThanOrEqual(max);
  expect(why).not.toBe('');
});

it('each figure that is measured has a ratchet', () => {
  expect(ratchets.map(([name]) => name)).toEqual(Object.keys(MEASURED));
});
