import { setTimeout as pause } from 'node:timers/promises';
import { MissingRequiredClientCapabilityError } from '@modelcontextprotocol/server';
import { declaredBy, type FixtureTool, PNG, textAnswer, WAV } from './fixture.js';

/** Between two notices of one call. */
const PAUSE_MS = 50;

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
/** One of each kind of keyword that a list of tools has to leave as it is. */
const SCHEMA_OF_2020 = {
  $schema: DIALECT,
  type: 'object',
  $defs: {
    address: {
      $anchor: 'addressDef',
      type: 'object',
      properties: { street: { type: 'string' }, city: { type: 'string' } },
    },
  },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
} as const;

/** Tools that answer at once, or tell on the way how far they are. */
export const ANSWERING_TOOLS: Readonly<Record<string, FixtureTool>> = {
  test_simple_text: {
    description: 'Answers a text',
    answer: () => textAnswer('This is a simple text response for testing.'),
  },
  test_image_content: {
    description: 'Answers a picture',
    answer: () => ({ content: [{ type: 'image', data: PNG, mimeType: 'image/png' }] }),
  },
  test_audio_content: {
    description: 'Answers a sound',
    answer: () => ({ content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }] }),
  },
  test_embedded_resource: {
    description: 'Answers a document',
    answer: () => ({
      content: [
        {
          type: 'resource',
          resource: {
            uri: 'test://embedded-resource',
            mimeType: 'text/plain',
            text: 'This is an embedded resource content.',
          },
        },
      ],
    }),
  },
  test_multiple_content_types: {
    description: 'Answers a text, a picture and a document',
    answer: () => ({
      content: [
        { type: 'text', text: 'Multiple content types test:' },
        { type: 'image', data: PNG, mimeType: 'image/png' },
        {
          type: 'resource',
          resource: {
            uri: 'test://mixed-content-resource',
            mimeType: 'application/json',
            text: '{"test":"data","value":123}',
          },
        },
      ],
    }),
  },
  test_error_handling: {
    description: 'Answers an error',
    answer: () => ({ ...textAnswer('This tool intentionally returns an error for testing'), isError: true }),
  },
  test_tool_with_progress: {
    description: 'Tells how far it is, to who asks for that',
    answer: async ({ context: { mcpReq } }) => {
      const progressToken = mcpReq._meta?.progressToken;
      for (const progress of [0, 50, 100]) {
        if (progressToken !== undefined)
          await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: 100 } });
        if (progress < 100) await pause(PAUSE_MS);
      }
      return textAnswer('Done');
    },
  },
  test_tool_with_logging: {
    description: 'Logs on its way',
    answer: async ({ context: { mcpReq } }) => {
      for (const line of ['started', 'working', 'done']) {
        await mcpReq.log('info', line);
        await pause(PAUSE_MS);
      }
      return textAnswer('Done');
    },
  },
  test_logging_tool: {
    description: 'Logs, to who asks for logs',
    answer: async ({ context }) => {
      await context.mcpReq.log('info', 'working');
      return textAnswer('Done');
    },
  },
  test_missing_capability: {
    description: 'Needs a client that can sample',
    answer: ({ context }) => {
      if (declaredBy(context).sampling === undefined)
        throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { sampling: {} } });
      return textAnswer('Done');
    },
  },
  test_trigger_tool_change: {
    description: 'Changes the list of tools',
    answer: ({ notify }) => {
      notify.toolsChanged();
      return textAnswer('Done');
    },
  },
  test_trigger_prompt_change: {
    description: 'Changes the list of prompts',
    answer: ({ notify }) => {
      notify.promptsChanged();
      return textAnswer('Done');
    },
  },
  json_schema_2020_12_tool: {
    description: 'Tool with JSON Schema 2020-12 features',
    inputSchema: SCHEMA_OF_2020,
    answer: () => textAnswer('Done'),
  },
};
