/**
 * Breaks the product on purpose, one patch of this folder at a time, and expects the test that the patch names to fail.
 * A patch begins with three lines, then comes its diff:
 *
 *   Guarantee: what no longer holds with the patch
 *   Test: the file of the test that notices
 *   Name: the test's name, or the part of it that tells it from others
 *
 * `npm run test:mutations` runs all on the last commit, `npm run test:mutations -- expired` those with "expired" in their name.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const FOLDER = import.meta.dirname;
const ROOT = resolve(FOLDER, '../..');
const PATCHES_MIN = 160;
const RUN_MS_MAX = 300_000;

const readPatch = (file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  const head = (name) => {
    const value = new RegExp(`^${name}: (.+)$`, 'm').exec(text)?.[1];
    if (value === undefined) throw new Error(`${file} has no line "${name}: …"`);
    return value;
  };
  return { file, guarantee: head('Guarantee'), test: head('Test'), name: head('Name') };
};

/** A checkout of the last commit, built, so that nothing in this one is ever broken. */
const openCheckout = () => {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-mutations-'));
  execFileSync('chmod', ['755', folder]);
  execFileSync('git', ['worktree', 'add', '--quiet', '--detach', '--force', folder, 'HEAD'], { cwd: ROOT });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const close = () => {
    execFileSync('git', ['worktree', 'remove', '--force', folder], { cwd: ROOT });
    rmSync(folder, { recursive: true, force: true });
  };
  return { folder, close };
};

/** Only tests that start the built program, or look at the built dashboard, need it built again. */
const usesBuild = (folder, test) =>
  /gateway-process|commands\/|dist\/|'dist'|browser\.js/.test(readFileSync(join(folder, test), 'utf8'));

const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** How the named tests ended: `passed`, `failed`, or what went wrong before they ran. */
const endOf = (name, error, { testResults }) => {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const ends = tests.filter(({ fullName }) => fullName.includes(name)).map(({ status }) => status);
  const broken = testResults.find(({ message }) => message)?.message;
  if (ends.includes('failed')) return 'failed';
  if (broken) return `the file did not run: ${broken.slice(0, 300)}`;
  if (!ends.includes('passed')) return 'no test of this name ran';
  // What fails outside of a test, such as an error that nobody listened to, fails the run and no test.
  return error === null ? 'passed' : 'failed';
};

const runTest = (folder, { test, name }) =>
  new Promise((done) => {
    const outputFile = join(folder, 'mutation-result.json');
    rmSync(outputFile, { force: true });
    const args = ['run', '--config', 'test/vitest.config.ts', test, '-t', escaped(name)];
    const reporter = ['--reporter=json', `--outputFile=${outputFile}`];
    // Of some hundred files that each run needs again, the patch changes one or two.
    const cache = ['--experimental.fsModuleCache', `--experimental.fsModuleCachePath=${join(folder, '.module-cache')}`];
    const command = ['node_modules/vitest/vitest.mjs', ...args, ...reporter, ...cache];
    const options = { cwd: folder, timeout: RUN_MS_MAX, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, command, options, (error, _, stderr) => {
      try {
        done(endOf(name, error, JSON.parse(readFileSync(outputFile, 'utf8'))));
      } catch {
        done(`no result: ${error?.message ?? ''} ${stderr.slice(-300)}`);
      }
    });
  });

const wanted = process.argv.slice(2);
const patches = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.patch') && (wanted.length === 0 || wanted.some((part) => file.includes(part))))
  .map(readPatch);
if (wanted.length === 0 && patches.length < PATCHES_MIN) throw new Error(`only ${patches.length} patches were found`);

const { folder, close } = openCheckout();
const git = (...args) => execFileSync('git', args, { cwd: folder });
const apply = ({ file }, ...args) => git('apply', ...args, join(FOLDER, file));
const build = () => execFileSync('npm', ['run', '--silent', 'build'], { cwd: folder, stdio: 'ignore' });
const builds = () => {
  try {
    build();
    return true;
  } catch {
    return false;
  }
};
const unbroken = new Map();
/** How a test ends on the unbroken product, asked once for all patches that name it. */
const runUnbroken = (patch) => {
  const key = `${patch.test} ${patch.name}`;
  if (!unbroken.has(key)) unbroken.set(key, runTest(folder, patch));
  return unbroken.get(key);
};
/** @returns how the named test ended without the patch and with it. */
const tryPatch = async (patch) => {
  try {
    apply(patch, '--check');
  } catch {
    return { before: 'not run', after: 'not run, because the patch does not apply' };
  }
  const isBuilt = usesBuild(folder, patch.test);
  const before = await runUnbroken(patch);
  apply(patch);
  const after = isBuilt && !builds() ? 'not run, because the patch does not build' : await runTest(folder, patch);
  apply(patch, '--reverse');
  if (isBuilt) build();
  return { before, after };
};
const survivors = [];
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    close();
    process.exit(1);
  });
try {
  for (const patch of patches) {
    const { before, after } = await tryPatch(patch);
    const isNoticed = before === 'passed' && after === 'failed';
    if (!isNoticed) survivors.push(patch.file);
    const verdict = isNoticed ? 'noticed ' : 'SURVIVED';
    process.stdout.write(
      `${verdict} ${patch.file}: ${isNoticed ? patch.guarantee : `without it ${before}, with it ${after}`}\n`,
    );
  }
} finally {
  close();
}
process.stdout.write(
  `${patches.length - survivors.length} of ${patches.length} patches were noticed by the test they name\n`,
);
process.exitCode = survivors.length === 0 ? 0 : 1;
