import { type ListedTool, shownToModels } from './listed-tool.js';

/** By which tokens are counted: OpenAI's newest public one. Other models' tokenizers come to similar numbers. */
export const TOKENIZER = 'o200k_base';

const counted = new WeakMap<ListedTool, number>();

/**
 * How many tokens a tool takes in a model's context, as JSON in `tools/list`, without what is for programs alone. Counted once
 * per tool.
 */
export async function toolTokens(tool: ListedTool): Promise<number> {
  const known = counted.get(tool);
  if (known !== undefined) return known;
  // Loaded when it is first needed: its tables take longer to read than the rest of the gateway.
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  const tokens = countTokens(`${JSON.stringify(shownToModels(tool))},`);
  counted.set(tool, tokens);
  return tokens;
}

/** How many tokens a tool list takes. */
export async function listTokens(tools: readonly ListedTool[]): Promise<number> {
  let sum = 0;
  for (const tool of tools) sum += await toolTokens(tool);
  return sum;
}
