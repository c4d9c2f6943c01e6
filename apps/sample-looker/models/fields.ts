import type {
  DimensionGroupModel,
  DimensionModel,
  ExploreModel,
  LookmlModel,
  MeasureModel,
  Timeframe,
  ViewModel,
} from './model-types.js';
import type { ValueFormatName } from './value-format.js';

interface FieldNames {
  /** `view.field`. */
  name: string;
  view: ViewModel;
  labelShort: string;
  description: string;
  valueFormatName: ValueFormatName | null;
  /** In place of a named format. */
  valueFormat: string | null;
  isHidden: boolean;
}
export interface DimensionField extends FieldNames {
  kind: 'dimension';
  dimension: DimensionModel;
}
export interface TimeField extends FieldNames {
  kind: 'time';
  group: DimensionGroupModel;
  groupName: string;
  timeframe: Timeframe;
}
export interface MeasureField extends FieldNames {
  kind: 'measure';
  measure: MeasureModel;
}
export type Field = DimensionField | TimeField | MeasureField;

/** All views an explore can reach: its own first, then its joins. */
export function viewsOf(explore: ExploreModel): ViewModel[] {
  return [explore.view, ...explore.joins.map((join) => join.view)];
}

/** The fields that an explore shows. */
export function fieldsOf(explore: ExploreModel): Field[] {
  const shown = explore.joins.filter((join) => join.hidesFields !== true);
  return [explore.view, ...shown.map((join) => join.view)].flatMap(fieldsOfView);
}

/** By name, of each explore that was asked about. */
const reachedFields = new WeakMap<ExploreModel, ReadonlyMap<string, Field>>();

/** A field of any view that the explore reaches, shown or not; `undefined` when there is none. */
export function findReachedField(explore: ExploreModel, name: string): Field | undefined {
  const known = reachedFields.get(explore);
  if (known !== undefined) return known.get(name);
  // Of two fields with one name the first counts, and a Map keeps the last.
  const fields = viewsOf(explore).flatMap(fieldsOfView).reverse();
  const reached = new Map(fields.map((field) => [field.name, field]));
  reachedFields.set(explore, reached);
  return reached.get(name);
}

/** `undefined` when the explore has no such field. */
export function findField(explore: ExploreModel, name: string): Field | undefined {
  const field = findReachedField(explore, name);
  const isHidden = explore.joins.some(({ view, hidesFields }) => hidesFields === true && view === field?.view);
  return isHidden ? undefined : field;
}

export function findModel(models: readonly LookmlModel[], name: string): LookmlModel | undefined {
  return models.find((model) => model.name === name);
}

export function findExplore(model: LookmlModel, name: string): ExploreModel | undefined {
  return model.explores.find((explore) => explore.name === name);
}

export function labelOf(name: string): string {
  return name
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}

function fieldsOfView(view: ViewModel): Field[] {
  return [
    ...Object.entries(view.dimensions).map(
      ([name, dimension]): DimensionField => ({ kind: 'dimension', dimension, ...namesOf(view, name, dimension) }),
    ),
    ...Object.entries(view.dimensionGroups).flatMap(([groupName, group]) =>
      group.timeframes.map((timeframe) => timeField(view, { groupName, group, timeframe })),
    ),
    ...Object.entries(view.measures).map(
      ([name, measure]): MeasureField => ({ kind: 'measure', measure, ...namesOf(view, name, measure) }),
    ),
  ];
}

function timeField(view: ViewModel, time: Pick<TimeField, 'group' | 'groupName' | 'timeframe'>): TimeField {
  const name = `${time.groupName}_${time.timeframe}`;
  const { label, description, hidden } = time.group;
  const about = { description, hidden: hidden === true };
  const labelled = label === undefined ? about : { ...about, label: `${label} ${labelOf(time.timeframe)}` };
  return { kind: 'time', ...time, ...namesOf(view, name, labelled) };
}

function namesOf(
  view: ViewModel,
  name: string,
  about: Pick<MeasureModel, 'label' | 'description' | 'valueFormatName' | 'valueFormat' | 'hidden'>,
): FieldNames {
  return {
    name: `${view.name}.${name}`,
    view,
    labelShort: about.label ?? labelOf(name),
    description: about.description,
    valueFormatName: about.valueFormatName ?? null,
    valueFormat: about.valueFormat ?? null,
    isHidden: about.hidden === true,
  };
}
