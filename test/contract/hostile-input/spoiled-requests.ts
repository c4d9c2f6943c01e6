import type { Located } from '../../../src/http/description/operations.js';
import type { DescribedAnswers } from '../described-answers.js';
import {
  BROKEN_ENCODINGS,
  encoded,
  fieldsOf,
  HEADER_VALUES,
  spoiledValues,
  textsFor,
  WHOLE_BODIES,
  withField,
} from './spoils.js';
import type { ValidRequest } from './valid-requests.js';

/** A request that differs from a valid one in one place. */
export interface Spoil {
  readonly what: string;
  readonly address: string;
  readonly body?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the address may be another one now, or none at all. */
  readonly leadsElsewhere?: true;
  /** Whether the description lets callers send this, so that it may be accepted. */
  readonly isLegitimate: () => boolean;
}

type Json = Record<string, unknown>;

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: Json;
}

const shown = (text: string) => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}… (${text.length})` : text);

/** No name, search or word needs them; what is free form, or compared as it is, may hold them. */
const UNWANTED = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]|^\s*$/u;
const FREE = /^(password|current_password|new_password|client_secret|arguments|params|method|id)$/;

/** Whether all texts within a value are ones that people could have meant. */
function isClean(value: unknown): boolean {
  if (typeof value === 'string') return !UNWANTED.test(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isClean);
}

/** Every spoiled form of one operation's request that its description leads to. */
export class SpoiledRequests {
  constructor(
    private readonly match: Located,
    private readonly request: ValidRequest,
    private readonly described: DescribedAnswers,
  ) {}

  /** What is sent where nothing is spoiled. */
  get address(): string {
    return this.withParameters(this.request.path ?? {}, asQuery(this.request.query ?? {}));
  }

  *[Symbol.iterator](): Generator<Spoil> {
    yield* this.paths();
    for (const parameter of this.parameters('query')) yield* this.queries(parameter);
    for (const { name } of this.parameters('header')) yield* this.headers(name);
    yield {
      ...this.unspoiledBody,
      what: 'an unknown query parameter',
      address: this.withParameters(
        this.request.path ?? {},
        [asQuery(this.request.query ?? {}), 'unknown=1'].filter(Boolean).join('&'),
      ),
      isLegitimate: () => this.parameters('query').length === 0,
    };
    if (this.match.method === 'get') return;
    yield* this.wholeBodies();
    if (this.bodySchema !== undefined) yield* this.fields();
  }

  private *paths(): Generator<Spoil> {
    for (const { name, schema } of this.parameters('path'))
      for (const raw of [...textsFor(schema).filter(Boolean).map(encoded), ...BROKEN_ENCODINGS])
        yield {
          ...this.unspoiledBody,
          what: `path ${name} = ${shown(raw)}`,
          address: this.withParameters({ ...this.request.path, [name]: raw }, asQuery(this.request.query ?? {})),
          leadsElsewhere: true,
          isLegitimate: () => false,
        };
  }

  private *queries({ name, schema }: Parameter): Generator<Spoil> {
    const { [name]: given = 'x', ...others } = this.request.query ?? {};
    const [key, value] = [encoded(name), encoded(given)];
    const spoiled = (raw: string, isLegitimate: () => boolean): Spoil => ({
      ...this.unspoiledBody,
      what: `query ${raw.length > 80 ? `${raw.slice(0, 80)}… (${raw.length})` : raw}`,
      address: this.withParameters(this.request.path ?? {}, [asQuery(others), raw].filter(Boolean).join('&')),
      isLegitimate,
    });
    // Bytes that are no UTF-8 arrive as the characters that stand for them.
    const isAccepted = (text: string) =>
      isClean(wellFormed(text)) && this.described.accepts(schema, typed(schema, wellFormed(text)));
    for (const text of textsFor(schema)) yield spoiled(`${key}=${encoded(text)}`, () => isAccepted(text));
    for (const raw of BROKEN_ENCODINGS) yield spoiled(`${key}=${raw}`, () => isAccepted(raw));
    const forms = [
      `${key}=${value}&${key}=${value}`,
      `${key}=${value}&${key}=`,
      `${key}[]=${value}`,
      `${key}[a]=${value}`,
    ];
    for (const form of [...forms, key, `${key}%00=${value}`]) yield spoiled(form, () => false);
  }

  private *headers(name: string): Generator<Spoil> {
    for (const value of HEADER_VALUES)
      yield {
        ...this.unspoiledBody,
        what: `header ${name}: ${shown(value)}`,
        address: this.address,
        headers: { [name]: value },
        isLegitimate: () => value === '*',
      };
  }

  private *wholeBodies(): Generator<Spoil> {
    for (const { text, type } of WHOLE_BODIES)
      yield {
        what: `body ${shown(text)}${type === undefined ? '' : ` as ${type}`}`,
        address: this.address,
        body: text,
        ...(type !== undefined && { type }),
        // Where no body is asked for, whatever JSON comes is let be.
        isLegitimate: () =>
          type === undefined && (this.bodySchema === undefined || this.isBody(text === '' ? '{}' : text)),
      };
  }

  private *fields(): Generator<Spoil> {
    const { body } = this.request;
    const fields = fieldsOf(this.bodySchema, this.described);
    for (const { path, schema } of fields) {
      const isFree = path.some((part) => FREE.test(part));
      for (const json of [undefined, ...spoiledValues(schema)]) {
        const isMeant = () => isFree || json === undefined || isClean(JSON.parse(json));
        yield this.withBody(
          `body ${path.join('.')} ${json === undefined ? 'left out' : `= ${shown(json)}`}`,
          withField(body, path, json),
          isMeant,
        );
      }
    }
    const objects = [[], ...fields.filter(({ schema }) => schema.type !== 'array').map(({ path }) => path)];
    for (const path of objects)
      for (const extra of ['unknown', 'toString', '__proto__', '\u0000']) {
        const at = [...path, extra];
        yield this.withBody(`body with ${shown(at.join('.'))}`, withField(body, at, '{"a":1}'));
      }
  }

  private withBody(what: string, body: string, isMeant: () => boolean = () => true): Spoil {
    return { what, address: this.address, body, isLegitimate: () => this.isBody(body) && isMeant() };
  }

  private get unspoiledBody() {
    return this.request.body === undefined ? {} : { body: JSON.stringify(this.request.body) };
  }

  private withParameters(path: Readonly<Record<string, string>>, query: string): string {
    const address = this.match.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => path[name] ?? '');
    return query === '' ? address : `${address}?${query}`;
  }

  private parameters(place: string): readonly Parameter[] {
    return (this.match.operation.parameters ?? [])
      .map((parameter) => this.described.resolve(parameter) as unknown as Parameter)
      .filter((parameter) => parameter.in === place);
  }

  private get bodySchema(): unknown {
    const { content } = this.described.resolve(this.match.operation.requestBody);
    return (content as Record<string, { schema: unknown }> | undefined)?.['application/json']?.schema;
  }

  private isBody(text: string): boolean {
    try {
      return this.described.accepts(this.bodySchema, JSON.parse(text));
    } catch {
      return false;
    }
  }
}

const asQuery = (query: Readonly<Record<string, string>>) =>
  Object.entries(query)
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .join('&');

/** A text of an address as the type that it stands for. */
const typed = ({ type }: Json, text: string): unknown =>
  type === 'integer' && /^-?\d+$/.test(text) ? Number(text) : text;

const wellFormed = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, '\ufffd');
