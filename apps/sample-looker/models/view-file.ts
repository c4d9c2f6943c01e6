import type { LookmlModel, ViewModel } from './model-types.js';

/** The file of a view, and the project that it is in: the model's own, or one that it imports. */
export function fileOf(
  view: ViewModel,
  model: Pick<LookmlModel, 'projectName'>,
): { projectName: string; path: string } {
  const { file = `${view.name}.view.lkml` } = view;
  const [, imported, path = file] = /^\/\/([^/]+)\/(.+)$/.exec(file) ?? [];
  return { projectName: imported ?? model.projectName, path };
}
