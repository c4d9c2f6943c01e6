import { isRecord } from '../../values/is-record.js';
import type { ToolCall } from '../catalogue/tool.js';

/** The folder that was named, or the personal one of whom the call is made as (Looker operation `me`); null where there is none. */
export async function folderOrOwn(call: Pick<ToolCall, 'send'>, named: string | undefined): Promise<string | null> {
  if (named !== undefined && named !== '') return named;
  const { body } = await call.send({ verb: 'GET', path: '/user', query: { fields: 'personal_folder_id' } });
  const own = isRecord(body) ? body.personal_folder_id : null;
  return typeof own === 'string' || typeof own === 'number' ? String(own) : null;
}
