import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';

/** A record changed; whoever holds a copy of it drops the copy. */
export interface RecordChange {
  readonly record: 'mcp_server' | 'integrated_account' | 'api_token';
  readonly organizationId: string;
  readonly id: string;
}

/** Tells everyone in this process that a record changed. Delivery is synchronous: when `publish` returns, it holds. */
@Injectable()
export class Broadcast {
  private readonly emitter = new EventEmitter();

  publish(change: RecordChange): void {
    this.emitter.emit('change', change);
  }

  subscribe(listener: (change: RecordChange) => void): void {
    this.emitter.on('change', listener);
  }
}
