import { type Api, bodyRecord, isRecord, type LookerRecord, noContent, param } from '../api.js';
import type { Instance } from '../instance.js';
import type { Collection, StoredRecord } from './collection.js';
import { checkName } from './references.js';
import { registerResource } from './resource-routes.js';
import { acceptProperties } from './writable.js';

const defaults = { default_value: null, value_is_hidden: false, user_can_view: true, user_can_edit: true };

/** User attributes and the values that users have for them. */
export function registerUserAttributeRoutes(api: Api, instance: Instance): void {
  const { userAttributes } = instance.content;
  registerResource(api, instance, {
    path: '/user_attributes',
    idParam: 'user_attribute_id',
    collection: userAttributes,
    writable: {
      name: 'string',
      label: 'string',
      type: 'string',
      default_value: 'string',
      value_is_hidden: 'boolean',
      user_can_view: 'boolean',
      user_can_edit: 'boolean',
    },
    required: ['name', 'label', 'type'],
    present: ({ values: _, ...attribute }) => ({ ...attribute, can: { show: true, update: true } }),
    prepare: (properties) => {
      checkName(userAttributes, 'name', properties.name);
      return { ...defaults, ...properties, values: {} };
    },
  });
  registerValues(api, instance);
}

function registerValues(api: Api, instance: Instance): void {
  const { userAttributes, users } = instance.content;
  const path = '/users/:user_id/attribute_values';
  api.get(path, (call) => {
    const user = users.get(param(call, 'user_id'));
    return userAttributes.all().map((attribute) => presentValue(attribute, user.id));
  });
  api.patch(`${path}/:user_attribute_id`, (call) => {
    const user = users.get(param(call, 'user_id'));
    const { value } = acceptProperties(bodyRecord(call), { value: 'string' }, ['value']);
    return setValue(userAttributes, { id: param(call, 'user_attribute_id'), userId: user.id, value });
  });
  api.delete(`${path}/:user_attribute_id`, (call) => {
    const user = users.get(param(call, 'user_id'));
    setValue(userAttributes, { id: param(call, 'user_attribute_id'), userId: user.id, value: undefined });
    return noContent;
  });
}

/** Looker's `UserAttributeWithValue`. */
function presentValue(attribute: StoredRecord, userId: string): LookerRecord {
  const own = valuesOf(attribute)[userId];
  return {
    user_attribute_id: attribute.id,
    user_id: userId,
    name: attribute.name,
    label: attribute.label,
    value: own ?? attribute.default_value ?? null,
    source: own === undefined ? 'Default' : 'User',
    user_can_edit: attribute.user_can_edit ?? true,
    value_is_hidden: attribute.value_is_hidden ?? false,
    rank: null,
    can: { show_value: true },
  };
}

function setValue(attributes: Collection, change: { id: string; userId: string; value: unknown }): LookerRecord {
  const attribute = attributes.get(change.id);
  const values = { ...valuesOf(attribute), [change.userId]: change.value };
  return presentValue(attributes.change(attribute.id, { values }), change.userId);
}

function valuesOf(attribute: StoredRecord): LookerRecord {
  return isRecord(attribute.values) ? attribute.values : {};
}
