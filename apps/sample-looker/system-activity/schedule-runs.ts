import { isRecord, type LookerRecord } from '../api.js';
import { nextRun } from '../deliveries/cron.js';
import type { StoredRecord } from '../records/collection.js';
import type { Content } from '../records/content-store.js';
import type { ActivityLog } from './activity-log.js';
import { activityId, activityTime, asFlag } from './activity-times.js';

const dayMs = 86_400_000;
const windowDays = 90;
/** More runs of one schedule than this are not made up for at once. */
const runsMax = 500;
/** The newest schedules that were made for one run. */
const oncePlansMax = 500;
const secondsPerStage = { enqueue_for_execute: 1, execute: 12, deliver: 3 } as const;

/** Runs of schedules: those that have come due, and those that somebody asks for. */
export class ScheduleRuns {
  /** Until when runs of a schedule are written down, by its id. */
  private readonly writtenUntil = new Map<string, Date>();
  private oncePlans: StoredRecord[] = [];

  constructor(
    private readonly content: Content,
    private readonly log: ActivityLog,
    private readonly now: () => Date,
  ) {}

  /** Writes down the runs that have come due; the first time, those of the last ninety days. */
  catchUp(): void {
    const now = this.now();
    const due = this.content.scheduledPlans.all().flatMap((plan) => this.dueRuns(plan, now));
    due.sort((one, other) => one.at.getTime() - other.at.getTime());
    for (const { plan, at } of due) {
      this.write(plan, at, refusalOf(this.content, plan));
      this.content.scheduledPlans.change(plan.id, { last_run_at: at.toISOString() });
    }
  }

  /** Writes down a run that was asked for; `failure` says what went wrong, null for nothing. */
  ranNow(plan: StoredRecord, failure: string | null): void {
    this.catchUp();
    this.write(plan, this.now(), refusalOf(this.content, plan) ?? failure);
    if (plan.run_once === true) this.oncePlans = [...this.oncePlans.slice(1 - oncePlansMax), plan];
  }

  /** All schedules there are, and those that were made for one run and are gone. */
  plans(): StoredRecord[] {
    return [...this.content.scheduledPlans.all(), ...this.oncePlans];
  }

  private dueRuns(plan: StoredRecord, now: Date): { plan: StoredRecord; at: Date }[] {
    const windowStart = new Date(now.getTime() - windowDays * dayMs);
    const createdAt = new Date(String(plan.created_at ?? now.toISOString()));
    const since = this.writtenUntil.get(plan.id) ?? (createdAt > windowStart ? createdAt : windowStart);
    // What ends a schedule's runs is that it is switched off, and what it ran before is kept.
    const until = plan.enabled === false ? new Date(String(plan.updated_at ?? createdAt)) : now;
    this.writtenUntil.set(plan.id, now);
    if (typeof plan.crontab !== 'string' || plan.run_once === true) return [];
    const runs: { plan: StoredRecord; at: Date }[] = [];
    for (let at = nextRun(plan.crontab, since); at !== null && at <= until; at = nextRun(plan.crontab, at)) {
      runs.push({ plan, at });
      if (runs.length === runsMax) break;
    }
    return runs;
  }

  private write(plan: LookerRecord, at: Date, failure: string | null): void {
    const stages = failure === null ? secondsPerStage : { ...secondsPerStage, deliver: 0 };
    const seconds = Object.values(stages).reduce((sum, each) => sum + each, 0);
    const jobId = this.log.scheduledJobs.add({
      scheduled_plan_id: activityId(plan.id),
      name: String(plan.name ?? ''),
      status: failure === null ? 'success' : 'failure',
      status_detail: failure,
      created_at: activityTime(at),
      finalized_at: activityTime(new Date(at.getTime() + seconds * 1_000)),
      user_id: activityId(plan.user_id),
      run_once: asFlag(plan.run_once),
    });
    let begun = at.getTime();
    for (const [stage, runtime] of Object.entries(stages)) {
      this.log.scheduledJobStages.add({
        scheduled_job_id: jobId,
        ...{ stage, runtime, started_at: activityTime(new Date(begun)) },
        completed_at: activityTime(new Date(begun + runtime * 1_000)),
      });
      begun += runtime * 1_000;
    }
  }
}

/** Why a schedule cannot send anything; null when it can. Addresses that end in `.invalid` exist nowhere (RFC 2606). */
export function refusalOf(content: Content, plan: LookerRecord): string | null {
  const owner = content.users.find(plan.user_id);
  if (owner === undefined || owner.is_disabled === true) return 'The owner of the schedule is disabled or deleted.';
  const gone = [content.dashboards.find(plan.dashboard_id), content.looks.find(plan.look_id)].find(
    (record) => record?.deleted === true,
  );
  if (gone !== undefined) return `"${String(gone.title)}" is in the trash.`;
  const addresses = destinationsOf(plan).map(({ address }) => String(address ?? ''));
  const unknown = addresses.find((address) => /\.invalid(?:[/:]|$)/i.test(address));
  return unknown === undefined ? null : `Could not deliver to ${unknown}: there is no such host.`;
}

export function destinationsOf(plan: LookerRecord): LookerRecord[] {
  const destinations = plan.scheduled_plan_destination;
  return Array.isArray(destinations) ? destinations.filter(isRecord) : [];
}
