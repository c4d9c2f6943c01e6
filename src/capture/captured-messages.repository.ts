import { Injectable } from '@nestjs/common';
import type { IssuerTables } from '../database/database.service.js';
import { createId } from '../database/ids.js';
import type { OrganizationTransaction } from '../database/organization-transaction.js';
import { lockRow } from '../database/row-lock.js';
import { columnsOf } from '../http/answers/record-view.js';
import { type CapturedMessage, MESSAGES_MAX, STRANGERS_MAX, STRANGERS_PER_STEP_MAX } from './captured-message.js';
import { CapturedMessageView } from './captured-message.view.js';

/** Between these a server's messages are kept. */
export interface CaptureTimes {
  readonly captureStartedAt: Date | null;
  readonly captureUntil: Date | null;
}

@Injectable()
export class CapturedMessagesRepository {
  /** When a server's capture goes on, with the server locked: it neither ends nor begins anew meanwhile. Null: the server is gone. */
  async findTimesForUpdate(tx: OrganizationTransaction, serverId: string): Promise<CaptureTimes | null> {
    const { organizationId, db } = tx;
    await lockRow(tx, 'mcp_servers', serverId);
    return db.mcpServer.findUnique({
      where: { organizationId_id: { organizationId, id: serverId } },
      select: { captureStartedAt: true, captureUntil: true },
    });
  }

  /** When the last of the captures ends that are under way or were, in any organization; null: there is none. */
  async findLastEnd(db: IssuerTables): Promise<Date | null> {
    const [row] = await db.$queryRaw<{ until: Date | null }[]>`SELECT last_capture_until() AS until`;
    return row?.until ?? null;
  }

  /** Adds what is not there yet. */
  async insertAll(
    { organizationId, db }: OrganizationTransaction,
    mcpServerId: string,
    messages: readonly CapturedMessage[],
  ): Promise<void> {
    const data = messages.map(({ request, answer, id = createId(), ...columns }) => {
      const details = { request: request.map(written), answer: answer.map(written) };
      return { organizationId, mcpServerId, id, ...columns, ...details };
    });
    await db.capturedMessage.createMany({ data, skipDuplicates: true });
  }

  /**
   * Removes the oldest of a server's beyond those that are kept. What needs no credential, which is all of OAuth and whatever is refused for
   * want of one, has places of its own: whoever sends it again and again pushes out little but the same.
   */
  async removeBeyondMax({ organizationId, db }: OrganizationTransaction, serverId: string): Promise<void> {
    await db.$executeRaw`
      WITH kinds AS (
        SELECT id, at, kind = 'oauth' OR status IN (401, 403, 429) AS stranger,
          CASE WHEN kind = 'oauth' THEN step ELSE 'refused' END AS of_step
        FROM captured_messages
        WHERE organization_id = ${organizationId}::uuid AND mcp_server_id = ${serverId}::uuid),
      steps AS (
        SELECT *, row_number() OVER (PARTITION BY stranger, of_step ORDER BY at DESC, id DESC) AS in_step FROM kinds),
      strangers AS (
        SELECT id, row_number() OVER (ORDER BY at DESC, id DESC) AS among FROM steps
        WHERE stranger AND in_step <= ${STRANGERS_PER_STEP_MAX}),
      kept AS (
        SELECT steps.id, steps.at FROM steps LEFT JOIN strangers ON strangers.id = steps.id
        WHERE NOT steps.stranger OR strangers.among <= ${STRANGERS_MAX})
      DELETE FROM captured_messages WHERE organization_id = ${organizationId}::uuid
        AND mcp_server_id = ${serverId}::uuid
        AND id NOT IN (SELECT id FROM kept ORDER BY at DESC, id DESC LIMIT ${MESSAGES_MAX})`;
  }

  async removeAll({ organizationId, db }: OrganizationTransaction, mcpServerId: string): Promise<void> {
    await db.capturedMessage.deleteMany({ where: { organizationId, mcpServerId } });
  }

  /** A server's, in the order in which their requests came. */
  list({ organizationId, db }: OrganizationTransaction, mcpServerId: string) {
    return db.capturedMessage.findMany({
      where: { organizationId, mcpServerId },
      orderBy: [{ at: 'asc' }, { id: 'asc' }],
      take: MESSAGES_MAX,
      select: columnsOf(CapturedMessageView),
    });
  }
}

const written = ({ name, value }: CapturedMessage['request'][number]) => ({ name, value: String(value) });
