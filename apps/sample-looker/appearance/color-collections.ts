import type { Api, Call, LookerRecord } from '../api.js';
import type { Instance } from '../instance.js';
import { LookerError } from '../looker-errors.js';
import type { StoredRecord } from '../records/collection.js';
import {
  type DescribedCollection,
  presentDescribed,
  registerDescribedCollections,
} from '../records/described-collections.js';

const colorCollections: DescribedCollection = {
  records: 'colorCollections',
  type: 'ColorCollection',
  path: '/color_collections',
  required: ['label'],
  unique: ['label'],
  seed: [
    palettesOf('looker', 'Looker Classic', ['#3fe1b0', '#0060e0', '#9059ff', '#ff7139', '#ff2a8a', '#005e5e']),
    palettesOf('boardwalk', 'Boardwalk', ['#4276be', '#3fb0d5', '#e57947', '#ffd95f', '#b42f37', '#6a013a']),
    { ...palettesOf('shop', 'Shop Colors', ['#1a73e8', '#12b5cb', '#e52592', '#f9ab00']), isCustom: true },
  ],
  defaults: () => ({ isCustom: true }),
  check: (properties, _, record) => {
    refuseStandard(record, 'changed');
    return properties;
  },
  beforeRemove: (record, instance) => {
    refuseStandard(record, 'deleted');
    if (defaultIdOf(instance) === record.id) {
      throw new LookerError(403, 'The default color collection cannot be deleted.');
    }
  },
};

/** Color collections: the standard ones cannot be changed, any can be the default. */
export function registerColorCollectionRoutes(api: Api, instance: Instance): void {
  const { settings, colorCollections: collection } = instance.content;
  settings.add({ id: 'defaultColors', collection_id: 'looker' });
  registerDescribedCollections(api, instance, [colorCollections]);
  const present = (record: StoredRecord, call: Call) => presentDescribed(colorCollections, record, instance, call);
  const ofKind = (isCustom: boolean) => (call: Call) =>
    collection
      .all()
      .filter((record) => (record.isCustom === true) === isCustom)
      .map((record) => present(record, call));
  api.get('/color_collections/custom', ofKind(true));
  api.get('/color_collections/standard', ofKind(false));
  api.get('/color_collections/default', (call) => present(collection.get(defaultIdOf(instance)), call));
  api.put('/color_collections/default', (call) => {
    const record = collection.get(call.query.collection_id);
    settings.change('defaultColors', { collection_id: record.id });
    return present(record, call);
  });
}

function defaultIdOf(instance: Instance): unknown {
  return instance.content.settings.get('defaultColors').collection_id;
}

function refuseStandard(record: StoredRecord | undefined, what: string): void {
  if (record !== undefined && record.isCustom !== true) {
    throw new LookerError(403, `A standard color collection cannot be ${what}.`);
  }
}

function palettesOf(id: string, label: string, colors: readonly string[]): LookerRecord {
  const ramp = (from: string, to: string) => [
    { color: from, offset: 0 },
    { color: to, offset: 100 },
  ];
  const [first = '', second = ''] = colors;
  return {
    id,
    label,
    categoricalPalettes: [{ id: `${id}-categorical-0`, label: 'Categorical', type: 'Categorical', colors }],
    sequentialPalettes: [
      { id: `${id}-sequential-0`, label: 'Sequential', type: 'Sequential', stops: ramp('#ffffff', first) },
    ],
    divergingPalettes: [{ id: `${id}-diverging-0`, label: 'Diverging', type: 'Diverging', stops: ramp(first, second) }],
  };
}
