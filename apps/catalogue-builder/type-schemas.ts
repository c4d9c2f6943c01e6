import ts from 'typescript';
import type { JsonSchema } from './catalogue-document.js';
import { docCommentOf } from './doc-comments.js';
import { isFloatProperty } from './float-properties.js';

/** The declarations of the SDK's models, and the type references that none of them explains. */
export interface ModelTypes {
  interfaces: ReadonlyMap<string, ts.InterfaceDeclaration>;
  enums: ReadonlyMap<string, readonly string[]>;
  unknownTypes: Set<string>;
}

const readOnlyNote = /\s*\(read-only\)\s*$/i;

/** Indexes the interfaces and enums of the SDK's models source. */
export function modelTypesOf(source: string): ModelTypes {
  const file = ts.createSourceFile('models.ts', source, ts.ScriptTarget.Latest, true);
  const interfaces = new Map<string, ts.InterfaceDeclaration>();
  const enums = new Map<string, readonly string[]>();
  for (const statement of file.statements) {
    if (ts.isInterfaceDeclaration(statement)) interfaces.set(statement.name.text, statement);
    if (ts.isEnumDeclaration(statement)) enums.set(statement.name.text, enumValues(statement));
  }
  return { interfaces, enums, unknownTypes: new Set() };
}

/** Every model as a JSON Schema, sorted by name; the SDK's composed request arguments (`IRequestX`) are not models. */
export function modelSchemas(types: ModelTypes): Record<string, JsonSchema> {
  const names = [...types.interfaces.keys()].filter((name) => !name.startsWith('IRequest')).sort();
  const schemas: Record<string, JsonSchema> = {};
  for (const name of names) {
    const declaration = types.interfaces.get(name);
    if (declaration) schemas[schemaName(name)] = objectSchema(declaration, types);
  }
  return schemas;
}

/** The properties of an interface with their types, texts and question marks, in the order of the source. */
export function propertiesOf(declaration: ts.InterfaceDeclaration): ts.PropertySignature[] {
  return declaration.members.filter(ts.isPropertySignature);
}

/** The schema of a property or parameter: its type and the int64 rule, without its text. */
export function schemaOfMember(name: string, type: ts.TypeNode | undefined, types: ModelTypes): JsonSchema {
  return withNumberKind(schemaOfType(type, types), isFloatProperty(name));
}

/** The plain name of a declared member. */
export function memberName(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : name.getText();
}

/** `IWriteDashboard` -> `WriteDashboard`. */
export function schemaName(interfaceName: string): string {
  return interfaceName.replace(/^I(?=[A-Z])/, '');
}

function objectSchema(declaration: ts.InterfaceDeclaration, types: ModelTypes): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const member of propertiesOf(declaration)) {
    const name = memberName(member.name);
    const doc = docCommentOf(member);
    const schema = schemaOfMember(name, member.type, types);
    if (doc.text) schema.description = doc.text.replace(readOnlyNote, '');
    if (readOnlyNote.test(doc.text)) schema.readOnly = true;
    if (doc.deprecated) schema.deprecated = true;
    properties[name] = schema;
    if (!member.questionToken) required.push(name);
  }
  const text = docCommentOf(declaration).text;
  return {
    type: 'object',
    ...(text && { description: text }),
    properties,
    ...(required.length > 0 && { required }),
  };
}

function schemaOfType(type: ts.TypeNode | undefined, types: ModelTypes): JsonSchema {
  switch (type?.kind) {
    case undefined:
    case ts.SyntaxKind.AnyKeyword:
      return {};
    case ts.SyntaxKind.StringKeyword:
      return { type: 'string' };
    case ts.SyntaxKind.NumberKeyword:
      return { type: 'number' };
    case ts.SyntaxKind.BooleanKeyword:
      return { type: 'boolean' };
  }
  if (type && ts.isArrayTypeNode(type)) return { type: 'array', items: schemaOfType(type.elementType, types) };
  if (type && ts.isUnionTypeNode(type)) return schemaOfUnion(type, types);
  if (type && ts.isTypeReferenceNode(type)) return schemaOfReference(type, types);
  return unknownType(type, types);
}

function schemaOfUnion(union: ts.UnionTypeNode, types: ModelTypes): JsonSchema {
  const members = union.types.filter((member) => !isNull(member));
  const schemas = members.map((member) => schemaOfType(member, types));
  const [only] = schemas;
  const schema: JsonSchema = only && schemas.length === 1 ? only : { anyOf: schemas };
  return members.length < union.types.length ? { ...schema, nullable: true } : schema;
}

function schemaOfReference(reference: ts.TypeReferenceNode, types: ModelTypes): JsonSchema {
  const name = reference.typeName.getText();
  const [argument] = reference.typeArguments ?? [];
  switch (name) {
    case 'Date':
      return { type: 'string', format: 'date-time' };
    case 'Partial':
      return schemaOfType(argument, types);
    case 'IDictionary':
      return { type: 'object', additionalProperties: schemaOfType(argument, types) };
    case 'DelimArray':
      return { type: 'array', items: schemaOfType(argument, types), 'x-delimiter': ',' };
    case 'ArrayBuffer':
    case 'Blob':
      return { type: 'string', format: 'binary' };
  }
  const values = types.enums.get(name);
  if (values) return { type: 'string', enum: [...values] };
  return types.interfaces.has(name)
    ? { $ref: `#/schemas/${schemaName(name)}` }
    : unknownType(reference.typeName, types);
}

function unknownType(node: ts.Node | undefined, types: ModelTypes): JsonSchema {
  types.unknownTypes.add(node?.getText() ?? '(no type)');
  return {};
}

function withNumberKind(schema: JsonSchema, float: boolean): JsonSchema {
  if (schema.type === 'number') return float ? schema : { ...schema, type: 'integer', format: 'int64' };
  if (schema.items) return { ...schema, items: withNumberKind(schema.items, float) };
  return schema;
}

function isNull(type: ts.TypeNode): boolean {
  return ts.isLiteralTypeNode(type) && type.literal.kind === ts.SyntaxKind.NullKeyword;
}

function enumValues(declaration: ts.EnumDeclaration): string[] {
  return declaration.members.map((member) =>
    member.initializer && ts.isStringLiteral(member.initializer) ? member.initializer.text : memberName(member.name),
  );
}
