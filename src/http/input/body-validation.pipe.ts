import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { AppError, type FieldProblem } from '../../errors/app-error.js';
import { isRecord } from '../../values/is-record.js';
import { isStorable } from './text.js';

/** More than anybody mends at once. */
const PROBLEMS_MAX = 20;
/** Names of unknown fields are the caller's own text, of any length. */
const NAME_CHARACTERS_MAX = 100;
const RULE_CHARACTERS_MAX = 500;

const shortened = (text: string, charactersMax: number) =>
  text.length > charactersMax ? `${text.slice(0, charactersMax)}…` : text;

/** The problems of one error and of the fields inside it, each made only when it is asked for. */
function* problemsOf(error: ValidationError, parent = ''): Generator<FieldProblem> {
  const path = parent === '' ? error.property : `${parent}.${error.property}`;
  const own = Object.entries(error.constraints ?? {}).map(([constraint, rule]) =>
    constraint === 'whitelistValidation'
      ? `${shortened(error.property, NAME_CHARACTERS_MAX)} is not a known field`
      : rule,
  );
  for (const rule of new Set(own)) yield { path, rule };
  for (const child of error.children ?? []) yield* problemsOf(child, path);
}

function firstProblems(errors: readonly ValidationError[]): FieldProblem[] {
  const problems: FieldProblem[] = [];
  for (const error of errors)
    for (const problem of problemsOf(error)) {
      problems.push(problem);
      if (problems.length === PROBLEMS_MAX) return problems;
    }
  return problems;
}

function refused(problems: readonly FieldProblem[]): AppError {
  const fields = problems.map(({ path, rule }) => ({
    path: shortened(path, NAME_CHARACTERS_MAX),
    rule: shortened(rule, RULE_CHARACTERS_MAX),
  }));
  const rules = fields.map(({ rule }) => rule).join('; ');
  return new AppError('request.invalid', `The request was not accepted: ${rules}. Nothing was changed.`, { fields });
}

/** The first thing in a body or query that no class can judge; undefined: there is none. */
function unfit(body: unknown): FieldProblem | undefined {
  const pending: [path: string, value: unknown][] = [['', body]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [path, value] = next;
    const problem = flawOf(path, value);
    if (problem !== undefined) return problem;
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, inner] of Object.entries(value)) pending.push([path === '' ? name : `${path}.${name}`, inner]);
  }
  return undefined;
}

/**
 * A text that cannot be stored is none that any field may hold. A field that is called as a method of all objects, such as toString,
 * is one that class-validator takes for known.
 */
function flawOf(path: string, value: unknown): FieldProblem | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : unstorable(path);
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const flawed = names.find((name) => !isStorable(name) || name in Object.prototype);
  if (flawed === undefined) return undefined;
  return isStorable(flawed) ? { path, rule: `${flawed} is not a known field` } : unstorable(path);
}

const unstorable = (path: string): FieldProblem => ({
  path,
  rule: `${path || 'a name'} holds a NUL character or half a surrogate pair`,
});

/**
 * Checks bodies and queries against their DTO classes; unknown fields are refused, so that a typo is never ignored, and so are
 * texts that no table and no answer can hold, whatever the class says of them.
 */
@Injectable()
export class BodyValidationPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      exceptionFactory: (errors) => refused(firstProblems(errors)),
    });
  }

  /** @throws AppError `request.invalid` naming the fields at fault, the first 20 of them. */
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && value !== undefined && !isRecord(value))
      throw refused([{ path: 'body', rule: 'the body must be a JSON object' }]);
    if (metadata.type === 'body' || metadata.type === 'query') {
      const problem = unfit(value);
      if (problem !== undefined) throw refused([problem]);
    }
    return super.transform(value, metadata);
  }
}
