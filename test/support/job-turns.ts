import { queryAsOwner } from './call-log-rows.js';

/** Has a queue know of jobs since three days, and of their last turn so many hours ago: those since then were missed. */
export async function noteMissedTurns(databaseUrl: string, jobs: readonly string[], hours = 48): Promise<void> {
  await queryAsOwner(
    databaseUrl,
    `INSERT INTO graphile_worker._private_known_crontabs (identifier, known_since, last_execution)
     SELECT job, now() - interval '3 days', now() - make_interval(hours => $2) FROM unnest($1::text[]) AS job
     ON CONFLICT (identifier) DO UPDATE SET known_since = excluded.known_since, last_execution = excluded.last_execution`,
    [jobs, hours],
  );
}
