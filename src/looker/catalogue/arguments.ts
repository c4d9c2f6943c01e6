import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { nearestNames } from './nearest-names.js';
import type { JsonSchema } from './operation.js';
import { decodeCursor } from './paging.js';
import { isSafePathSegment } from './path-segment.js';
import type { Tool } from './tool.js';

/** What is wrong with one argument, in words a model can act on. `path` is the argument's name, dotted when nested. */
export interface ArgumentProblem {
  readonly path: string;
  readonly message: string;
  readonly suggestion?: string;
}

const problemsMax = 20;

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);

// A tool's validator lives as long as the tool: the catalogue is built once, so this never grows beyond it.
const validators = new WeakMap<Tool, ValidateFunction>();

/** Checks the flat arguments of a call against the tool. Empty when they are valid; at most 20 problems otherwise. */
export function checkArguments(tool: Tool, args: unknown): ArgumentProblem[] {
  const validate = validatorOf(tool);
  if (!validate(args)) {
    const problems = (validate.errors ?? []).map((error) => problemOf(error, tool.inputSchema));
    return [...new Map(problems.map((problem) => [`${problem.path} ${problem.message}`, problem])).values()].slice(
      0,
      problemsMax,
    );
  }
  const given = new Map(Object.entries(args ?? {}));
  return [...pathProblems(tool, given), ...groupProblems(tool, given), ...cursorProblems(tool, given)];
}

function validatorOf(tool: Tool): ValidateFunction {
  const known = validators.get(tool);
  if (known) return known;
  const compiled = ajv.compile(tool.inputSchema);
  validators.set(tool, compiled);
  return compiled;
}

function problemOf(error: ErrorObject, root: JsonSchema): ArgumentProblem {
  const steps = error.instancePath.split('/').slice(1).map(unescaped);
  const path = steps.join('.');
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownName(steps, String(error.params.additionalProperty), root);
    case 'required': {
      const missing = [...steps, String(error.params.missingProperty)];
      const description = schemaAt(root, missing)?.description;
      const message = `${missing.join('.')} is required.`;
      return { path: missing.join('.'), message, ...(description && { suggestion: description }) };
    }
    case 'type':
      return { path, message: `${path || 'The arguments'} must be ${typeNames(error.params.type)}.` };
    case 'enum': {
      const allowed = (schemaAt(root, steps)?.enum ?? []).map(String);
      return { path, message: `${path} must be one of: ${allowed.join(', ')}.` };
    }
    default:
      return { path, message: `${path} ${error.message ?? 'is not valid'}.` };
  }
}

function unknownName(steps: readonly string[], name: string, root: JsonSchema): ArgumentProblem {
  const known = Object.keys(schemaAt(root, steps)?.properties ?? {});
  const shown = name.slice(0, 64);
  const path = [...steps, shown].join('.');
  const message = `${path} is not an argument of this tool.`;
  const nearest = nearestNames(shown, known);
  const suggestion = nearest.length > 0 ? `Did you mean ${nearest.join(' or ')}?` : `Known here: ${known.join(', ')}.`;
  return { path, message, suggestion };
}

function pathProblems(tool: Tool, given: ReadonlyMap<string, unknown>): ArgumentProblem[] {
  return tool.requestPlan.pathNames
    .filter((name) => given.has(name) && !isSafePathSegment(given.get(name)))
    .map((name) => ({
      path: name,
      message: `${name} must be an id or a name: not empty, "." or "..", at most 1024 characters.`,
    }));
}

function groupProblems(tool: Tool, given: ReadonlyMap<string, unknown>): ArgumentProblem[] {
  return tool.requiredGroups
    .filter((group) => group.every((name) => given.get(name) === undefined || given.get(name) === null))
    .map((group) => ({ path: group[0] ?? '', message: `One of these is required: ${group.join(', ')}.` }));
}

function cursorProblems(tool: Tool, given: ReadonlyMap<string, unknown>): ArgumentProblem[] {
  const cursor = given.get('next_cursor');
  if (tool.paging === null || typeof cursor !== 'string' || decodeCursor(cursor) !== null) return [];
  return [
    {
      path: 'next_cursor',
      message: 'next_cursor is not a cursor of this tool.',
      suggestion:
        'Pass back the next_cursor of the last answer exactly as it came, or leave it out for the first page.',
    },
  ];
}

function schemaAt(root: JsonSchema, steps: readonly string[]): JsonSchema | undefined {
  let schema: JsonSchema | undefined = root;
  for (const step of steps) schema = schema?.items && /^\d+$/.test(step) ? schema.items : schema?.properties?.[step];
  return schema;
}

function typeNames(type: unknown): string {
  const names = (Array.isArray(type) ? type : [type]).map(String);
  const articles = names.map((name) => (name === 'null' ? name : `${/^[aeio]/.test(name) ? 'an' : 'a'} ${name}`));
  return articles.join(' or ');
}

function unescaped(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
