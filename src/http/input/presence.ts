import type { Type } from '@nestjs/common';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, PartialType } from '@nestjs/swagger';
import { Type as IsOf } from 'class-transformer';
import { IsObject, ValidateIf, ValidateNested } from 'class-validator';

/** A field that may be left out. Null is not "left out": it is checked like any other value. */
export const MayBeLeftOut = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ required: false }),
    ValidateIf((_, value) => value !== undefined),
  );

/** A field that may be null. What null means stands in its description. */
export const MayBeNull = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ nullable: true }),
    ValidateIf((_, value) => value !== null),
  );

/** The same fields, each of which may be left out: the body of a PATCH. */
export const AllMayBeLeftOut = <T>(fields: Type<T>): Type<Partial<T>> =>
  PartialType(fields, { skipNullProperties: false });

/** One object with the fields of a class, and not a list of such objects, which class-validator takes as well. */
export const IsObjectOf = (fields: () => Type<unknown>): PropertyDecorator => {
  const message = '$property must be an object';
  return applyDecorators(IsOf(fields), ValidateNested({ message }), IsObject({ message }));
};
