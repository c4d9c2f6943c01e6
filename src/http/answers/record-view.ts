import type { Type } from '@nestjs/common';
import { ApiProperty, DECORATORS } from '@nestjs/swagger';

type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Rest}`
  ? `${Head}${Capitalize<CamelCase<Rest>>}`
  : Name;

type Column<Name, Value> = Name extends 'at' | `${string}_at` ? (Value extends string ? Date | Value : Value) : Value;

/** What a record holds for a view: under each field's name in camel case its value, which for a time may be a `Date`. */
export type ColumnsOf<View> = {
  readonly [Name in keyof View & string as CamelCase<Name>]: Column<Name, View[Name]>;
};

/** The names of a view's fields: those that it describes, in their order. */
function fieldsOf(view: Type<unknown>): readonly string[] {
  const fields: readonly string[] = Reflect.getMetadata(DECORATORS.API_MODEL_PROPERTIES_ARRAY, view.prototype) ?? [];
  return fields.map((field) => field.slice(1));
}

const camelCase = (name: string) => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The columns that a view shows, as Prisma's `select` takes them. */
export const columnsOf = <View>(view: Type<View>): { readonly [Name in keyof ColumnsOf<View>]: true } =>
  // The fields' names are the view's keys.
  Object.fromEntries(fieldsOf(view).map((name) => [camelCase(name), true])) as ReturnType<typeof columnsOf<View>>;

/** Makes a view of a record: picks the fields that the view describes, and nothing else. */
export function viewOf<View>(view: Type<View>): (record: ColumnsOf<View>) => View {
  const fields = fieldsOf(view).map((name) => [name, camelCase(name)] as const);
  return (record) => {
    const columns: Readonly<Record<string, unknown>> = record;
    const shown = fields.map(([name, column]) => [name, written(columns[column])]);
    // Each field has its column, by the type of the record.
    return Object.fromEntries(shown) as View;
  };
}

const written = (value: unknown) => (value instanceof Date ? value.toISOString() : value);

/** A field that may be null. */
export const nullable = <T>(type: T) => ({ type, nullable: true });
export const nullableTime = { ...nullable(String), format: 'date-time' } as const;

/** The fields of a page of views. */
export function PageOf<View>(view: Type<View>): Type<{ result: View[]; next_cursor: string | null }> {
  class PageView {
    @ApiProperty({ type: [view] }) result: View[];
    @ApiProperty({ type: String, nullable: true }) next_cursor: string | null;
  }
  return PageView;
}
