import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, Matches } from 'class-validator';
import { MayBeLeftOut } from './presence.js';

const NAMES_MAX = 1000;
/** Servers take addresses and headers of 16 KiB in all. */
const CHARACTERS_MAX = 12_000;
const NAME = '[A-Za-z0-9_.-]{1,128}';

/** A list of names in a query, separated by commas, as in `?methods=read,search`. */
export const IsNameList = (example: string): PropertyDecorator =>
  applyDecorators(
    MayBeLeftOut(),
    ApiProperty({
      type: String,
      example,
      maxLength: CHARACTERS_MAX,
      pattern: `^${NAME}(,${NAME})*$`,
      description: 'Names, separated by commas.',
    }),
    Transform(({ value }) => (typeof value === 'string' ? value.split(/ *, */) : null)),
    IsArray(),
    ArrayMaxSize(NAMES_MAX),
    Matches(new RegExp(`^${NAME}$`), {
      each: true,
      message: '$property must be names of letters, digits, and _ . -, separated by commas',
    }),
  );
