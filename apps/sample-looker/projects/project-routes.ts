import { Answer, type Api, type Call, type LookerRecord, noContent, param } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { Instance } from '../instance.js';
import { badRequest, invalid, notFound } from '../looker-errors.js';
import { acceptBody } from '../records/accept-body.js';
import { propertyOf } from './lookml-parser.js';
import type { LookmlProblem } from './lookml-project.js';
import { validateTree } from './lookml-validation.js';
import { dependenciesOf, manifestNodes } from './manifest.js';
import { digestOf, type Project, productionBranch, requireDevMode, type Validation } from './projects.js';
import type { Tree } from './repository.js';

/** Properties that can be written and are never shown. */
const secrets = ['git_password', 'deploy_secret', 'unset_deploy_secret'];
const lockPath = 'manifest_lock.lkml';

export function presentProject(instance: Instance, project: Project): LookerRecord {
  return completeRecord(
    'Project',
    {
      ...project.settings,
      id: project.name,
      name: project.name,
      uses_git: true,
      is_example: instance.models.some((model) => model.projectName === project.name),
      has_production_counterpart: project.production !== null,
      can: { show: true, index: true, update: true, deploy: true },
    },
    secrets,
  );
}

/** Projects with their settings and manifests, the validation of their LookML, and workspaces. */
export function registerProjectRoutes(api: Api, instance: Instance): void {
  const { projects } = instance;
  const projectOf = (call: Call) => projects.get(param(call, 'project_id'));
  const present = (project: Project) => presentProject(instance, project);

  api.get('/projects', () => projects.all().map(present));
  api.get('/projects/:project_id', (call) => present(projectOf(call)));
  api.post('/projects', (call) => {
    requireDevMode(call.token);
    const { name, ...settings } = acceptBody(call, 'POST', '/projects', ['name']);
    if (settings.git_remote_url) throw badRequest('git_remote_url is not allowed here; set it with update_project.');
    if (!/^[a-z0-9][a-z0-9_-]*$/i.test(String(name))) throw invalid('name', 'Only letters, digits, "_" and "-".');
    const project = projects.create(String(name), call.token.userId);
    project.settings = { ...project.settings, ...withoutSecrets(settings) };
    return present(project);
  });
  api.patch('/projects/:project_id', (call) => {
    const project = projectOf(call);
    requireDevMode(call.token);
    const { name: _, ...settings } = acceptBody(call, 'PATCH', '/projects/{project_id}');
    if (typeof settings.git_remote_url === 'string' && !settings.git_remote_url.startsWith('https://')) {
      // The remote knows the project by its key; without one the connection is refused.
      if (project.deployKey === null) throw badRequest('Could not connect to the remote: there is no deploy key.');
    }
    project.settings = { ...project.settings, ...withoutSecrets(settings) };
    return present(project);
  });
  api.delete('/projects/:project_id', (call) => {
    requireDevMode(call.token);
    projects.remove(projectOf(call).name);
    return noContent;
  });
  api.get('/projects/:project_id/manifest', (call) => presentManifest(projects.treeOf(projectOf(call), call.token)));
  api.post('/projects/:project_id/manifest/lock_all', (call) => {
    const checkout = projects.requireWritableCheckout(projectOf(call), call.token);
    checkout.write(lockPath, lockText(checkout.tree));
    return noContent;
  });
  registerValidation(api, instance, projectOf);
  registerWorkspaces(api, instance);
}

/** A problem in the shape of Looker's `ProjectError`. */
export function presentProblem(found: LookmlProblem): LookerRecord {
  return {
    code: found.code,
    severity: 'error',
    kind: found.kind,
    message: found.message,
    field_name: found.fieldName,
    file_path: found.path,
    line_number: found.line,
    model_id: found.modelName,
    explore: found.exploreName,
    help_url: null,
    params: {},
    sanitized_message: found.message.replace(/"[^"]*"/g, '"…"'),
  };
}

/** The mistakes in the files of a tree. */
export function problemsIn(instance: Instance, tree: Tree): LookmlProblem[] {
  return validateTree(tree, [...new Set(instance.models.map((model) => model.connectionName))]);
}

function registerValidation(api: Api, instance: Instance, projectOf: (call: Call) => Project): void {
  const { projects } = instance;
  const keyOf = (call: Call) => (call.token.workspaceId === 'dev' ? call.token.userId : 'production');
  const present = ({ problems, treeDigest, seconds }: Validation): LookerRecord => ({
    errors: problems.map(presentProblem),
    project_digest: treeDigest,
    models_not_validated: [],
    computation_time: seconds,
  });
  api.post('/projects/:project_id/validate', (call) => {
    const project = projectOf(call);
    const tree = projects.treeWithImports(project, call.token);
    const startedAt = performance.now();
    const problems = problemsIn(instance, tree);
    const validation = { problems, treeDigest: digestOf(tree), seconds: (performance.now() - startedAt) / 1000 };
    project.validations.set(keyOf(call), validation);
    return present(validation);
  });
  api.get('/projects/:project_id/validate', (call) => {
    const project = projectOf(call);
    const validation = project.validations.get(keyOf(call));
    if (validation === undefined) return noContent;
    const isStale = validation.treeDigest !== digestOf(projects.treeWithImports(project, call.token));
    return { ...present(validation), stale: isStale };
  });
}

function registerWorkspaces(api: Api, instance: Instance): void {
  const workspace = (id: string): LookerRecord => ({
    id,
    projects: instance.projects
      .all()
      .filter((project) => id === 'dev' || project.production !== null)
      .map((project) => presentProject(instance, project)),
    can: { show: true },
  });
  api.get('/workspaces', () => [workspace('production'), workspace('dev')]);
  api.get('/workspaces/:workspace_id', (call) => {
    const id = param(call, 'workspace_id');
    if (id !== 'production' && id !== 'dev') throw notFound();
    return workspace(id);
  });
}

function withoutSecrets(settings: LookerRecord): LookerRecord {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !secrets.includes(name)));
}

function presentManifest(tree: Tree): Answer {
  const nodes = manifestNodes(tree);
  if (nodes.length === 0) throw notFound();
  const settings = nodes.find(({ key }) => key === 'localization_settings');
  return new Answer(200, {
    name: nodes.find(({ key }) => key === 'project_name')?.value ?? null,
    imports: dependenciesOf(tree).map(({ name, url, ref }) => ({ name, url, ref, is_remote: url !== null })),
    localization_settings: settings && {
      default_locale: propertyOf(settings, 'default_locale') ?? null,
      localization_level: propertyOf(settings, 'localization_level') ?? null,
    },
    can: { show: true },
  });
}

function lockText(tree: Tree): string {
  const remotes = dependenciesOf(tree).filter(({ url }) => url !== null);
  return remotes
    .map(({ name, url, ref }) => `lock: ${name} {\n  url: "${url}"\n  ref: "${ref ?? productionBranch}"\n}\n`)
    .join('\n');
}
