/**
 * A Looker that costs nearly nothing: every answer is made beforehand. It lets everybody in, knows four models, and says at
 * `/seen` how many requests came to its API.
 */
import { createServer } from 'node:http';

const models = Array.from({ length: 4 }, (_, model) => ({
  name: `model_${model}`,
  label: `Model ${model}`,
  project_name: 'benchmark',
  // Toolbox does not list a model without these two.
  unlimited_db_connections: true,
  allowed_db_connection_names: [],
  explores: Array.from({ length: 5 }, (_, explore) => ({
    name: `explore_${explore}`,
    label: `Explore ${explore}`,
    description: 'What was ordered, by whom, and when.',
    hidden: false,
  })),
}));
const bytes = (value) => Buffer.from(JSON.stringify(value));
const answers = {
  '/versions': bytes({ looker_release_version: '26.12.0' }),
  '/api/4.0/login': bytes({ access_token: 'benchmark', token_type: 'Bearer', expires_in: 3600 }),
  '/api/4.0/user': bytes({ id: '1', first_name: 'Ben', last_name: 'Mark', display_name: 'Ben Mark' }),
  '/api/4.0/lookml_models': bytes(models),
};
const nothing = bytes({ message: 'Not found' });
let seen = 0;

const server = createServer((request, response) => {
  const path = request.url.split('?')[0];
  if (path === '/seen') return void response.end(String(seen));
  seen++;
  const body = answers[path];
  const head = { 'content-type': 'application/json', 'content-length': (body ?? nothing).length };
  request.resume();
  response.writeHead(body === undefined ? 404 : 200, head).end(body ?? nothing);
});
server.keepAliveTimeout = 600_000;
server.listen(Number(process.env.PORT), '127.0.0.1');
