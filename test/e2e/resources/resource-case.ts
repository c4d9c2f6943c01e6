/** Arguments of a tool. In texts `{n}` stands for a number that no other call gets. */
export type Args = Readonly<Record<string, unknown>>;

/** A property of another record, which is made first by its own case. */
export class MadeOf {
  constructor(
    readonly resource: string,
    readonly property: string | undefined,
  ) {}
}

/** Stands in arguments for what names a new record of the resource, or for another property of it. */
export const madeOf = (resource: string, property?: string) => new MadeOf(resource, property);

/** How one resource of the catalogue is made, changed and found through its tools. */
export interface ResourceCase {
  readonly resource: string;
  /** The least that its create tool takes. */
  readonly create: Args;
  /** The property by which its other tools know a record. Default: `id`. */
  readonly key?: string;
  /** What update changes. */
  readonly change?: Args;
  /** What its search is asked for. Default: everything. */
  readonly search?: Args;
  /** Arguments that no answer repeats. */
  readonly unshown?: readonly string[];
  /** Arguments that answers show as the id of an object, with the name of that object. */
  readonly shownInside?: Readonly<Record<string, string>>;
  /** What its get tool answers, where that is not what it was made of. */
  readonly read?: Args;
  /** Whether Looker answers a second deletion like the first. */
  readonly deletesAgain?: boolean;
  /** A call that must come before the deletion. */
  readonly beforeDelete?: readonly [tool: string, args: Args];
}
