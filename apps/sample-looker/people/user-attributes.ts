import { type Api, bodyRecord, type Call, isRecord, type LookerRecord, noContent, param } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { Instance } from '../instance.js';
import type { StoredRecord } from '../records/collection.js';
import type { Content } from '../records/content-store.js';
import { checkName } from '../records/references.js';
import { registerResource } from '../records/resource-routes.js';
import { acceptProperties } from '../records/writable.js';
import { groupValueOf } from './group-attribute-values.js';

const defaults = { default_value: null, value_is_hidden: false, user_can_view: true, user_can_edit: true };
const unset = {
  ...{ is_system: false, is_permanent: false, hidden_value_domain_whitelist: null },
  ...{ needed_for_ci_run: false, value_for_ci_run: null },
};

/** User attributes and the values that users have for them. */
export function registerUserAttributeRoutes(api: Api, instance: Instance): void {
  const { userAttributes, groupAttributeValues } = instance.content;
  registerResource(api, instance, {
    path: '/user_attributes',
    collection: userAttributes,
    present: ({ values: _, ...attribute }) => ({ ...unset, ...attribute, can: { show: true, update: true } }),
    prepare: (properties) => {
      checkName(userAttributes, 'name', properties.name);
      return { ...defaults, ...properties, values: {} };
    },
    beforeRemove: (attribute) => {
      groupAttributeValues.removeWhere('user_attribute_id', attribute.id);
    },
  });
  registerValues(api, instance);
}

function registerValues(api: Api, { content }: Instance): void {
  const { userAttributes, users } = content;
  const path = '/users/:user_id/attribute_values';
  const setValue = (call: Call, value: unknown) => {
    const user = users.get(param(call, 'user_id'));
    const attribute = userAttributes.get(param(call, 'user_attribute_id'));
    const values = { ...valuesOf(attribute), [user.id]: value };
    return presentValue(content, userAttributes.change(attribute.id, { values }), user);
  };
  api.get(path, (call) => {
    const user = users.get(param(call, 'user_id'));
    return userAttributes.all().map((attribute) => presentValue(content, attribute, user));
  });
  api.patch(`${path}/:user_attribute_id`, (call) =>
    setValue(call, acceptProperties(bodyRecord(call), { value: 'string' }, ['value']).value),
  );
  api.delete(`${path}/:user_attribute_id`, (call) => {
    setValue(call, undefined);
    return noContent;
  });
}

/** What a user has for an attribute: the user's own value, else the one of a group, else the default. */
export function attributeValue(content: Content, attribute: StoredRecord, user: StoredRecord) {
  const own = valuesOf(attribute)[user.id];
  const ofGroup = groupValueOf(content, attribute, user);
  return { own, ofGroup, value: own ?? ofGroup?.value ?? attribute.default_value ?? null };
}

/** Looker's `UserAttributeWithValue`. */
function presentValue(content: Content, attribute: StoredRecord, user: StoredRecord): LookerRecord {
  const { own, ofGroup, value } = attributeValue(content, attribute, user);
  const groupName = content.groups.find(ofGroup?.group_id)?.name;
  return completeRecord('UserAttributeWithValue', {
    user_attribute_id: attribute.id,
    user_id: user.id,
    name: attribute.name,
    label: attribute.label,
    value,
    source: own !== undefined ? 'User' : ofGroup === undefined ? 'Default' : `Group: ${String(groupName)}`,
    user_can_edit: attribute.user_can_edit ?? true,
    value_is_hidden: attribute.value_is_hidden ?? false,
    rank: ofGroup?.rank ?? null,
    can: { show_value: true },
  });
}

function valuesOf(attribute: StoredRecord): LookerRecord {
  return isRecord(attribute.values) ? attribute.values : {};
}
