import {
  acceptedContent,
  type GetPromptResult,
  type InputRequiredResult,
  inputRequired,
  type Prompt,
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  ResourceNotFoundError,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { PNG } from './fixture.js';

type Messages = GetPromptResult['messages'];
type Content = Messages[number]['content'];

interface FixturePrompt extends Omit<Prompt, 'name'> {
  get(args: Readonly<Record<string, string>>, context: ServerContext): GetPromptResult | InputRequiredResult;
}

const said = (...contents: Content[]): GetPromptResult => ({
  messages: contents.map((content) => ({ role: 'user', content })),
});
const text = (words: string): Content => ({ type: 'text', text: words });
const wanted = (name: string) => ({ name, description: 'Wanted', required: true });

const PROMPTS: Readonly<Record<string, FixturePrompt>> = {
  test_simple_prompt: {
    description: 'A text',
    get: () => said(text('This is a simple prompt for testing.')),
  },
  test_prompt_with_arguments: {
    description: 'A text with two arguments',
    arguments: [wanted('arg1'), wanted('arg2')],
    get: ({ arg1, arg2 }) => said(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)),
  },
  test_prompt_with_embedded_resource: {
    description: 'A document',
    arguments: [wanted('resourceUri')],
    get: ({ resourceUri: uri = '' }) => {
      const resource = { uri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' };
      return said({ type: 'resource', resource }, text('Please process the embedded resource above.'));
    },
  },
  test_prompt_with_image: {
    description: 'A picture',
    get: () => said({ type: 'image', data: PNG, mimeType: 'image/png' }, text('Please analyze the image above.')),
  },
  test_input_required_result_prompt: {
    description: 'A text that depends on what is asked first',
    get: (_, { mcpReq }) => {
      const context = acceptedContent(mcpReq.inputResponses, 'user_context')?.context;
      if (typeof context === 'string') return said(text(context));
      const requestedSchema = {
        type: 'object' as const,
        properties: { context: { type: 'string' as const } },
        required: ['context'],
      };
      const message = 'What context should the prompt use?';
      return inputRequired({ inputRequests: { user_context: inputRequired.elicit({ message, requestedSchema }) } });
    },
  },
};

const RESOURCES: readonly (ReadResourceResult['contents'][number] & { mimeType: string })[] = [
  {
    uri: 'test://static-text',
    mimeType: 'text/plain',
    text: 'This is the content of the static text resource.',
  },
  { uri: 'test://static-binary', mimeType: 'image/png', blob: PNG },
  { uri: 'test://watched-resource', mimeType: 'text/plain', text: 'Watched' },
];
const TEMPLATE = /^test:\/\/template\/([^/]+)\/data$/;

function read(uri: string): ReadResourceResult {
  const resource = RESOURCES.find((each) => each.uri === uri);
  if (resource !== undefined) return { contents: [resource] };
  const [, id] = TEMPLATE.exec(uri) ?? [];
  if (id === undefined) throw new ResourceNotFoundError(uri);
  const data = { id, templateTest: true, data: `Data for ID: ${id}` };
  return { contents: [{ uri, mimeType: 'application/json', text: JSON.stringify(data) }] };
}

/** Prompts, resources and completions, none of which the gateway has itself. */
export function offerPromptsAndResources(server: Server): void {
  server.setRequestHandler('prompts/list', () => ({
    prompts: Object.entries(PROMPTS).map(([name, { get: _, ...prompt }]) => ({ name, ...prompt })),
  }));
  server.setRequestHandler('prompts/get', ({ params }, context) => {
    const prompt = PROMPTS[params.name];
    if (prompt === undefined) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `No prompt ${params.name}`);
    return prompt.get(params.arguments ?? {}, context);
  });
  server.setRequestHandler('resources/list', () => ({
    resources: RESOURCES.map(({ uri, mimeType }) => ({ uri, name: uri, description: `What ${uri} has`, mimeType })),
  }));
  server.setRequestHandler('resources/templates/list', () => ({
    resourceTemplates: [
      { uriTemplate: 'test://template/{id}/data', name: 'data', description: 'Data', mimeType: 'application/json' },
    ],
  }));
  server.setRequestHandler('resources/read', ({ params }) => read(params.uri));
  server.setRequestHandler('resources/subscribe', () => ({}));
  server.setRequestHandler('resources/unsubscribe', () => ({}));
  server.setRequestHandler('completion/complete', () => ({ completion: { values: [], total: 0, hasMore: false } }));
}
