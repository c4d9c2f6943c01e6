import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import { selectTools } from '../looker/catalogue/tool-filter.js';
import { TOKENIZER } from '../looker/exposure/tool-cost.js';
import type { ToolsQuery } from './accounts.dto.js';
import { AccountsService } from './accounts.service.js';
import { availableTool, type ToolList } from './available-tools.view.js';

/** Which tools an account offers, before any server is made of them. */
@Injectable()
export class AvailableToolsService {
  constructor(private readonly accounts: AccountsService) {}

  /** @throws AppError `integrated_account.not_found` */
  async list(principal: Principal, accountId: string, filter: ToolsQuery): Promise<ToolList> {
    const catalogue = await this.accounts.getCatalogue(principal, accountId);
    const { methods, tags, include, exclude } = filter;
    const tools = selectTools(catalogue, { methods, tags, tools: { include, exclude } });
    const names = new Set(tools.map(({ name }) => name));
    const result = await Promise.all(tools.map((tool) => availableTool(tool, (name) => names.has(name))));
    const tokens = result.reduce((sum, tool) => sum + tool.tokens, 0);
    return { result, count: tools.length, tokens, tokenizer: TOKENIZER };
  }
}
