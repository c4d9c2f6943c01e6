import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { AppError, type FieldProblem } from '../errors/app-error.js';
import { isStorable } from './text.js';

const problemsOf = (error: ValidationError, parent = ''): FieldProblem[] => {
  const path = parent === '' ? error.property : `${parent}.${error.property}`;
  const own = Object.entries(error.constraints ?? {}).map(([constraint, rule]) =>
    constraint === 'whitelistValidation' ? `${error.property} is not a known field` : rule,
  );
  const distinct = [...new Set(own)].map((rule) => ({ path, rule }));
  return [...distinct, ...(error.children ?? []).flatMap((child) => problemsOf(child, path))];
};

const refused = (fields: readonly FieldProblem[]) =>
  new AppError(
    'request.invalid',
    `The request was not accepted: ${fields.map((field) => field.rule).join('; ')}. Nothing was changed.`,
    { fields },
  );

/** Where the first text is that cannot be stored, a field's name included; undefined: nowhere. */
function unstorablePath(body: unknown): string | undefined {
  const pending: [path: string, value: unknown][] = [['', body]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [path, value] = next;
    if (typeof value === 'string' && !isStorable(value)) return path;
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (!isStorable(key)) return path;
      pending.push([path === '' ? key : `${path}.${key}`, inner]);
    }
  }
  return undefined;
}

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
      exceptionFactory: (errors) => refused(errors.flatMap((error) => problemsOf(error))),
    });
  }

  /** @throws AppError `request.invalid` naming every field at fault. */
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && value !== undefined && !isJsonObject(value))
      throw refused([{ path: 'body', rule: 'the body must be a JSON object' }]);
    if (metadata.type === 'body' || metadata.type === 'query') {
      const path = unstorablePath(value);
      if (path !== undefined)
        throw refused([{ path, rule: `${path || 'a name'} holds a NUL character or half a surrogate pair` }]);
    }
    return super.transform(value, metadata);
  }
}

const isJsonObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
