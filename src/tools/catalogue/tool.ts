import type { WirePlan } from '../schema/inline-schema.js';
import type { JsonSchema, Operation } from './operation.js';
import type { Effect, HiddenReason } from './tool-row.js';

export type { Effect, HiddenReason } from './tool-row.js';

/**
 * MCP's hints about a tool (revision 2025-06-18 and later). Clients ask a person before what is destructive: whatever replaces,
 * removes, overwrites or sends. Of tools that only read, nothing needs to be said but where they reach beyond Looker.
 */
export type ToolAnnotations =
  | { readonly readOnlyHint: true; readonly openWorldHint?: true }
  | { readonly destructiveHint: boolean; readonly idempotentHint?: true; readonly openWorldHint?: boolean };

/** No body, an object of the named arguments (name -> Looker's property), or the value of the argument `body`, as JSON or as text. */
export type BodyPlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'whole' }
  | { readonly kind: 'text' }
  | { readonly kind: 'properties'; readonly names: Readonly<Record<string, string>> };

/** Which flat arguments go where in the request, and how they are rewritten for Looker. */
export interface RequestPlan {
  readonly pathNames: readonly string[];
  readonly queryNames: readonly string[];
  readonly body: BodyPlan;
  readonly bodyWire: WirePlan | undefined;
  readonly defaults: Readonly<Record<string, string | number | boolean>>;
}

/** One of Looker's operations as a model uses it. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly resource: string;
  readonly method: string;
  readonly tags: readonly string[];
  readonly effect: Effect;
  /** Why only servers that ask for it have the tool; null: every server that its filter admits it to. */
  readonly hidden: HiddenReason | null;
  readonly annotations: ToolAnnotations;
  readonly inputSchema: JsonSchema;
  /** What arguments are checked against: `inputSchema` with more checks, and lenient with ids given as numbers. */
  readonly checkedSchema: JsonSchema;
  /** What each answer that is no error has for programs; null: nothing, or it is Looker's to say. */
  readonly outputSchema: JsonSchema | null;
  /** Whether it answers rows, of which there may be as many as a server allows. */
  readonly answersRows: boolean;
  /** Whether a model needs its schema in most conversations about data. */
  readonly isFirstStep: boolean;
  readonly querySchema: JsonSchema;
  readonly bodySchema: JsonSchema | null;
  readonly operation: Operation;
  /** Who does its work; null: it is the one request of the operation. */
  readonly runner: string | null;
  /** Ids of all operations without which it does not work. */
  readonly needs: readonly string[];
  /** Who pages: Looker by limit and offset, the gateway by slicing, or nobody (not a list). */
  readonly paging: 'looker' | 'gateway' | null;
  /** Of each group at least one argument must be given. */
  readonly requiredGroups: readonly (readonly string[])[];
  readonly requestPlan: RequestPlan;
}

export interface ToolCatalogue {
  /** Sorted by name. */
  readonly tools: readonly Tool[];
  readonly byName: ReadonlyMap<string, Tool>;
}
