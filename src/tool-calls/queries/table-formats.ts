import { LRUCache } from 'lru-cache';
import { LookerError } from '../../looker/looker-error.js';
import { planOf, type QueryPlan } from './query-plan.js';

/** Instances that are known to lack the format, and for how long: an instance may be upgraded. */
const INSTANCES_MAX = 1_000;
const KNOWN_FOR_MS = 24 * 60 * 60 * 1000;
/** With these Looker refuses a format that it does not know. */
const REFUSALS: readonly unknown[] = [400, 404, 422];
const FORMAT = /json_bi|result[_ ]?format/i;

/** In which of Looker's formats rows come to be laid out: older releases lack `json_bi`, and all have `json_detail`. */
export class TableFormats {
  private readonly withoutBusiness = new LRUCache<string, true>({ max: INSTANCES_MAX, ttl: KNOWN_FOR_MS });

  /** The same query, in a format that its instance is not known to lack. */
  of(plan: QueryPlan): QueryPlan {
    return isBusiness(plan) && this.withoutBusiness.has(plan.connection.baseUrl) ? older(plan) : plan;
  }

  /** The query in another format, where an error says that the instance lacks the one it was asked for in; else null. */
  instead(plan: QueryPlan, error: unknown): QueryPlan | null {
    return isBusiness(plan) && isRefusalOfFormat(error) ? older(plan) : null;
  }

  /** An instance lacks the format for sure once it took the other one. */
  useOlder({ connection }: QueryPlan): void {
    this.withoutBusiness.set(connection.baseUrl, true);
  }
}

/** Where the caller asked for `json_bi` itself, there is no other. */
const isBusiness = ({ format, shown }: QueryPlan) => format === 'json_bi' && shown !== null;

const older = ({ connection, source, options, shown, asTask }: QueryPlan): QueryPlan => ({
  ...planOf(connection, { source, options, shown, format: 'json_detail' }),
  ...(asTask !== undefined && { asTask }),
});

function isRefusalOfFormat(error: unknown): boolean {
  if (!(error instanceof LookerError) || !REFUSALS.includes(error.status)) return false;
  return [error.message, ...error.fields.flatMap(({ field, message }) => [field, message])].some((text) =>
    FORMAT.test(text),
  );
}
