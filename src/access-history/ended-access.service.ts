import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { Principal } from '../access/principal.js';
import { DatabaseService } from '../database/database.service.js';
import { parseInstant } from '../http/input/instant.js';
import { type Page, type PageQuery, pageOf, windowOf } from '../http/page.js';
import { type EndedAccessView, endedAccessView } from './access-history.view.js';
import { EndedAccessRepository, type EndedBefore } from './ended-access.repository.js';

/** MCP servers and API tokens whose time is over. A caller limited to one account sees what led to that account only. */
@Injectable()
export class EndedAccessService {
  constructor(
    private readonly database: DatabaseService,
    private readonly ended: EndedAccessRepository,
  ) {}

  /** @throws AppError `request.cursor_invalid` */
  async list(principal: Principal, query: PageQuery, now: Date): Promise<Page<EndedAccessView>> {
    const { organizationId, integratedAccountId } = principal;
    const window = windowOf(query, placeOf);
    const rows = await this.database.report(organizationId, (tx) =>
      this.ended.list(tx, integratedAccountId, window.after, now, window.take),
    );
    return pageOf(rows, window, endedAccessView, ({ ended_at, id }) => `${ended_at.toISOString()} ${id}`);
  }
}

function placeOf(text: string): EndedBefore | undefined {
  const [time = '', id = '', ...more] = text.split(' ');
  const at = parseInstant(time);
  return at !== undefined && isUUID(id) && more.length === 0 ? { at, id } : undefined;
}
