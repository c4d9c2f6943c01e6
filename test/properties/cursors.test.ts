import { describe, expect, it } from 'vitest';
import { createMasterKey, parseMasterKeys } from '../../src/crypto/master-keys.js';
import { TextSigner } from '../../src/crypto/text-signer.js';
import { readCursor } from '../../src/http/page.js';
import { argumentsDigest, readResultCursor, writeResultCursor } from '../../src/tool-calls/answers/result-cursor.js';
import { PageCursors } from '../../src/tool-calls/page-cursors.js';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { decodeCursor, encodeCursor } from '../../src/tools/schema/paging.js';
import { canonicalJson } from '../../src/values/canonical-json.js';
import { opaque } from '../../src/values/opaque-text.js';
import { anyJson, anyText, fc } from '../support/properties.js';

const anyOffset = fc.nat({ max: 10_000_000 });
const anyArgs = fc.dictionary(anyText, anyJson, { maxKeys: 5 });
/** The same arguments as another client may send them: in another order, for another page. */
const reordered = (args: object, page: object) => Object.fromEntries(Object.entries({ ...page, ...args }).reverse());

describe('a cursor', () => {
  it('of a REST list says again each place that it was made of', () => {
    fc.assert(
      fc.property(anyText, (place) => {
        expect(readCursor(opaque(place), (text) => text)).toBe(place);
      }),
    );
  });

  it('of a REST list is the only text for its place; any other is refused', () => {
    const given = fc.oneof(
      anyText,
      fc.base64String(),
      anyText.map((text) => `${opaque(text)}=`),
    );
    fc.assert(
      fc.property(given, (text) => {
        const places: string[] = [];
        const read = () => readCursor(text, (place) => places.push(place));
        if (opaque(Buffer.from(text, 'base64url').toString()) === text) read();
        else expect(read).toThrow(expect.objectContaining({ code: 'request.cursor_invalid' }));
        for (const place of places) expect(opaque(place)).toBe(text);
      }),
    );
  });

  it('of a list of Looker says again each offset, and no other text says one', () => {
    fc.assert(
      fc.property(anyOffset, (offset) => {
        expect(decodeCursor(encodeCursor(offset))).toBe(offset);
      }),
    );
    const odd = fc.oneof(
      anyText,
      fc.double().map(String),
      fc.bigInt().map(String),
      anyOffset.map((offset) => `0${offset}`),
    );
    const forged = fc.oneof(
      anyText,
      odd.map((text) => Buffer.from(`offset:${text}`).toString('base64url')),
    );
    fc.assert(
      fc.property(forged, (text) => {
        const offset = decodeCursor(text);
        if (offset === null) return;
        expect(encodeCursor(offset)).toBe(text);
        expect(Number.isSafeInteger(offset) && offset >= 0 && offset <= 10_000_000).toBe(true);
      }),
    );
  });

  it('of a list is taken for the same person and arguments, in any order and for a page of any size, and for no others', () => {
    const cursors = new PageCursors(new TextSigner(parseMasterKeys(createMasterKey('test'))));
    const list = toolCatalogue()
      .tools.filter(({ paging }) => paging !== null)
      .slice(0, 3);
    const caller = ({ server, person, user }: { server: string; person: string | null; user: string | null }) =>
      ({
        access: {
          organizationId: 'o',
          integratedAccountId: 'a',
          serverId: server,
          identity: { kind: user === null ? 'service_account' : 'fixed_user', user },
        },
        signIn: person === null ? null : { atLooker: { key: person } },
      }) as Parameters<PageCursors['pagesOf']>[0];
    // Who signed in at Looker is that person there, whomever the server acts as for others.
    const atLooker = ({ person, user }: { person: string | null; user: string | null }) =>
      person === null ? ['user', user] : ['person', person];
    const where = fc.record({
      server: fc.constantFrom('s', 't'),
      person: fc.constantFrom(null, '', 'p', '" p'),
      user: fc.constantFrom(null, 'p', '1'),
      tool: fc.constantFrom(...list),
      args: anyArgs,
    });
    fc.assert(
      fc.property(where, fc.option(where), anyOffset, (here, elsewhere, offset) => {
        const there = elsewhere ?? here;
        const signed = cursors.pagesOf(caller(here), here.tool, here.args).sign(encodeCursor(offset));
        const page = { limit: offset % 500, next_cursor: signed };
        const { args } = cursors.pagesOf(caller(there), there.tool, reordered(there.args, page));
        const { next_cursor: _, limit: __, ...asked } = there.args;
        const { next_cursor: ___, limit: ____, ...known } = here.args;
        const isSame =
          here.server === there.server &&
          canonicalJson(atLooker(here)) === canonicalJson(atLooker(there)) &&
          here.tool === there.tool &&
          canonicalJson(known) === canonicalJson(asked);
        expect((args as { next_cursor: unknown }).next_cursor).toBe(isSame ? encodeCursor(offset) : '');
      }),
    );
  });

  it('of a result says again all that it was made of, for the same arguments in any order, and for no others', () => {
    const fields = fc.record(
      {
        taskId: fc.string({ minLength: 1, unit: 'binary' }),
        offset: anyOffset,
        total: fc.nat(),
        rowsMax: fc.nat(),
        format: fc.constant('csv' as const),
      },
      { requiredKeys: ['taskId', 'offset'] },
    );
    const page = { rows_max: 5, characters_max: 900, timeout_seconds: 3 };
    fc.assert(
      fc.property(fields, anyArgs, fc.option(anyArgs), (made, args, others) => {
        const cursor = { ...made, call: argumentsDigest(args) };
        const text = writeResultCursor(cursor);
        expect(readResultCursor(text, reordered(args, page))).toEqual(cursor);
        const isSame = others === null || canonicalJson(args) === canonicalJson(others);
        if (!isSame) expect(readResultCursor(text, others)).toBeNull();
      }),
    );
  });

  it('of a result is never read out of what is none', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          fc.json(),
          fc.array(anyJson).map((parts) => JSON.stringify(parts)),
        ),
        (text) => {
          expect(readResultCursor(text, {})).toBeNull();
        },
      ),
    );
  });
});
