/**
 * A Looker that lets everybody in and answers as its tests tell it to, with `PUT /tell {<text>: <kind>}`: with an answer of that
 * kind on each path that contains the text, the longest one first, else like a Looker without content. A process of its own, since what it says
 * takes long to make. Prints its address.
 */
import { createServer } from 'node:http';
import { createGzip, gzipSync } from 'node:zlib';

const MEGABYTE = 1024 * 1024;
const SIZE = 32 * MEGABYTE;
const json = (text) => ({ type: 'application/json', bytes: Buffer.from(text) });
const html = (text) => ({ type: 'text/html', bytes: Buffer.from(text) });
const filled = (piece, size = SIZE) => piece.repeat(Math.floor(size / piece.length));
const numbered = (count, write) => Array.from({ length: count }, (_, at) => write(at.toString(36))).join();

/** Bodies that cost whoever parses them as much as can be. */
const KINDS = {
  'deep lists': () => json(filled('[', SIZE / 2) + filled(']', SIZE / 2)),
  'deep objects': () => json(filled('{"a":', SIZE / 2) + 1 + filled('}', SIZE / 10)),
  'a wide object': () => json(`{${numbered(1_000_000, (at) => `"key ${at}":1`)}}`),
  'objects of one key each': () => json(`[${numbered(1_000_000, (at) => `{"k${at}":1}`)}]`),
  'empty objects': () => json(`[${filled('{},')}1]`),
  'ten million numbers': () => json(`[${filled('1,', 20_000_000)}1]`),
  'a long text': () => json(`"${filled('a')}"`),
  escapes: () => json(`["${filled('\\u00fc')}"]`),
  'a long number': () => json(`[{"n":0.${filled('0')}1}]`),
  'a web page': () => html(filled('<p>')),
  'a megabyte of objects of one key each': () => json(`[${numbered(60_000, (at) => `{"k${at}":1}`)}]`),
  'a megabyte of deep lists': () => json(filled('[', MEGABYTE / 2) + filled(']', MEGABYTE / 2)),
  'as many values as are parsed': () => json(`[${numbered(14_000, (at) => `{"k${at}":"${at}"}`)}]`),
  'texts of a megabyte': () => {
    const long = `\\u0000${'\u202Ex'.repeat(MEGABYTE / 8)}`;
    return json(`{"id":"${long}","display_name":"${long}","message":"${long}","status":"${long}","title":"${long}"}`);
  },
  'no texts but objects': () =>
    json(
      '{"id":{"toString":1},"display_name":{"valueOf":1},"message":{"toString":1},"errors":[{"field":{"toString":1}}]}',
    ),
  'long fields': () =>
    json(
      `{"fields":{"dimensions":[${numbered(5000, (at) => `{"name":"${at}","description":"${'a '.repeat(1000)}","label":"${'[$'.repeat(500)}"}`)}]}}`,
    ),
  'fields of many letters': () => {
    const letters = (from, count) =>
      Array.from({ length: count }, (_, at) => String.fromCodePoint(0x4e00 + ((from + at * 7919) % 20_000))).join('');
    return json(
      `{"fields":{"dimensions":[${numbered(4000, (at) => {
        const from = parseInt(at, 36) * 101;
        return `{"name":"v.${at}","label":"${letters(from, 250)}","description":"\uFDFA${letters(from, 150)}","synonyms":["${letters(from, 60)}"]}`;
      })}]}}`,
    );
  },
  'a million fields': () => json(`{"fields":{"dimensions":[${numbered(1_000_000, (at) => `{"name":"v.${at}"}`)}]}}`),
  'a million models': () => json(`[${numbered(1_000_000, (at) => `{"name":"${at}"}`)}]`),
  'a model of an explore': () => json('[{"name":"m","explores":[{"name":"e"}]}]'),
  'a description of many schemas': () =>
    json(`{"swagger":"2.0","paths":{},"definitions":{${numbered(600_000, (at) => `"S${at}":{"a":1}`)}}}`),
  'a description that multiplies': () => multiplying(),
  'rows of columns that multiply': () => {
    const names = (prefix) => `[${numbered(4000, (at) => `{"name":"${prefix}${at}"}`)}]`;
    return json(
      `{"metadata":{"fields":{"dimensions":[],"measures":${names('m')},"pivots":[{"name":"p"}]},"pivots":${names('k').replaceAll('name', 'key')}},"rows":[{}]}`,
    );
  },
  'rows of one megabyte each': () =>
    json(
      `{"metadata":{"fields":{"dimensions":[{"name":"a"}]}},"rows":[${Array(20)
        .fill(`{"a":{"value":[${filled('1,', MEGABYTE - 1000)}1]}}`)
        .join()}]}`,
    ),
  'rows of formats that take long': () =>
    json(
      `{"metadata":{"fields":{"dimensions":[{"name":"a","value_format":"${filled('[$', MEGABYTE / 2)}"}]}},"rows":[{"a":{"value":1}}]}`,
    ),
  'rows of long numbers': () =>
    json(
      `{"metadata":{"fields":{"dimensions":[{"name":"a"}]}},"rows":[{"a":{"value":0.${filled('0', MEGABYTE / 2)}1}}]}`,
    ),
  'rows with remarks on long SQL': () => {
    const remark = '{"fatal":false,"message":"m","error_pos":100000}';
    return json(
      `{"metadata":{"fields":{"dimensions":[{"name":"a"}]},"errors":[${Array(7_000).fill(remark)}],"sql":"${filled('\\n', 200_000)}"},"rows":[{"a":{"value":1}}]}`,
    );
  },
  'rows with subtotals by thousands': () => {
    const by = numbered(15_000, (at) => `"a.${at.padStart(9)}"`);
    const fields = numbered(1_500, (at) => `{"name":"b.${at.padStart(9)}"}`);
    return json(
      `{"metadata":{"fields":{"dimensions":[${fields}]},"subtotals_data":{"1":[{"$$$__grouping__$$$":[${by}]}]}},"rows":[{}]}`,
    );
  },
  'a dashboard of merged queries': () =>
    json(`{"title":"t","dashboard_elements":[${numbered(3, (at) => `{"id":"${at}","merge_result_id":"1"}`)}]}`),
  'a merge of one pair again and again': () => {
    const pairs = Array(9_000).fill('{"field_name":"v.a","source_field_name":"v.a"}');
    return json(`{"source_queries":[{"query_id":"1"},{"query_id":"2","merge_fields":[${pairs}]}]}`);
  },
  'thousands of long rows': () =>
    json(
      `{"metadata":{"fields":{"dimensions":[{"name":"v.a"}]}},"rows":[${numbered(4_000, (at) => `{"v.a":{"value":"${at}${'x'.repeat(300)}"}}`)}]}`,
    ),
  'a dashboard of stored queries': () =>
    json(`{"title":"t","dashboard_elements":[${numbered(100, (at) => `{"id":"${at}","query_id":"${at}"}`)}]}`),
  'a stored query of a megabyte': () =>
    json(`{"id":"1","model":"m","view":"v","fields":["v.a"],"dynamic_fields":"${'x'.repeat(MEGABYTE - 1_000)}"}`),
  'a million rows': () =>
    json(
      `{"metadata":{"fields":{"dimensions":[{"name":"a"}]}},"rows":[${filled('{"a":{"value":1}},', 20_000_000)}{}]}`,
    ),
};

/** Three schemas of some hundred properties, each of them the next schema: a few kilobytes that stand for millions. */
function multiplying() {
  const schemaOf = (next) => ({
    properties: Object.fromEntries(
      Array.from({ length: 400 }, (_, at) => [`p${at}`, { $ref: `#/definitions/${next}` }]),
    ),
  });
  const operation = (id, body) => ({
    operationId: id,
    tags: ['X'],
    parameters: body ? [{ name: 'body', in: 'body', schema: { $ref: '#/definitions/A' } }] : [],
  });
  const paths = Object.fromEntries(
    Array.from({ length: 120 }, (_, at) => [`/hostile_${at}`, { post: operation(`hostile_${at}`, at === 0) }]),
  );
  return json(
    JSON.stringify({
      swagger: '2.0',
      paths,
      definitions: { A: schemaOf('B'), B: schemaOf('C'), C: schemaOf('D'), D: {} },
    }),
  );
}

const made = new Map();
const bodyOf = (kind) => {
  if (!made.has(kind)) made.set(kind, KINDS[kind]());
  return made.get(kind);
};

/** Answers that do harm by how they come. */
const WAYS = {
  'a gzip bomb': (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    const gzip = createGzip();
    gzip.pipe(response);
    const piece = Buffer.alloc(65_536, '[');
    const pump = () => {
      while (!response.destroyed && gzip.write(piece));
    };
    gzip.on('drain', pump);
    pump();
  },
  'packed deep lists': (response) => {
    const packed = gzipSync(bodyOf('deep lists').bytes);
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(packed);
  },
  'a byte at a time': (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const { socket } = response;
    const piece = Buffer.from('1\r\n[\r\n'.repeat(10_000));
    const pump = () => {
      while (!response.destroyed && socket?.writable && socket.write(piece));
    };
    response.flushHeaders();
    socket?.on('drain', pump);
    pump();
  },
  'an endless refusal': (response) => {
    response.writeHead(500, { 'content-type': 'application/json' });
    const piece = Buffer.alloc(65_536, '{"a":[');
    const pump = () => {
      while (!response.destroyed && response.write(piece));
    };
    response.on('drain', pump);
    pump();
  },
  'a refusal of texts that are none': (response) => {
    response.writeHead(422, { 'content-type': 'application/json' }).end(bodyOf('no texts but objects').bytes);
  },
};

let told = [];
let sentBytes = 0;

const server = createServer(async (request, response) => {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  const body = Buffer.concat(pieces).toString();
  const url = request.url ?? '';
  if (url === '/tell') {
    if (request.method === 'PUT') {
      told = Object.entries(JSON.parse(body)).sort(([left], [right]) => right.length - left.length);
      sentBytes = 0;
      for (const [, kind] of told) if (!(kind in WAYS)) bodyOf(kind);
    }
    return response.end(JSON.stringify({ sentBytes, kinds: [...Object.keys(KINDS), ...Object.keys(WAYS)] }));
  }
  const found = told.find(([text]) => url.includes(text));
  if (found !== undefined) return harm(found[1], request, response);
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(plainAnswer(url)));
});

function harm(kind, request, response) {
  const before = request.socket.bytesWritten;
  response.on('close', () => {
    sentBytes += request.socket.bytesWritten - before;
  });
  const way = WAYS[kind];
  if (way !== undefined) return way(response);
  const { type, bytes } = bodyOf(kind);
  // Without its length: it is found out by reading.
  response.writeHead(200, { 'content-type': type });
  let at = 0;
  const pump = () => {
    while (!response.destroyed && at < bytes.length) {
      const piece = bytes.subarray(at, at + 65_536);
      at += piece.length;
      if (!response.write(piece)) return;
    }
    response.end();
  };
  response.on('drain', pump);
  pump();
}

function plainAnswer(url) {
  if (url === '/versions') {
    const { port } = server.address();
    const swagger_url = `http://127.0.0.1:${port}/api/4.0/swagger.json`;
    return {
      looker_release_version: '26.12.0',
      current_version: { version: '4.0', swagger_url },
      supported_versions: [],
    };
  }
  if (url.endsWith('/login')) return { access_token: 'hostile-token', token_type: 'Bearer', expires_in: 3600 };
  if (url.includes('/user')) return { id: '1', display_name: 'Hostile' };
  if (url.includes('/query_tasks')) return { id: 'task', status: 'complete' };
  if (url.includes('/queries')) return { id: '7' };
  return [];
}

server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));
