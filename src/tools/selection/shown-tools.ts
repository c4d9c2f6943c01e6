import { ApiProperty } from '@nestjs/swagger';
import type { Tool } from '../catalogue/tool.js';
import { type ExposureChoice, exposeTools, SHOWN_EXPOSURES, type ShownExposure } from './exposed-tools.js';
import { listTokens, TOKENIZER } from './tool-cost.js';

/** What clients see of a server's tools, and what that costs. */
export class ShownToolsView {
  @ApiProperty({ description: 'How many tools can be called.' }) count: number;
  @ApiProperty({
    enum: SHOWN_EXPOSURES,
    description:
      'What tools/list shows: every tool, those needed most and a search for the others, or the search alone.',
  })
  exposure: ShownExposure;
  @ApiProperty({ description: 'How many tools tools/list shows.' }) listed: number;
  @ApiProperty({ description: "How many tokens tools/list takes in a model's context." }) tokens: number;
  @ApiProperty({ example: TOKENIZER }) tokenizer: string;
  @ApiProperty({ type: [String], description: 'What some clients make of so long a list.' }) warnings: string[];
}

/** Where clients have been seen to refuse or cut a list of tools, the lowest first. */
const CLIENT_LIMITS = [
  { tools: 128, reason: 'VS Code and programs on the API of OpenAI refuse more than 128 tools' },
  { tools: 256, reason: 'Claude Desktop leaves out what is behind the first 256 tools' },
];

/** The tools that a filter admits, counted as a server with this choice shows them. */
export async function shownTools(tools: readonly Tool[], choice: ExposureChoice): Promise<ShownToolsView> {
  const { exposure, listed } = await exposeTools(tools, choice);
  return {
    count: tools.length,
    exposure,
    listed: listed.length,
    tokens: await listTokens(listed),
    tokenizer: TOKENIZER,
    warnings: warningsOf(listed.length),
  };
}

function warningsOf(listed: number): string[] {
  const passed = CLIENT_LIMITS.filter(({ tools }) => listed > tools);
  return passed.map(
    ({ reason }) => `${reason}, and this URL lists ${listed}. Choose fewer tools, or set tool_exposure to "auto".`,
  );
}
