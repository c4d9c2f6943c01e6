import type { Instance } from '../instance.js';
import { isAdmin } from '../people/user-summary.js';
import type { Token } from '../tokens.js';
import { activityId, activityTime } from './activity-times.js';

export interface Happening {
  /** What was done, e.g. `create_dashboard`. */
  name: string;
  /** What it is about, e.g. `dashboard`. */
  category: string;
  attributes: Readonly<Record<string, string>>;
}

const valueLengthMax = 200;

/** Adds what the bearer of a token did to the events. */
export function recordEvent(
  { activity, content }: Pick<Instance, 'activity' | 'content'>,
  token: Pick<Token, 'userId' | 'sudoUserId'>,
  happening: Happening,
): void {
  const { log, now } = activity;
  const user = content.users.find(token.userId);
  const eventId = log.events.add({
    name: happening.name,
    category: happening.category,
    created_at: activityTime(now()),
    user_id: activityId(token.userId),
    sudo_user_id: activityId(token.sudoUserId),
    is_admin: user !== undefined && isAdmin(content, user) ? 1 : 0,
    is_api_call: 1,
  });
  for (const [name, value] of Object.entries(happening.attributes)) {
    log.eventAttributes.add({ event_id: eventId, name, value: value.slice(0, valueLengthMax) });
  }
}
