import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

/** A whole number from `min` to `max`. */
export const IsIntBetween = (min: number, max: number): PropertyDecorator =>
  applyDecorators(Max(max), Min(min), IsInt());

/** The same in a query: its digits, and no other text that JavaScript takes for a number, such as ` 7` and `0x10`. */
export const IsIntInQuery = (min: number, max: number): PropertyDecorator =>
  applyDecorators(
    IsIntBetween(min, max),
    Transform(({ value }) => (typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value)),
  );
