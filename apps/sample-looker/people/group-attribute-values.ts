import { type Api, isRecord, type LookerRecord, noContent, param } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { Instance } from '../instance.js';
import { badRequest, notFound } from '../looker-errors.js';
import type { StoredRecord } from '../records/collection.js';
import type { Content } from '../records/content-store.js';
import { idsOf } from '../records/references.js';
import { acceptProperties } from '../records/writable.js';

/** The value that a user's groups give an attribute; the one of the lowest rank counts. */
export function groupValueOf(content: Content, attribute: StoredRecord, user: StoredRecord): StoredRecord | undefined {
  return valuesOf(content, attribute.id).find((value) => idsOf(user.group_ids).includes(String(value.group_id)));
}

/** Values of user attributes for the members of groups. */
export function registerGroupAttributeValueRoutes(api: Api, { content }: Instance): void {
  const { userAttributes, groups, groupAttributeValues } = content;
  const path = '/user_attributes/:user_attribute_id/group_values';
  const present = (value: StoredRecord) =>
    completeRecord('UserAttributeGroupValue', {
      ...value,
      value_is_hidden: userAttributes.find(value.user_attribute_id)?.value_is_hidden === true,
    });
  api.get(path, (call) => valuesOf(content, userAttributes.get(param(call, 'user_attribute_id')).id).map(present));
  api.post(path, (call) => {
    const attribute = userAttributes.get(param(call, 'user_attribute_id'));
    if (!Array.isArray(call.body)) throw badRequest('The request body must be a JSON array of values.');
    const wanted = call.body.map((entry, rank) => readValue(content, entry, rank));
    for (const value of valuesOf(content, attribute.id)) groupAttributeValues.remove(value.id);
    for (const value of wanted) groupAttributeValues.add({ ...value, user_attribute_id: attribute.id });
    return valuesOf(content, attribute.id).map(present);
  });
  const onePath = '/groups/:group_id/attribute_values/:user_attribute_id';
  api.patch(onePath, (call) => {
    const group = groups.get(param(call, 'group_id'));
    const attribute = userAttributes.get(param(call, 'user_attribute_id'));
    const { value } = readValue(content, { ...(isRecord(call.body) ? call.body : {}), group_id: group.id }, 0);
    const values = valuesOf(content, attribute.id);
    const existing = values.find((candidate) => candidate.group_id === group.id);
    if (existing !== undefined) return present(groupAttributeValues.change(existing.id, { value }));
    const added = { group_id: group.id, user_attribute_id: attribute.id, value, rank: values.length };
    return present(groupAttributeValues.add(added));
  });
  api.delete(onePath, (call) => {
    const values = valuesOf(content, userAttributes.get(param(call, 'user_attribute_id')).id);
    const existing = values.find((candidate) => candidate.group_id === param(call, 'group_id'));
    if (existing === undefined) throw notFound();
    groupAttributeValues.remove(existing.id);
    return noContent;
  });
}

function readValue(content: Content, entry: unknown, position: number): LookerRecord {
  if (!isRecord(entry)) throw badRequest('Each value must be a JSON object.');
  const kinds = { group_id: 'id', value: 'string', rank: 'integer' } as const;
  const { rank = position, ...accepted } = acceptProperties(entry, kinds, ['group_id', 'value']);
  content.groups.get(accepted.group_id);
  return { ...accepted, rank };
}

function valuesOf(content: Content, attributeId: string): StoredRecord[] {
  const values = content.groupAttributeValues.where('user_attribute_id', attributeId);
  return values.sort((left, right) => Number(left.rank) - Number(right.rank));
}
