import type { ArgumentProblem } from '../tools/schema/arguments.js';

/** What a model reads when arguments are wrong: each of them, what is wrong, and what would be right. */
export const refusedArguments = (tool: string, problems: readonly ArgumentProblem[]): string =>
  [
    `The arguments of ${tool} were not accepted, and nothing was sent to Looker:`,
    ...problems.map(({ path, message, suggestion }) => `- ${path}: ${message}${suggestion ? ` (${suggestion})` : ''}`),
    'Correct them and call again.',
  ].join('\n');
