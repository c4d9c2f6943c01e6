import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, Matches } from 'class-validator';
import { MayBeLeftOut } from './presence.js';

/** A whole number in a query: its digits, and no other text that JavaScript takes for a number, such as ` 7` and `0x10`. */
export const IsIntInQuery = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }) => (typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value)),
    IsInt(),
  );

const NAMES_MAX = 1000;
/** Servers take addresses and headers of 16 KiB in all. */
const CHARACTERS_MAX = 12_000;
const NAME = '[A-Za-z0-9_.-]{1,128}';

/** A list of names in a query, separated by commas, as in `?methods=read,search`. */
export const IsNameList = (example: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      required: false,
      type: String,
      example,
      maxLength: CHARACTERS_MAX,
      pattern: `^${NAME}(,${NAME})*$`,
      description: 'Names, separated by commas.',
    }),
    MayBeLeftOut(),
    Transform(({ value }) => (typeof value === 'string' ? value.split(/ *, */) : null)),
    IsArray(),
    ArrayMaxSize(NAMES_MAX),
    Matches(new RegExp(`^${NAME}$`), {
      each: true,
      message: '$property must be names of letters, digits, and _ . -, separated by commas',
    }),
  );
