import { Answer, type Api, bodyRecord, type Call, type LookerRecord, noContent, param } from '../api.js';
import type { Instance } from '../instance.js';
import { badRequest, conflict, invalid, LookerError, notFound } from '../looker-errors.js';
import { acceptProperties } from '../records/writable.js';
import type { Checkout, FileAction } from './checkout.js';
import { generateFiles } from './generate-files.js';
import { isReadOnly, type Project } from './projects.js';
import type { Tree } from './repository.js';

const filesMax = 2_000;
const editablePath = /^(?:[\w .-]+\/)*[\w .-]+\.(?:lkml|lookml|md|json|topojson|strings|txt)$/;
const directoryPath = /^(?:[\w .-]+\/)*[\w .-]+$/;
const actionTexts: Readonly<Record<FileAction, string>> = {
  add: 'Added, not committed',
  edit: 'Changed, not committed',
  delete: 'Deleted, not committed',
};

/** The files and directories of a project in the selected workspace, and views generated from tables. */
export function registerFileRoutes(api: Api, instance: Instance): void {
  const { projects } = instance;
  const projectOf = (call: Call) => projects.get(param(call, 'project_id'));
  const writableOf = (call: Call) => projects.requireWritableCheckout(projectOf(call), call.token);
  const present = (call: Call, path: string) => presentFile(instance, { project: projectOf(call), call }, path);

  api.get('/projects/:project_id/files', (call) => {
    const project = projectOf(call);
    const paths = [...projects.treeOf(project, call.token).keys()];
    return paths.sort().map((path) => presentFile(instance, { project, call }, path));
  });
  api.get('/projects/:project_id/files/file', (call) => present(call, existingPath(instance, call, 'file_id')));
  api.get('/projects/:project_id/file/content', (call) => {
    const tree = projects.treeOf(projectOf(call), call.token);
    const text = tree.get(existingPath(instance, call, 'file_path')) ?? '';
    return new Answer(200, text, { 'content-type': 'text/plain; charset=utf-8' });
  });
  api.post('/projects/:project_id/files', (call) => {
    const checkout = writableOf(call);
    const { path, content } = fileOf(call);
    if (checkout.tree.has(path)) throw conflict(`File "${path}" already exists.`);
    if (checkout.tree.size >= filesMax) throw tooManyFiles();
    checkout.write(path, content);
    return present(call, path);
  });
  api.put('/projects/:project_id/files', (call) => {
    const checkout = writableOf(call);
    const { path, content } = fileOf(call);
    if (!checkout.tree.has(path)) throw notFound();
    checkout.write(path, content);
    return present(call, path);
  });
  api.delete('/projects/:project_id/files', (call) => {
    const checkout = writableOf(call);
    checkout.remove(existingPath(instance, call, 'file_path'));
    return noContent;
  });
  api.post('/projects/:project_id/generate', (call) => {
    const checkout = writableOf(call);
    const files = generateFiles(instance, call);
    if (checkout.tree.size + files.size > filesMax) throw tooManyFiles();
    for (const [path, text] of files) checkout.write(path, text);
    return [...files.keys()].map((path) => present(call, path));
  });
  registerDirectories(api, instance, writableOf);
}

function registerDirectories(api: Api, instance: Instance, writableOf: (call: Call) => Checkout): void {
  const { projects } = instance;
  api.get('/projects/:project_id/directories', (call) => {
    const project = projects.get(param(call, 'project_id'));
    const isDev = call.token.workspaceId === 'dev';
    const made = isDev ? projects.requireCheckout(project, call.token).directories : [];
    return [...new Set([...directoriesOf(projects.treeOf(project, call.token)), ...made])].sort();
  });
  api.post('/projects/:project_id/directories', (call) => {
    const checkout = writableOf(call);
    const { path } = acceptProperties(bodyRecord(call), { path: 'string' }, ['path']);
    const directory = String(path).replace(/\/$/, '');
    if (!directoryPath.test(directory) || directory.includes('..')) throw invalid('path', 'Not a path of a directory.');
    if (checkout.directories.has(directory) || directoriesOf(checkout.tree).has(directory)) {
      throw conflict(`Directory "${directory}" already exists.`);
    }
    checkout.directories.add(directory);
    return { path: directory };
  });
  api.delete('/projects/:project_id/directories', (call) => {
    const checkout = writableOf(call);
    const directory = (call.query.path ?? '').replace(/\/$/, '');
    const inside = [...checkout.tree.keys()].filter((path) => path.startsWith(`${directory}/`));
    if (directory === '' || (inside.length === 0 && !checkout.directories.has(directory))) throw notFound();
    for (const path of inside) checkout.remove(path);
    checkout.directories.delete(directory);
    return noContent;
  });
}

function presentFile(
  instance: Instance,
  { project, call }: { project: Project; call: Call },
  path: string,
): LookerRecord {
  const { projects } = instance;
  const checkout = call.token.workspaceId === 'dev' ? projects.requireCheckout(project, call.token) : null;
  const action = checkout?.changes().get(path);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const extension = /(?:\.(?:model|view|explore|dashboard))?\.\w+$/.exec(name)?.[0] ?? '';
  return {
    id: path,
    path,
    title: extension.startsWith('.lkml') || extension === '.md' ? name : name.slice(0, -extension.length || undefined),
    type: typeOf(path),
    extension,
    mime_type: path.endsWith('.md') ? 'text/markdown' : path.endsWith('json') ? 'application/json' : 'text/x-lookml',
    editable: checkout !== null && !isReadOnly(project, checkout.branch, call.token.userId),
    git_status: action === undefined ? null : { action, conflict: false, revertable: true, text: actionTexts[action] },
    can: { show: true, index: true },
  };
}

function typeOf(path: string): string {
  const middle = /\.(model|view|explore|dashboard)\.(?:lkml|lookml)$/.exec(path)?.[1];
  if (middle !== undefined) return middle;
  if (path === 'manifest.lkml') return 'manifest';
  return path.endsWith('.md') ? 'document' : path.endsWith('.lkml') ? 'lookml' : 'other';
}

/** The path that a query parameter names. Throws a 400 without one and a 404 when there is no such file. */
function existingPath({ projects }: Instance, call: Call, parameter: 'file_id' | 'file_path'): string {
  const path = call.query[parameter] ?? '';
  if (path === '') throw badRequest(`${parameter} is required.`);
  if (!projects.treeOf(projects.get(param(call, 'project_id')), call.token).has(path)) throw notFound();
  return path;
}

function fileOf(call: Call): { path: string; content: string } {
  const body = acceptProperties(bodyRecord(call), { path: 'string', content: 'string' }, ['path']);
  const path = String(body.path);
  if (!editablePath.test(path) || path.includes('..')) throw invalid('path', 'Not a path of a LookML or text file.');
  return { path, content: String(body.content ?? '') };
}

function tooManyFiles(): LookerError {
  return new LookerError(422, 'This project holds too many files.');
}

function directoriesOf(tree: Tree): Set<string> {
  const directories = new Set<string>();
  for (const path of tree.keys()) {
    const parts = path.split('/').slice(0, -1);
    for (let depth = 1; depth <= parts.length; depth += 1) directories.add(parts.slice(0, depth).join('/'));
  }
  return directories;
}
