import { randomBytes } from 'node:crypto';
import {
  acceptedContent,
  createRequestStateCodec,
  type InputRequests,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { declaredBy, type FixtureTool, textAnswer } from './fixture.js';

/** Signs what a question leaves with the client, so that only unchanged state comes back. */
export const requestStates = createRequestStateCodec<string>({ key: randomBytes(32) });

const question = (message: string, name: string) =>
  inputRequired.elicit({
    message,
    requestedSchema: { type: 'object', properties: { [name]: { type: 'string' } }, required: [name] },
  });

const sampling = (text: string, maxTokens: number) =>
  inputRequired.createMessage({ messages: [{ role: 'user', content: { type: 'text', text } }], maxTokens });

const answered = ({ mcpReq }: ServerContext, key: string) => inputResponse(mcpReq.inputResponses, key).kind;

/** Asks the same until every question is answered. */
const asking =
  (inputRequests: InputRequests, withState = false): FixtureTool['answer'] =>
  async ({ context }) => {
    const isAnswered = Object.keys(inputRequests).every((key) => answered(context, key) !== 'missing');
    if (isAnswered && (!withState || context.mcpReq.requestState() === 'asked'))
      return textAnswer('Answered: state-ok');
    return inputRequired({ inputRequests, ...(withState && { requestState: await requestStates.mint('asked') }) });
  };

const NAME = { user_name: question('What is your name?', 'name') };
const CONFIRM = {
  confirm: inputRequired.elicit({
    message: 'Please confirm',
    requestedSchema: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] },
  }),
};
const ROOTS = { client_roots: inputRequired.listRoots() };

async function inTwoSteps(context: ServerContext): Promise<InputRequiredResult | undefined> {
  const state = context.mcpReq.requestState<string>();
  if (state === 'second' && answered(context, 'step2') !== 'missing') return undefined;
  if (state === 'first' && answered(context, 'step1') !== 'missing')
    return inputRequired({
      inputRequests: { step2: question('Step 2: What is your favorite color?', 'color') },
      requestState: await requestStates.mint('second'),
    });
  return inputRequired({
    inputRequests: { step1: question('Step 1: What is your name?', 'name') },
    requestState: await requestStates.mint('first'),
  });
}

/** Asks only what the client says it can answer. */
function askingWithin(context: ServerContext): InputRequiredResult {
  const { elicitation, sampling: model } = declaredBy(context);
  return inputRequired({
    inputRequests: {
      ...(elicitation !== undefined && NAME),
      ...(model !== undefined && { greeting: sampling('Generate a greeting', 50) }),
    },
  });
}

/** Tools that ask the user or the client of revision 2026-07-28 before they answer. */
export const ASKING_TOOLS: Readonly<Record<string, FixtureTool>> = {
  test_input_required_result_elicitation: {
    description: 'Asks for a name',
    answer: ({ context }) => {
      const name = acceptedContent(context.mcpReq.inputResponses, 'user_name')?.name;
      return typeof name === 'string' ? textAnswer(`Hello, ${name}!`) : inputRequired({ inputRequests: NAME });
    },
  },
  test_input_required_result_sampling: {
    description: 'Asks the model',
    answer: asking({ capital_question: sampling('What is the capital of France?', 100) }),
  },
  test_input_required_result_list_roots: { description: 'Asks for the roots', answer: asking(ROOTS) },
  test_input_required_result_request_state: { description: 'Leaves state', answer: asking(CONFIRM, true) },
  test_input_required_result_tampered_state: { description: 'Leaves signed state', answer: asking(CONFIRM, true) },
  test_input_required_result_multiple_inputs: {
    description: 'Asks three things at once',
    answer: asking({ ...NAME, greeting: sampling('Generate a greeting', 50), ...ROOTS }, true),
  },
  test_input_required_result_multi_round: {
    description: 'Asks two things, one after the other',
    answer: async ({ context }) => (await inTwoSteps(context)) ?? textAnswer('Answered'),
  },
  test_input_required_result_capabilities: {
    description: 'Asks what the client can answer',
    answer: ({ context }) => askingWithin(context),
  },
  test_streaming_elicitation: { description: 'Asks in the answer to the request', answer: asking(NAME) },
};
