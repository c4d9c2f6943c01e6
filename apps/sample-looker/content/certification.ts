import { type Api, type Call, type LookerRecord, param } from '../api.js';
import type { Instance } from '../instance.js';
import { notFound } from '../looker-errors.js';
import { findModel } from '../models/fields.js';
import { displayNameOf } from '../people/user-summary.js';
import { acceptBody } from '../records/accept-body.js';
import { presentDashboard } from './dashboards.js';
import { presentListedLook } from './looks.js';

/** Looker's `Certification` that the body of this call puts on a record. */
export function certificationOf(instance: Instance, call: Call): LookerRecord {
  const path = '/dashboards/{dashboard_id}/certification';
  const { certification_status: status, notes = null } = acceptBody(call, 'PATCH', path, ['certification_status']);
  return {
    certification_status: status,
    notes,
    ui_status: null,
    user_name: displayNameOf(instance.content.users.find(call.token.userId)),
    updated_at: instance.clock().toISOString(),
  };
}

/** Certification of dashboards, looks and self-service models; LookML that those are made of. */
export function registerCertificationRoutes(api: Api, instance: Instance): void {
  const { dashboards, looks, settings } = instance.content;
  const modelOf = (call: Call) => {
    const model = findModel(instance.models, param(call, 'model_name'));
    if (model === undefined) throw notFound();
    return model;
  };
  api.patch('/dashboards/:dashboard_id/certification', (call) => {
    const dashboard = dashboards.get(param(call, 'dashboard_id'));
    const certified = { certification_metadata: certificationOf(instance, call) };
    return presentDashboard(instance, dashboards.change(dashboard.id, certified));
  });
  api.patch('/looks/:look_id/certification', (call) => {
    const look = looks.get(param(call, 'look_id'));
    const certified = { certification_metadata: certificationOf(instance, call) };
    return presentListedLook(instance, looks.change(look.id, certified));
  });
  api.patch('/self_service_models/:model_name/certification', (call) => {
    const certification = certificationOf(instance, call);
    settings.add({ id: `certification of ${modelOf(call).name}`, ...certification });
    return certification;
  });
  api.get('/self_service_models/allowed_connections', () => instance.content.connections.all().map(({ name }) => name));
  api.get('/self_service_models/:model_name/lookml', (call) => {
    const model = modelOf(call);
    const explores = model.explores.map(
      ({ name, label, view }) => `explore: ${name} {\n  label: "${label}"\n  view_name: ${view.name}\n}`,
    );
    return [`connection: "${model.connectionName}"`, ...explores, ''].join('\n\n');
  });
  api.get('/models/:model_name', (call) => {
    const model = modelOf(call);
    return { name: model.name, connection: model.connectionName, value_formats: [] };
  });
}
