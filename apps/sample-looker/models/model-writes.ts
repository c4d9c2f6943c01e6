import { type Api, type Call, type LookerRecord, noContent, param } from '../api.js';
import type { Instance } from '../instance.js';
import { conflict, invalid, LookerError, notFound } from '../looker-errors.js';
import { acceptBody } from '../records/accept-body.js';
import { allModels } from '../system-activity/visible-model.js';
import { modelInWorkspace } from '../workspaces/workspace-models.js';
import { describeModel } from './describe-explore.js';
import { findModel, labelOf } from './fields.js';
import { lookmlModels } from './lookml-models.js';
import type { LookmlModel } from './model-types.js';

const modelsMax = 500;
const connectionNames = [...new Set(lookmlModels.map((model) => model.connectionName))];

/**
 * The configuration of models: which project a model is in and which connections it may use. A model has explores when
 * the sample has a model of its name; deleting its configuration hides them, and creating it anew brings them back.
 */
export function registerModelWrites(api: Api, instance: Instance): void {
  const { models } = instance;
  const indexOf = (call: Call) => {
    const index = models.findIndex((model) => model.name === param(call, 'lookml_model_name'));
    if (index < 0) throw notFound();
    return index;
  };
  api.post('/lookml_models', (call) => {
    const body = acceptBody(call, 'POST', '/lookml_models', ['name', 'project_name']);
    if (findModel(allModels(instance), String(body.name)) !== undefined)
      throw conflict(`Model "${body.name}" already exists.`);
    if (models.length >= modelsMax) throw new LookerError(422, 'This sample instance holds too many models.');
    const model = changed(instance, newModel(String(body.name)), body);
    models.push(model);
    return describeModel(modelInWorkspace(instance, call.token, model));
  });
  api.patch('/lookml_models/:lookml_model_name', (call) => {
    const index = indexOf(call);
    const body = acceptBody(call, 'PATCH', '/lookml_models/{lookml_model_name}');
    const model = changed(instance, models[index] ?? newModel(''), body);
    if (models.some((other, at) => at !== index && other.name === model.name)) {
      throw conflict(`Model "${model.name}" already exists.`);
    }
    models[index] = model;
    return describeModel(modelInWorkspace(instance, call.token, model));
  });
  api.delete('/lookml_models/:lookml_model_name', (call) => {
    models.splice(indexOf(call), 1);
    return noContent;
  });
}

function newModel(name: string): LookmlModel {
  const known = findModel(lookmlModels, name);
  return (
    known ?? { name, label: labelOf(name), projectName: '', connectionName: connectionNames[0] ?? '', explores: [] }
  );
}

function changed(instance: Instance, model: LookmlModel, body: LookerRecord): LookmlModel {
  const names = Array.isArray(body.allowed_db_connection_names) ? body.allowed_db_connection_names.map(String) : null;
  const unknown = names?.find((name) => !connectionNames.includes(name));
  if (unknown !== undefined) {
    throw invalid('allowed_db_connection_names', `There is no connection "${unknown}".`);
  }
  const { project_name: projectName } = body;
  if (typeof projectName === 'string' && !instance.projects.all().some(({ name }) => name === projectName)) {
    throw invalid('project_name', `There is no project "${projectName}".`);
  }
  return {
    ...model,
    ...(typeof body.name === 'string' ? { name: body.name } : {}),
    ...(typeof projectName === 'string' ? { projectName } : {}),
    ...(names === null ? {} : { allowedConnectionNames: names }),
    ...(typeof body.unlimited_db_connections === 'boolean'
      ? { hasUnlimitedConnections: body.unlimited_db_connections }
      : {}),
  };
}
