import { type Api, bodyRecord, type Call, isRecord, type LookerRecord } from '../api.js';
import { completeRecord, enumerationsOf, writableOf } from '../catalogue/described-records.js';
import { findOperation } from '../catalogue/looker-catalogue.js';
import type { Instance } from '../instance.js';
import { checkOneOf } from './references.js';
import { acceptProperties } from './writable.js';

/** One record that is always there, to read and to change. */
export interface DescribedSetting {
  /** As documented, e.g. `/password_config`. It also names the record. */
  path: string;
  /** Where it is changed, when that is another path. */
  updatePath?: string;
  type: string;
  initial: LookerRecord;
  hidden?: readonly string[];
  /** Properties that follow from others. */
  computed?(setting: LookerRecord, instance: Instance): LookerRecord;
  /** Checks a change; may throw. */
  check?(changes: LookerRecord, instance: Instance): void;
}

/** Registers reading and changing of each setting, as far as Looker documents them. */
export function registerDescribedSettings(api: Api, instance: Instance, settings: readonly DescribedSetting[]): void {
  for (const setting of settings) {
    instance.content.settings.add({ ...setting.initial, id: setting.path });
    const updatePath = setting.updatePath ?? setting.path;
    const update = findOperation('PATCH', updatePath) ?? findOperation('PUT', updatePath);
    api.get(setting.path, () => presentSetting(instance, setting));
    if (update === undefined) continue;
    api[update.verb === 'PUT' ? 'put' : 'patch'](updatePath, (call) => {
      const accepted = acceptProperties(bodyRecord(call), writableOf(update));
      for (const [name, allowed] of enumerationsOf(setting.type)) checkOneOf(name, accepted[name], allowed);
      setting.check?.(accepted, instance);
      changeSetting(instance, setting, call, accepted);
      return presentSetting(instance, setting);
    });
  }
}

/** A setting as it is stored. Throws a 404 for a path without one. */
export function settingAt(instance: Instance, path: string): LookerRecord {
  return instance.content.settings.get(path);
}

function presentSetting(instance: Instance, { path, type, hidden, computed }: DescribedSetting): LookerRecord {
  const { id: _, ...stored } = settingAt(instance, path);
  return completeRecord(type, { ...stored, ...computed?.(stored, instance) }, hidden);
}

/** A change to an object inside a setting changes only the properties that it names. */
function changeSetting(instance: Instance, { path }: DescribedSetting, call: Call, changes: LookerRecord): void {
  const before = settingAt(instance, path);
  const merged = Object.entries(changes).map(([name, value]) => {
    const old = before[name];
    return [name, isRecord(old) && isRecord(value) ? { ...old, ...value } : value];
  });
  instance.content.settings.change(path, {
    ...Object.fromEntries(merged),
    modified_at: instance.clock().toISOString(),
    modified_by: call.token.userId,
  });
}
