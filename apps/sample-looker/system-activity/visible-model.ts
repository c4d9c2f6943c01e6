import { hasPermission } from '../access/permissions.js';
import type { Warehouse } from '../data/warehouse.js';
import type { Instance } from '../instance.js';
import { findModel } from '../models/fields.js';
import type { LookmlModel } from '../models/model-types.js';
import { systemActivityModel, systemActivityName } from './system-activity-model.js';

/** A model by its name; Looker's own about its use is there for who may see that alone. */
export function visibleModel(instance: Instance, name: string, userId: string | null): LookmlModel | undefined {
  if (name !== systemActivityName) return findModel(instance.models, name);
  return userId !== null && maySeeActivity(instance, userId) ? systemActivityModel : undefined;
}

export function maySeeActivity({ content }: Instance, userId: string): boolean {
  return hasPermission(content, userId, 'see_system_activity');
}

/** Every model there is, Looker's own included. */
export function allModels({ models }: Instance): readonly LookmlModel[] {
  return [...models, systemActivityModel];
}

/** The tables that a model queries. */
export function warehouseOf(instance: Instance, model: LookmlModel): Pick<Warehouse, 'select'> {
  return model === systemActivityModel ? instance.activity : instance.warehouse;
}
