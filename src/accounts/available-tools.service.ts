import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import { selectTools } from '../tools/catalogue/tool-filter.js';
import type { ToolExposure } from '../tools/selection/exposed-tools.js';
import { shownTools } from '../tools/selection/shown-tools.js';
import { TOKENIZER } from '../tools/selection/tool-cost.js';
import type { ToolsQuery } from './accounts.dto.js';
import { AccountsService } from './accounts.service.js';
import { availableTool, type ToolList } from './available-tools.view.js';

const NO_BOUNDS = { tools_tokens_max: null, limits: { characters: 0 } };

/** Which tools an account offers, before any server is made of them. */
@Injectable()
export class AvailableToolsService {
  constructor(private readonly accounts: AccountsService) {}

  /** @throws AppError `integrated_account.not_found` */
  async list(principal: Principal, accountId: string, filter: ToolsQuery): Promise<ToolList> {
    const catalogue = await this.accounts.getCatalogue(principal, accountId);
    const { toolsets, methods, tags, include, exclude } = filter;
    const tools = selectTools(catalogue, { toolsets, methods, tags, tools: { include, exclude } });
    const names = new Set(tools.map(({ name }) => name));
    const result = await Promise.all(tools.map((tool) => availableTool(tool, (name) => names.has(name))));
    const tokens = result.reduce((sum, tool) => sum + tool.tokens, 0);
    const shownAs = (tool_exposure: ToolExposure) => shownTools(tools, { ...NO_BOUNDS, tool_exposure });
    const [auto, all, discovery] = await Promise.all([shownAs('auto'), shownAs('all'), shownAs('discovery')]);
    return { result, count: tools.length, tokens, tokenizer: TOKENIZER, shown: { auto, all, discovery } };
  }
}
