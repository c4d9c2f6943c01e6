import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { Principal } from '../access/principal.js';
import { DatabaseService } from '../database/database.service.js';
import { AppError } from '../errors/app-error.js';
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
    const before = placeOf(query.next_cursor);
    const rows = await this.database.within(organizationId, (tenant) =>
      this.ended.list(tenant, integratedAccountId, before, now, limit + 1),
    );
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      result: shown.map(endedAccessView),
      next_cursor: last === undefined ? null : cursorOf({ at: last.ended_at, id: last.id }),
    };
  }
}

const cursorOf = ({ at, id }: EndedBefore): string => Buffer.from(`${at.toISOString()} ${id}`).toString('base64url');

function placeOf(cursor: string | undefined): EndedBefore | undefined {
  if (cursor === undefined) return undefined;
  const [time = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split(' ');
  const at = new Date(time);
  if (isUUID(id) && !Number.isNaN(at.getTime()) && cursorOf({ at, id }) === cursor) return { at, id };
  throw new AppError(
    'request.cursor_invalid',
    'The cursor is not one of ours. Send next_cursor back exactly as it came.',
  );
}
