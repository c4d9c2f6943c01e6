import { Answer, type Api, type Call, isRecord, type LookerRecord, noContent, param } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { Instance } from '../instance.js';
import { badRequest, notFound } from '../looker-errors.js';
import type { StoredRecord } from '../records/collection.js';
import { pageOf } from '../records/paging.js';
import { matchesPattern } from '../records/search.js';
import { acceptProperties } from '../records/writable.js';

const bytesMax = 50_000_000;

/** Texts that extensions keep under a namespace and a key. An update names the version that it replaces. */
export function registerArtifactRoutes(api: Api, instance: Instance): void {
  const { artifacts } = instance.content;
  const of = (call: Call) => sortedByKey(artifacts.where('namespace', param(call, 'namespace')));
  const named = (call: Call) => {
    const keys = call.query.key?.split(',') ?? [];
    const found = of(call).filter((artifact) => keys.includes(String(artifact.key)));
    if (found.length === 0) throw notFound();
    return found;
  };
  write(instance, 'sample_extension', '1', {
    key: 'preferences',
    value: '{"theme":"Looker"}',
    content_type: 'application/json',
  });
  write(instance, 'sample_extension', '1', { key: 'greeting', value: 'Welcome back' });

  api.get('/artifact/namespaces', (call) => {
    const namespaces = [...new Set(artifacts.all().map((artifact) => artifact.namespace))];
    const counts = namespaces.map((namespace) => ({
      namespace,
      count: artifacts.where('namespace', namespace).length,
    }));
    return pageOf(call, counts, instance.origin());
  });
  api.get('/artifact/usage', () => ({
    max_size: bytesMax,
    usage: artifacts.all().reduce((sum, artifact) => sum + sizeOf(artifact), 0),
  }));
  api.get('/artifact/:namespace', (call) => pageOf(call, named(call).map(present), instance.origin()));
  api.get('/artifact/:namespace/search', (call) =>
    pageOf(call, of(call).filter(matches(call)).map(present), instance.origin()),
  );
  api.get('/artifact/:namespace/value', (call) => {
    const [artifact] = named(call);
    return new Answer(200, String(artifact?.value), { 'content-type': String(artifact?.content_type) });
  });
  api.put('/artifacts/:namespace', (call) => {
    if (!Array.isArray(call.body)) throw badRequest('The request body must be a JSON array of artifacts.');
    const bodies = call.body.map((entry) => readArtifact(instance, call, entry));
    return bodies.map((body) => present(write(instance, param(call, 'namespace'), call.token.userId, body)));
  });
  api.delete('/artifact/:namespace', (call) => {
    for (const artifact of named(call)) artifacts.remove(artifact.id);
    return noContent;
  });
  api.delete('/artifact/:namespace/purge', (call) => {
    for (const artifact of of(call)) artifacts.remove(artifact.id);
    return noContent;
  });
}

/** Throws a 400 when an existing artifact is written without its current version. */
function readArtifact(instance: Instance, call: Call, entry: unknown): LookerRecord {
  if (!isRecord(entry)) throw badRequest('Each artifact must be a JSON object.');
  const kinds = { key: 'string', value: 'string', content_type: 'string', version: 'integer' } as const;
  const { version, ...body } = acceptProperties(entry, kinds, ['key', 'value']);
  const existing = findArtifact(instance, param(call, 'namespace'), body.key);
  if (existing !== undefined && existing.version !== version) {
    throw badRequest(`The artifact "${String(body.key)}" has another version.`);
  }
  return body;
}

function write(instance: Instance, namespace: string, userId: string, body: LookerRecord): StoredRecord {
  const { artifacts } = instance.content;
  const at = instance.clock().toISOString();
  const existing = findArtifact(instance, namespace, body.key);
  const written = { content_type: 'text/plain', ...body, updated_at: at, updated_by_userid: userId };
  if (existing !== undefined)
    return artifacts.change(existing.id, { ...written, version: Number(existing.version) + 1 });
  return artifacts.add({ ...written, namespace, version: 1, created_at: at, created_by_userid: userId });
}

function findArtifact(instance: Instance, namespace: string, key: unknown): StoredRecord | undefined {
  return instance.content.artifacts.where('namespace', namespace).find((artifact) => artifact.key === key);
}

function matches(call: Call): (artifact: StoredRecord) => boolean {
  const { key = '%', user_ids: userIds, min_size: least = '0', max_size: most = String(bytesMax) } = call.query;
  return (artifact) =>
    matchesPattern(artifact.key, key) &&
    (userIds === undefined || userIds.split(',').includes(String(artifact.created_by_userid))) &&
    sizeOf(artifact) >= Number(least) &&
    sizeOf(artifact) <= Number(most);
}

function sizeOf(artifact: StoredRecord): number {
  return Buffer.byteLength(String(artifact.value));
}

function sortedByKey(artifacts: readonly StoredRecord[]): StoredRecord[] {
  return [...artifacts].sort((left, right) => String(left.key).localeCompare(String(right.key)));
}

function present(artifact: StoredRecord): LookerRecord {
  return completeRecord('Artifact', { ...artifact, value_size: sizeOf(artifact) });
}
