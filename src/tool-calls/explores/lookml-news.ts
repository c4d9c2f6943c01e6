import type { Broadcast } from '../../cache/broadcast.js';
import { MemoryBroadcast } from '../../cache/memory-broadcast.js';
import type { LookerConnection } from '../../looker/looker-connection.js';
import type { Tool } from '../../tools/catalogue/tool.js';

/** Operations that show the session other LookML, although they write none. */
const SHOWS_OTHER: ReadonlySet<string> = new Set(['validate_project', 'async_deploy_status', 'update_session']);
const LOOKML_TAGS: readonly string[] = ['lookml', 'projects', 'git', 'modeling', 'workflows'];

/** Whether models, explores and fields may be others after a call of this tool. */
export const changesLookml = ({ effect, tags, operation }: Pick<Tool, 'effect' | 'tags' | 'operation'>): boolean =>
  (operation !== null && SHOWS_OTHER.has(operation.id)) ||
  (effect !== 'read' && tags.some((tag) => LOOKML_TAGS.includes(tag)));

/** Tells all processes when the LookML of an account has changed, so that they read it anew. */
export class LookmlNews {
  constructor(private readonly broadcast: Broadcast = new MemoryBroadcast()) {}

  /** What any process keeps of the LookML of this connection's account is out of date. */
  publish({ key }: LookerConnection): void {
    const [organizationId = '', account = ''] = key.split('/', 2);
    this.broadcast.publish({ record: 'lookml', organizationId, id: `${organizationId}/${account}` });
  }

  /** @param listener is told by keys of connections what is out of date. */
  onChange(listener: (isStale: (connectionKey: string) => boolean) => void): void {
    this.broadcast.subscribe(({ record, id }) => {
      if (record === 'lookml') listener((key) => key.startsWith(`${id}/`));
    });
    this.broadcast.onGap(() => listener(() => true));
  }
}
