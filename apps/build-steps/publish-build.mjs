// Puts what was built into `.dist` in the place of what is in `dist`, where a gateway may be running from it: file by file,
// each of them whole, and nothing when any part of the build failed. What the build before had and this one has not stays
// until the next one, for pages that were loaded from it.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** Folders that are published each by itself; a nested one is no part of the one around it. */
const FOLDERS = ['dist', 'dist/catalogue', 'apps/sample-looker/dist', 'apps/dashboard/dist'];
/** They name the others, so they come last. */
const ENTRIES = /(^|\/)(main\.js|index\.html)/;
const STATE = '.dist/.published.json';

const builtOf = (folder) => folder.replace(/(^|\/)dist(?=\/|$)/, '$1.dist');
const isHidden = (file) => file.split('/').some((name) => name.startsWith('.'));

function filesIn(folder, nested) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !isHidden(file) && !nested.some((inner) => file.startsWith(`${inner}/`)))
    .sort((a, b) => Number(ENTRIES.test(a)) - Number(ENTRIES.test(b)) || (a < b ? -1 : 1));
}

const isSame = (a, b) => existsSync(b) && readFileSync(a).equals(readFileSync(b));

function replace(file, put) {
  mkdirSync(dirname(file), { recursive: true });
  const fresh = join(dirname(file), `.${process.pid}.new`);
  put(fresh);
  renameSync(fresh, file);
}

function publish(folder, known) {
  const nested = FOLDERS.filter((other) => other.startsWith(`${folder}/`)).map((other) =>
    other.slice(folder.length + 1),
  );
  const built = filesIn(builtOf(folder), nested);
  if (built.length === 0) throw new Error(`nothing was built into ${builtOf(folder)}`);
  const there = filesIn(folder, nested);
  const isNew = known === undefined || known.current.join() !== built.join();
  const state = isNew ? { current: built, previous: known?.current ?? there } : known;
  for (const file of built) {
    const [from, to] = [join(builtOf(folder), file), join(folder, file)];
    if (!isSame(from, to)) replace(to, (fresh) => copyFileSync(from, fresh));
  }
  const kept = new Set([...state.current, ...state.previous]);
  for (const file of there) if (!kept.has(file)) rmSync(join(folder, file), { force: true });
  return state;
}

const states = existsSync(STATE) ? JSON.parse(readFileSync(STATE, 'utf8')) : {};
for (const folder of process.argv.slice(2)) states[folder] = publish(folder, states[folder]);
replace(STATE, (fresh) => writeFileSync(fresh, `${JSON.stringify(states)}\n`));
