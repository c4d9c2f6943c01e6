import 'reflect-metadata';
import { describe, expect, it } from 'vitest';
import { IsNameList } from '../../src/accounts/accounts.dto.js';
import { BodyValidationPipe } from '../../src/http/input/body-validation.pipe.js';
import { IsIntInQuery } from '../../src/http/input/integers.js';

class Query {
  @IsIntInQuery(1, 1000)
  limit = 50;

  @IsNameList('read')
  methods?: string[];
}

const read = (query: Record<string, unknown>) =>
  new BodyValidationPipe().transform(query, { type: 'query', metatype: Query });

describe('a query', () => {
  it('takes whole numbers as digits only', async () => {
    expect(await read({ limit: '007' })).toEqual({ limit: 7 });
    for (const limit of ['', ' 7', '+7', '-7', '7.0', '7e0', '0x10', '٣', 'NaN', '9'.repeat(40), ['7', '8']])
      await expect(read({ limit }), String(limit)).rejects.toMatchObject({ code: 'request.invalid' });
  });

  it('takes lists of names between commas, and no text that names nothing', async () => {
    expect(await read({ methods: 'read, search' })).toMatchObject({ methods: ['read', 'search'] });
    for (const methods of [
      '',
      'read,',
      'read,,search',
      'a\tb',
      '\ufeffread',
      'ä',
      '👩',
      'x'.repeat(129),
      ['read', 'read'],
    ])
      await expect(read({ methods }), String(methods)).rejects.toMatchObject({ code: 'request.invalid' });
  });

  it('takes no field that is called as a method of all objects', async () => {
    for (const name of ['toString', 'valueOf', 'hasOwnProperty', 'constructor'])
      await expect(read({ [name]: '1' }), name).rejects.toMatchObject({
        code: 'request.invalid',
        message: expect.stringContaining(`${name} is not a known field`),
      });
  });
});
