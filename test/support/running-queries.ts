import { askLooker, type SampleAddress } from './sample.js';

/** The ids of the tasks that Looker is working on, as an administrator sees them. */
export async function runningTasks(looker: SampleAddress): Promise<string[]> {
  const running = (await askLooker(looker, 'GET', '/running_queries?fields=id')) as { id: string }[];
  return running.map(({ id }) => id);
}

/** How often Looker was asked to start a query. */
export const startsOf = (requests: readonly { method: string; route: string | undefined }[]): number =>
  requests.filter(({ method, route }) => method === 'POST' && route === '/api/4.0/query_tasks').length;
