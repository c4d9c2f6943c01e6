import 'reflect-metadata';
import { getMetadataStorage } from 'class-validator';
import { beforeAll, describe, expect, it } from 'vitest';
import { AppModule } from '../../src/app.module.js';
import { Environment } from '../../src/config/environment.js';
import { AppError } from '../../src/errors/app-error.js';
import { BodyValidationPipe } from '../../src/http/input/body-validation.pipe.js';

interface Field {
  readonly of: new () => object;
  readonly name: string;
  readonly isNullable: boolean;
}

/** Null in these means something, and their descriptions say what. */
const NULLABLE = [
  'ChangeAccountDto.oauth_client_guid',
  'CreateApiTokenDto.expires_at',
  'CreateApiTokenDto.integrated_account_id',
  'CreateMcpServerDto.expires_at',
  'CreateUserServersDto.expires_at',
  'IdentityConfigDto.user',
  'McpServerConfigDto.tools_tokens_max',
  'OauthConfigDto.external',
  // What ChangeMcpServerDto extends.
  'PartialCreateMcpServerDto.expires_at',
  'SetOpenidProviderDto.client_secret',
];
const NUL = '\0';
const LONE_SURROGATE = '\ud800';

const pipe = new BodyValidationPipe();
const label = ({ of, name }: Field) => `${of.name}.${name}`;

/** Which of a class's fields are refused for a value. */
async function refusedFields({ of }: Field, body: object): Promise<string[]> {
  try {
    await pipe.transform(body, { type: 'body', metatype: of });
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toBe('request.invalid');
    expect(error.message).toMatch(/^The request was not accepted: \S+ /);
    return error.fields.map(({ path }) => path.split('.')[0] ?? '');
  }
}

/** Every field of every class that checks a body or a query. */
function fieldsOfRequests(): Field[] {
  const storage = getMetadataStorage() as unknown as { validationMetadatas: Map<new () => object, unknown> };
  const classes = [...storage.validationMetadatas.keys()].filter((one) => one !== Environment);
  return classes.flatMap((of) => {
    const found = getMetadataStorage().getTargetValidationMetadatas(of, of.name, true, false);
    const names = [...new Set(found.map(({ propertyName }) => propertyName))];
    return names.map((name) => {
      const shown = Reflect.getMetadata('swagger/apiModelProperties', of.prototype, name);
      return { of, name, isNullable: shown?.nullable === true };
    });
  });
}

describe('every field of every request', () => {
  let fields: Field[];
  beforeAll(() => {
    expect(AppModule).toBeDefined();
    fields = fieldsOfRequests();
  });

  it('is looked at', () => {
    process.stdout.write(`fields of requests: ${fields.length}\n`);
    expect(fields.length).toBeGreaterThanOrEqual(65);
  });

  it('refuses null, but for those that are documented', async () => {
    const taking: string[] = [];
    for (const field of fields)
      if (!(await refusedFields(field, { [field.name]: null })).includes(field.name)) taking.push(label(field));
    expect(taking.sort()).toEqual(NULLABLE);
    expect(
      fields
        .filter(({ isNullable }) => isNullable)
        .map(label)
        .sort(),
    ).toEqual(NULLABLE);
  });

  it.each([
    ['an empty list', [], ['methods', 'tags', 'include', 'exclude', 'sign_in', 'emails', 'domains', 'required_scopes']],
    ['an empty object', {}, ['looker', 'config', 'tools', 'limits', 'arguments', 'oauth', 'identity', 'external']],
    ['a list with null', [null], []],
    ['a list of an object', [{}], []],
  ])('refuses %s, but where one is wanted', async (_, value, takers) => {
    const taking = new Set<string>();
    for (const field of fields)
      if (!(await refusedFields(field, { [field.name]: value })).includes(field.name)) taking.add(field.name);
    expect([...taking].sort()).toEqual([...takers].sort());
  });

  it('refuses texts that cannot be stored, and so do names of fields', async () => {
    for (const field of fields)
      for (const text of [NUL, `a${NUL}b`, LONE_SURROGATE, `a${LONE_SURROGATE}b`]) {
        expect(await refusedFields(field, { [field.name]: text }), label(field)).toEqual([field.name]);
        expect(await refusedFields(field, { [field.name]: [{ x: [text] }] }), label(field)).toEqual([field.name]);
        expect(await refusedFields(field, { [field.name]: { [text]: 1 } }), label(field)).toEqual([field.name]);
      }
  });
});

describe('a body', () => {
  it.each([[null], [[]], [[{}]], ['text'], [1], [true]])('that is %j and no object is refused', async (body) => {
    const [field] = fieldsOfRequests();
    if (field === undefined) throw new Error('no field was found');
    expect(await refusedFields(field, body as object)).toEqual(['body']);
  });
});
