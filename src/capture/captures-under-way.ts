import { Injectable } from '@nestjs/common';
import { Broadcast } from '../cache/broadcast.js';
import { RecordCache } from '../cache/record-cache.js';
import { DatabaseService } from '../database/database.service.js';
import { isCaptured } from './captured-message.js';
import { CapturedMessagesRepository } from './captured-messages.repository.js';

/** Whether anything is recorded at the moment, in any organization: where nothing is, no request is looked into for that. */
@Injectable()
export class CapturesUnderWay {
  private readonly known: RecordCache<{ readonly captureUntil: Date | null }>;

  constructor(
    private readonly database: DatabaseService,
    private readonly messages: CapturedMessagesRepository,
    broadcast: Broadcast,
  ) {
    this.known = new RecordCache(1, broadcast);
    broadcast.subscribe(({ record }) => {
      if (record === 'mcp_server') this.known.drop(() => true);
    });
  }

  /** Asks the database once, and again when a server was changed since. */
  async isAny(at: Date): Promise<boolean> {
    const known = await this.known.get('any', async () => ({
      captureUntil: await this.database.onIssuer((tables) => this.messages.findLastEnd(tables)),
    }));
    return isCaptured({ captureUntil: known?.captureUntil ?? null }, at);
  }
}
