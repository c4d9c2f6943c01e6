import type { Instance } from '../instance.js';
import type { LookmlModel } from '../models/model-types.js';
import { visibleModel } from '../system-activity/visible-model.js';
import type { Viewer } from '../tokens.js';
import { modelsOfTree } from './tree-models.js';

/**
 * The configured models as a workspace has them: in `dev` from the LookML that the viewer has checked out, changes that
 * were not committed included, in `production` from what is deployed. As long as that is the sample's own LookML, they are
 * the models that it was written from, and nothing is read.
 */
export function workspaceModels(instance: Instance, viewer: Viewer): LookmlModel[] {
  return instance.models.map((model) => modelInWorkspace(instance, viewer, model));
}

/** `undefined` for a model that is not configured or not there for the viewer; one whose file is not there, or cannot be read, has no explores. */
export function findWorkspaceModel(instance: Instance, viewer: Viewer, name: string): LookmlModel | undefined {
  const model = visibleModel(instance, name, viewer.userId);
  return model && modelInWorkspace(instance, viewer, model);
}

export function modelInWorkspace(instance: Instance, viewer: Viewer, model: LookmlModel): LookmlModel {
  const { projects } = instance;
  const project = projects.find(model.projectName);
  const isMadeUp = project === undefined || model.sequenceRowCount !== undefined;
  if (isMadeUp || projects.isSample(project, viewer)) return model;
  return { ...model, ...(modelsOfTree(projects.treeWithImports(project, viewer)).get(model.name) ?? { explores: [] }) };
}
