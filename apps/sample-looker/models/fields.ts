import type {
  DimensionGroupModel,
  DimensionModel,
  ExploreModel,
  LookmlModel,
  MeasureModel,
  Timeframe,
  ValueFormatName,
  ViewModel,
} from './model-types.js';

interface FieldNames {
  /** `view.field`. */
  name: string;
  view: ViewModel;
  labelShort: string;
  description: string;
  valueFormatName: ValueFormatName | null;
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

/** A field of any view that the explore reaches, shown or not; `undefined` when there is none. */
export function findReachedField(explore: ExploreModel, name: string): Field | undefined {
  return viewsOf(explore)
    .flatMap(fieldsOfView)
    .find((field) => field.name === name);
}

/** `undefined` when the explore has no such field. */
export function findField(explore: ExploreModel, name: string): Field | undefined {
  return fieldsOf(explore).find((field) => field.name === name);
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
  return { kind: 'time', ...time, ...namesOf(view, name, { description: time.group.description }) };
}

function namesOf(
  view: ViewModel,
  name: string,
  about: { label?: string; description: string; valueFormatName?: ValueFormatName },
): FieldNames {
  return {
    name: `${view.name}.${name}`,
    view,
    labelShort: about.label ?? labelOf(name),
    description: about.description,
    valueFormatName: about.valueFormatName ?? null,
  };
}
