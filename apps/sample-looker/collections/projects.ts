import { type Api, type LookerRecord, param } from '../api.js';
import type { Instance } from '../instance.js';
import { notFound } from '../looker-errors.js';

/** The LookML projects behind the models, to list and look at. */
export function registerProjectRoutes(api: Api, instance: Instance): void {
  const names = [...new Set(instance.models.map((model) => model.projectName))];
  const project = (name: string): LookerRecord => ({
    id: name,
    name,
    uses_git: false,
    is_git_dev_locked: false,
    git_remote_url: null,
    git_production_branch_name: null,
    git_service_name: null,
    pull_request_mode: 'off',
    validation_required: true,
    git_release_mgmt_enabled: false,
    allow_warnings: true,
    is_example: true,
    has_production_counterpart: true,
    dependency_status: 'lock_optional',
    can: { show: true, index: true },
  });
  api.get('/projects', () => names.map(project));
  api.get('/projects/:project_id', (call) => {
    const name = param(call, 'project_id');
    if (!names.includes(name)) throw notFound();
    return project(name);
  });
  api.get('/workspaces', () => [workspace('production'), workspace('dev')]);
  api.get('/workspaces/:workspace_id', (call) => {
    const id = param(call, 'workspace_id');
    if (id !== 'production' && id !== 'dev') throw notFound();
    return workspace(id);
  });

  function workspace(id: string): LookerRecord {
    return { id, projects: names.map(project), can: { show: true } };
  }
}
