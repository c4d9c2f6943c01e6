import { type ElicitRequestFormParams, inputRequired } from '@modelcontextprotocol/server';
import { type FixtureTool, textAnswer } from './fixture.js';

type Form = ElicitRequestFormParams['requestedSchema']['properties'];

const choices = (...values: string[]) => values.map((value) => ({ const: value, title: `Choice ${value}` }));

/** A form with a default for each type. */
const DEFAULTS = {
  name: { type: 'string', default: 'John Doe' },
  age: { type: 'integer', default: 30 },
  score: { type: 'number', default: 95.5 },
  status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
  verified: { type: 'boolean', default: true },
} satisfies Form;

/** A form with each form of enumeration. */
const ENUMERATIONS = {
  untitledSingle: { type: 'string', enum: ['option1', 'option2', 'option3'] },
  titledSingle: { type: 'string', oneOf: choices('value1', 'value2', 'value3') },
  legacyEnum: { type: 'string', enum: ['opt1', 'opt2'], enumNames: ['Option One', 'Option Two'] },
  untitledMulti: { type: 'array', items: { type: 'string', enum: ['option1', 'option2', 'option3'] } },
  titledMulti: { type: 'array', items: { anyOf: choices('value1', 'value2', 'value3') } },
} satisfies Form;

const asking = (question: ReturnType<typeof inputRequired.elicit>): FixtureTool => ({
  description: 'Asks before it answers',
  inputSchema: { type: 'object', properties: { prompt: { type: 'string' }, message: { type: 'string' } } },
  answer: ({ context }) =>
    context.mcpReq.inputResponses?.asked === undefined
      ? inputRequired({ inputRequests: { asked: question } })
      : textAnswer('Answered'),
});
const form = (properties: Form) =>
  asking(inputRequired.elicit({ message: 'Please fill in', requestedSchema: { type: 'object', properties } }));

/**
 * Tools that ask clients of 2025. There, the server asks by a request of its own, and only those who said in `initialize`
 * that they can answer; so it has to remember that, and the answer has to find the process that asked.
 */
export const SESSION_TOOLS: Readonly<Record<string, FixtureTool>> = {
  test_sampling: asking(
    inputRequired.createMessage({
      messages: [{ role: 'user', content: { type: 'text', text: 'Hello' } }],
      maxTokens: 100,
    }),
  ),
  test_elicitation: form({ response: { type: 'string' } }),
  test_elicitation_sep1034_defaults: form(DEFAULTS),
  test_elicitation_sep1330_enums: form(ENUMERATIONS),
};
