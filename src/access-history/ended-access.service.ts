import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { Principal } from '../access/principal.js';
import { DatabaseService } from '../database/database.service.js';
import { readCursor, writeCursor } from '../http/cursor.js';
import { parseInstant } from '../http/input/instant.js';
import type { PageQuery } from '../http/page.js';
import { type EndedAccessPage, endedAccessView } from './access-history.view.js';
import { EndedAccessRepository, type EndedBefore } from './ended-access.repository.js';

const LISTED = 50;

/** MCP servers and API tokens whose time is over. A caller limited to one account sees what led to that account only. */
@Injectable()
export class EndedAccessService {
  constructor(
    private readonly database: DatabaseService,
    private readonly ended: EndedAccessRepository,
  ) {}

  /** @throws AppError `request.cursor_invalid` */
  async list(principal: Principal, query: PageQuery, now: Date): Promise<EndedAccessPage> {
    const { organizationId, integratedAccountId } = principal;
    const limit = query.limit ?? LISTED;
    const before = readCursor(query.next_cursor, placeOf);
    const rows = await this.database.report(organizationId, (tx) =>
      this.ended.list(tx, integratedAccountId, before, now, limit + 1),
    );
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      result: shown.map(endedAccessView),
      next_cursor: last === undefined ? null : cursorOf({ at: last.ended_at, id: last.id }),
    };
  }
}

const cursorOf = ({ at, id }: EndedBefore): string => writeCursor(`${at.toISOString()} ${id}`);

function placeOf(text: string): EndedBefore | undefined {
  const [time = '', id = '', ...more] = text.split(' ');
  const at = parseInstant(time);
  return at !== undefined && isUUID(id) && more.length === 0 ? { at, id } : undefined;
}
