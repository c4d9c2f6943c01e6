import { QueryError } from '../query-error.js';

/** Less than a second of work. */
const workMax = 3_000_000;

/** How much the calculations of one query may do: they run in the process that answers everybody else, too. */
export class WorkBudget {
  private left = workMax;

  /** Takes one for each value that is read or computed. Throws a QueryError when there is none left. */
  spend(amount: number): void {
    this.left -= amount;
    if (this.left < 0) throw new QueryError('Invalid table calculation', 'The table calculations take too much work.');
  }
}
