/** The least that a Node server can do for a tool call: read the message, ask Looker, wrap the answer. No tenant, check or log. */
import { createServer } from 'node:http';
import { Pool } from 'undici';

const looker = new Pool(process.env.LOOKER_BASE_URL, { connections: 64 });

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const { id } = JSON.parse(Buffer.concat(chunks));
  const { body } = await looker.request({
    method: 'GET',
    path: '/api/4.0/lookml_models?fields=name,label,explores',
    headers: { authorization: 'Bearer benchmark' },
  });
  const text = JSON.stringify(await body.json());
  const answer = JSON.stringify({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text }] } });
  response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
});
server.keepAliveTimeout = 600_000;
server.listen(Number(process.env.PORT), '127.0.0.1');
