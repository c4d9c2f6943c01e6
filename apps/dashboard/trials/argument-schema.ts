import type { ErrorSchema, RJSFSchema, UiSchema } from '@rjsf/utils';
import { ErrorSchemaBuilder } from '@rjsf/utils';

/** How deep objects are shown as fields of their own; what is below is written as JSON. */
const DEPTH_MAX = 2;

/** What the gateway says of one argument. */
interface ArgumentProblem {
  /** Dotted where it is inside of another one. */
  readonly path: string;
  readonly rule: string;
}

/** What a form is made of: the schema as the form reads it, and how each field looks. */
export interface ArgumentForm {
  readonly schema: RJSFSchema;
  readonly uiSchema: UiSchema;
}

const typeOf = ({ type }: RJSFSchema) => (Array.isArray(type) ? type.find((each) => each !== 'null') : type);

const isSchema = (value: unknown): value is RJSFSchema => typeof value === 'object' && value !== null;

/** Text beside text: a list of names, or names and their values. */
const isTextList = (schema: RJSFSchema) =>
  typeOf(schema) === 'array' && isSchema(schema.items) && !Array.isArray(schema.items) && isPlainText(schema.items);
const isTextMap = (schema: RJSFSchema) =>
  schema.properties === undefined && isSchema(schema.additionalProperties) && isPlainText(schema.additionalProperties);
const isPlainText = (schema: RJSFSchema) => typeOf(schema) === 'string' && schema.enum === undefined;

const asked = (schema: RJSFSchema) =>
  schema.default === undefined ? {} : { 'ui:placeholder': String(schema.default) };

/** Without defaults: the gateway puts them in, and a field that is left alone is left out. */
export function argumentForm(input: RJSFSchema, depth = 0): ArgumentForm {
  const { default: _, ...schema } = { ...input, type: typeOf(input) };
  if (depth > 0 && isTextList(schema)) return { schema, uiSchema: { 'ui:field': 'texts' } };
  if (isTextMap(schema)) return { schema: withoutInnerText(schema), uiSchema: { additionalProperties: {} } };
  if (schema.type === 'object' && schema.properties !== undefined && depth <= DEPTH_MAX)
    return objectForm(schema, schema.properties, depth);
  if (schema.type === 'array' && isSchema(schema.items) && !Array.isArray(schema.items) && depth <= DEPTH_MAX) {
    const items = argumentForm(schema.items, depth + 1);
    return { schema: { ...schema, items: items.schema }, uiSchema: { items: items.uiSchema } };
  }
  // Neither on nor off is a third state, which a checkbox has not.
  if (schema.type === 'boolean') return { schema, uiSchema: { ...asked(input), ...CHOICE } };
  if (schema.enum !== undefined) return { schema, uiSchema: { ...asked(input), ...CHOICE } };
  if (schema.type === 'object' || schema.type === 'array' || schema.type === undefined)
    return { schema, uiSchema: { 'ui:field': 'json' } };
  return { schema, uiSchema: asked(input) };
}

const CHOICE = {
  'ui:widget': 'select',
  'ui:options': { clearable: true, comboboxProps: { withinPortal: true, shadow: 'md' } },
};

function objectForm(
  schema: RJSFSchema,
  properties: NonNullable<RJSFSchema['properties']>,
  depth: number,
): ArgumentForm {
  const required = schema.required ?? [];
  const names = Object.keys(properties).sort(
    (left, right) => Number(required.includes(right)) - Number(required.includes(left)),
  );
  const forms = names.map((name): [string, ArgumentForm] => {
    const property = properties[name];
    return [name, argumentForm(isSchema(property) ? property : {}, depth + 1)];
  });
  const { additionalProperties: _, ...rest } = schema;
  return {
    schema: { ...rest, properties: Object.fromEntries(forms.map(([name, form]) => [name, form.schema])) },
    uiSchema: Object.fromEntries(forms.map(([name, form]) => [name, form.uiSchema])),
  };
}

/** What is said of each value of a map is said once, of the map. */
function withoutInnerText(schema: RJSFSchema): RJSFSchema {
  const inner = isSchema(schema.additionalProperties) ? schema.additionalProperties : {};
  const description = [schema.description, inner.description].filter((text) => text !== undefined).join(' ');
  return { ...schema, additionalProperties: { type: 'string' }, ...(description !== '' && { description }) };
}

/** Puts what the gateway says of single arguments on their fields; what is inside of one field, on that field. */
export function argumentErrors({ schema, uiSchema }: ArgumentForm, fields: readonly ArgumentProblem[]): ErrorSchema {
  const builder = new ErrorSchemaBuilder();
  for (const { path, rule } of fields) builder.addErrors(rule, fieldPath(path.split('.'), schema, uiSchema));
  return builder.ErrorSchema;
}

function fieldPath(steps: readonly string[], schema: RJSFSchema, uiSchema: UiSchema): (string | number)[] {
  const [step, ...rest] = steps;
  if (step === undefined || uiSchema['ui:field'] !== undefined) return [];
  const property = schema.properties?.[step];
  if (isSchema(property)) return [step, ...fieldPath(rest, property, uiSchema[step] ?? {})];
  const isItem = /^\d+$/.test(step) && isSchema(schema.items) && !Array.isArray(schema.items);
  if (isItem && isSchema(schema.items))
    return [Number(step), ...fieldPath(rest, schema.items as RJSFSchema, (uiSchema.items as UiSchema) ?? {})];
  return [];
}
