import { type Api, type Call, param } from '../api.js';
import type { Instance } from '../instance.js';
import { notFound } from '../looker-errors.js';
import { compileBody } from '../queries/answer-query.js';
import { sqlString } from '../queries/sql/sql-text.js';
import { pageOf } from '../records/paging.js';
import { allModels, maySeeActivity, warehouseOf } from '../system-activity/visible-model.js';
import { viewerOf } from '../tokens.js';
import { findWorkspaceModel, modelInWorkspace } from '../workspaces/workspace-models.js';
import { describeExplore, describeModel } from './describe-explore.js';
import { isSuggestable } from './describe-field.js';
import { fieldsOf, findExplore } from './fields.js';
import type { LookmlModel } from './model-types.js';
import { registerModelWrites } from './model-writes.js';

const suggestionsMax = 200;

/** Models, explores and the suggestions for a field's filter. */
export function registerModelRoutes(api: Api, instance: Instance): void {
  const modelOf = (call: Call, name: string): LookmlModel => {
    const model = findWorkspaceModel(instance, call.token, param(call, name));
    if (model === undefined) throw notFound();
    return model;
  };
  api.get('/lookml_models', (call) => {
    const isInternal = call.query.include_internal === 'true' && maySeeActivity(instance, call.token.userId);
    const models = isInternal ? allModels(instance) : instance.models;
    const listed = models
      .map((model) => modelInWorkspace(instance, call.token, model))
      .filter((model) => call.query.exclude_empty !== 'true' || model.explores.length > 0);
    return pageOf(call, listed.map(describeModel), instance.origin());
  });
  registerModelWrites(api, instance);
  api.get('/lookml_models/:lookml_model_name', (call) => describeModel(modelOf(call, 'lookml_model_name')));
  api.get('/lookml_models/:lookml_model_name/explores/:explore_name', (call) => {
    const model = modelOf(call, 'lookml_model_name');
    const explore = findExplore(model, param(call, 'explore_name'));
    if (explore === undefined) throw notFound();
    return describeExplore(model, explore);
  });
  api.get('/models/:model_name/views/:view_name/fields/:field_name/suggestions', (call) => {
    const model = modelOf(call, 'model_name');
    const explore = findExplore(model, param(call, 'view_name'));
    const field = explore && fieldsOf(explore).find((candidate) => candidate.name === param(call, 'field_name'));
    if (field === undefined) throw notFound();
    const found = isSuggestable(field) ? suggestions(instance, call, model, field.name) : [];
    return {
      suggestions: found.slice(0, suggestionsMax),
      error: null,
      from_cache: false,
      hit_limit: found.length > suggestionsMax,
      used_calcite_materialization: false,
    };
  });
}

function suggestions(instance: Instance, call: Call, model: LookmlModel, fieldName: string): string[] {
  const view = param(call, 'view_name');
  const query = compileBody(
    instance,
    { model: model.name, view, fields: [fieldName], sorts: [fieldName] },
    viewerOf(call.token),
  );
  const term = sqlString(`%${(call.query.term ?? '').replace(/[%_^]/g, '^$&')}%`);
  const sql = `SELECT value FROM (SELECT "${fieldName}" AS value FROM (${query.sqlFor(query.dimensions)})) WHERE value LIKE ${term} ESCAPE '^'`;
  return warehouseOf(instance, model)
    .select(sql, suggestionsMax + 1)
    .rows.map((row) => String(row[0]));
}
