/** Items in one piece of work at most. */
const ITEMS_MAX = 500;

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** Does work for many at once: what is asked for while a piece of work is under way is gathered for the next one. */
export class Gathered<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private isWorking = false;

  /** @param work gives one result for each item, in their order. */
  constructor(private readonly work: (items: readonly Item[]) => Promise<readonly Result[]>) {}

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.isWorking) void this.workOff();
    });
  }

  private async workOff(): Promise<void> {
    this.isWorking = true;
    // Whoever asks in the same moment goes along.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const some = this.waiting.splice(0, ITEMS_MAX);
      try {
        const results = await this.work(some.map(({ item }) => item));
        for (const [index, { resolve }] of some.entries()) resolve(results[index] as Result);
      } catch (error) {
        for (const { reject } of some) reject(error);
      }
    }
    this.isWorking = false;
  }
}
