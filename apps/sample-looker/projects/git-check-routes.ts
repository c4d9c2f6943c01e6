import { type Api, bodyRecord, type Call, type LookerRecord, noContent, param } from '../api.js';
import type { Instance } from '../instance.js';
import { invalid, notFound } from '../looker-errors.js';
import { Collection } from '../records/collection.js';
import { acceptProperties } from '../records/writable.js';
import { dependenciesOf } from './manifest.js';
import type { Project } from './projects.js';

/** In the order in which they make sense. */
const connectionTests: Readonly<Record<string, string>> = {
  git_hostname_resolves_test: 'Tests whether the git hostname can be resolved',
  git_ssh_connection_test: 'Tests whether the git server accepts a connection',
  git_read_access_test: 'Tests whether the repository can be read',
  git_write_access_test: 'Tests whether the repository can be written',
};

/** Tests of the git connection, diagnostic reports and the credentials of remote dependencies. */
export function registerGitCheckRoutes(api: Api, instance: Instance): void {
  const { projects } = instance;
  const projectOf = (call: Call) => projects.get(param(call, 'project_id'));

  api.get('/projects/:project_id/git_connection_tests', (call) => {
    checkRemote(instance, call, projectOf(call));
    return Object.entries(connectionTests).map(([id, description]) => ({ id, description, can: {} }));
  });
  api.get('/projects/:project_id/git_connection_tests/:test_id', (call) => {
    const project = projectOf(call);
    checkRemote(instance, call, project);
    const id = param(call, 'test_id');
    const description = connectionTests[id];
    if (description === undefined) throw notFound();
    // A repository of the instance itself can always be reached; a remote one needs the project's key.
    const isReachable = project.settings.git_remote_url === null || project.deployKey !== null;
    const message = isReachable
      ? `${description}: passed`
      : 'The remote refused the connection: there is no deploy key.';
    return { id, message, status: isReachable ? 'pass' : 'fail', can: {} };
  });
  registerDiagnostics(api, instance, projectOf);
  registerCredentials(api, instance);
}

function checkRemote(instance: Instance, call: Call, project: Project): void {
  const { remote_url: remoteUrl } = call.query;
  if (!remoteUrl) return;
  const known = dependenciesOf(instance.projects.treeOf(project, call.token)).map(({ url }) => url);
  if (!known.includes(remoteUrl)) throw invalid('remote_url', 'No dependency of this project has this address.');
}

function registerDiagnostics(api: Api, instance: Instance, projectOf: (call: Call) => Project): void {
  const reports = new Collection();
  const reportOf = (call: Call) => {
    const report = reports.get(param(call, 'report_id'));
    if (report.project_id !== projectOf(call).name) throw notFound();
    return report;
  };
  const now = () => instance.clock().toISOString();
  api.post('/projects/:project_id/git_diagnostic_report', (call) => {
    const { project_type: type } = acceptProperties(bodyRecord(call), { project_type: 'string' });
    return reports.add({
      project_id: projectOf(call).name,
      user_id: call.token.userId,
      project_type: type ?? 'developer',
      state: 'completed',
      status: 'healthy',
      issues: [],
      created_at: now(),
      updated_at: now(),
      can: { show: true },
    });
  });
  api.get('/projects/:project_id/git_diagnostic_report/:report_id', (call) => reportOf(call));
  api.post('/projects/:project_id/git_diagnostic_report/:report_id/repair', (call) =>
    reports.change(reportOf(call).id, { state: 'repaired', updated_at: now() }),
  );
}

function registerCredentials(api: Api, instance: Instance): void {
  const { projects } = instance;
  const projectOf = (call: Call) => projects.get(param(call, 'root_project_id'));
  const remotesOf = (call: Call) => dependenciesOf(projects.treeOf(projectOf(call), call.token));
  const present = (project: Project, id: string, remoteUrl: string): LookerRecord => {
    const known = project.credentials.get(id);
    return {
      id,
      root_project_id: project.name,
      remote_url: remoteUrl,
      git_username: known?.username ?? null,
      ssh_public_key: known?.sshPublicKey ?? null,
      is_configured: known !== undefined,
      can: { show: true, update: true },
    };
  };
  const urlOf = (call: Call) => {
    const url = remotesOf(call).find(({ name }) => name === param(call, 'credential_id'))?.url ?? null;
    if (url === null) throw notFound();
    return url;
  };
  api.get('/projects/:root_project_id/credentials', (call) =>
    remotesOf(call).flatMap(({ name, url }) => (url === null ? [] : [present(projectOf(call), name, url)])),
  );
  api.put('/projects/:root_project_id/credential/:credential_id', (call) => {
    const [project, id, url] = [projectOf(call), param(call, 'credential_id'), urlOf(call)];
    const types = { git_username: 'string', git_password: 'string', ssh_public_key: 'string' } as const;
    const { git_username: username, ssh_public_key: key } = acceptProperties(bodyRecord(call), types);
    project.credentials.set(id, { username: textOf(username), sshPublicKey: textOf(key) });
    return present(project, id, url);
  });
  api.delete('/projects/:root_project_id/credential/:credential_id', (call) => {
    urlOf(call);
    projectOf(call).credentials.delete(param(call, 'credential_id'));
    return noContent;
  });
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
