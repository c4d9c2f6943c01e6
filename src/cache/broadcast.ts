import { EventEmitter } from 'node:events';
import type { Freshness } from './record-cache.js';

/** A record changed, or the LookML that an account sees: whoever holds a copy drops it. Or a request was cancelled: whoever answers it stops. */
export interface RecordChange {
  readonly record:
    | 'mcp_server'
    | 'integrated_account'
    | 'api_token'
    | 'member'
    | 'mcp_request'
    | 'lookml'
    | 'looker_sign_in'
    | 'oauth_client'
    | 'oauth_grant'
    | 'openid_provider'
    | 'openid_person';
  readonly organizationId: string;
  readonly id: string;
}

/**
 * Tells everyone that a record changed: the listeners of this process before `publish` returns, those of other processes
 * as the maker has it. As `Freshness` it says whether changes made elsewhere are known to arrive.
 */
export abstract class Broadcast implements Freshness {
  private readonly emitter = new EventEmitter();

  /** Never fails the caller: whatever it announces is in the database already. */
  abstract publish(change: RecordChange): void;

  abstract readonly copyAgeMsMax: number;

  abstract isTrusted(): boolean;

  subscribe(listener: (change: RecordChange) => void): void {
    this.emitter.on('change', listener);
  }

  onGap(listener: () => void): void {
    this.emitter.on('gap', listener);
  }

  protected deliver(change: RecordChange): void {
    this.emitter.emit('change', change);
  }

  protected deliverGap(): void {
    this.emitter.emit('gap');
  }
}
