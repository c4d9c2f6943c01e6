import { ConcurrencyLimit, type ConcurrencyOptions } from './concurrency-limit.js';

/** Over all parties: so much goes on at once however many they are. */
const AT_ONCE_MAX = 64;
const WAITING_MAX = 64;

/**
 * Lets so many works go on at once that wait for one outside party, such as an organization's OpenID provider: one that is slow
 * keeps its own organization waiting, and no other.
 */
export class PartyLimit {
  private readonly overall: ConcurrencyLimit;
  private readonly parties = new Map<string, { readonly limit: ConcurrencyLimit; asking: number }>();

  /** @param ofParty how many works of one party go on and wait. */
  constructor(private readonly ofParty: ConcurrencyOptions) {
    this.overall = new ConcurrencyLimit({
      ...{ atOnceMax: AT_ONCE_MAX, waitingMax: WAITING_MAX, waitingPerCallerMax: ofParty.atOnceMax },
    });
  }

  /**
   * Does the work when its turn comes.
   * @param party whose outside party it waits for: the organization.
   * @param caller who asks, such as the site of a client.
   * @throws AppError `request.rate_limited` when the line is full; what the work throws.
   */
  async withSlot<T>(party: string, caller: string, work: () => Promise<T>): Promise<T> {
    const own = this.parties.get(party) ?? { limit: new ConcurrencyLimit(this.ofParty), asking: 0 };
    this.parties.set(party, own);
    own.asking++;
    try {
      return await own.limit.withSlot(caller, () => this.overall.withSlot(party, work));
    } finally {
      own.asking--;
      if (own.asking === 0) this.parties.delete(party);
    }
  }
}
