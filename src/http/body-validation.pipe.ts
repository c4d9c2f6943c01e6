import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { AppError, type FieldProblem } from '../errors/app-error.js';

const problemsOf = (error: ValidationError, parent = ''): FieldProblem[] => {
  const path = parent === '' ? error.property : `${parent}.${error.property}`;
  const own = Object.entries(error.constraints ?? {}).map(([constraint, rule]) => ({
    path,
    rule: constraint === 'whitelistValidation' ? `${error.property} is not a known field` : rule,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => problemsOf(child, path))];
};

const sentence = (fields: readonly FieldProblem[]) =>
  `The request was not accepted: ${fields.map((field) => field.rule).join('; ')}. Nothing was changed.`;

/**
 * Checks bodies and queries against their DTO classes; unknown fields are refused, so that a typo is never ignored.
 * @throws AppError `request.invalid` naming every field at fault.
 */
export const bodyValidationPipe = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    exceptionFactory: (errors) => {
      const fields = errors.flatMap((error) => problemsOf(error));
      return new AppError('request.invalid', sentence(fields), { fields });
    },
  });
