import Module, { createRequire } from 'node:module';

/**
 * graphile-worker looks for files of its own configuration from the working directory upward when it is loaded, and runs those that are programs.
 * Whoever can put a file there could change the queue, or the gateway: here it finds none. To be called before it is loaded.
 */
export function ignoreLibraryConfigFiles(): void {
  const worker = createRequire(createRequire(import.meta.url).resolve('graphile-worker'));
  const path = worker.resolve('cosmiconfig');
  const empty = new Module(path);
  empty.filename = path;
  empty.loaded = true;
  empty.exports = { cosmiconfigSync: () => ({ search: () => null }) };
  worker.cache[path] = empty;
}
