import type { LookerConnection } from '../../looker/looker-connection.js';
import type { LookerAnswer, LookerStream } from '../../looker/looker-http.js';
import type { LookerRequest } from '../../looker/looker-request.js';
import type { CallInstead, MoreRecords, ToolResult } from '../run/tool-result.js';
import type { WirePlan } from '../schema/inline-schema.js';
import type { JsonSchema, Operation } from './operation.js';

/** What a call does to Looker's content: nothing, a change, or a loss. Decided by hand per tool, never by the verb. */
export type Effect = 'read' | 'write' | 'destructive';

/**
 * Why a tool is offered only to servers that ask for it, by a tag of this name or by the tool's own name: Looker may change
 * or withdraw it, has replaced it, or answers a secret.
 */
export type HiddenReason = 'alpha' | 'deprecated' | 'secrets';

/** `api`: Looker's API, a tool an operation. `tasks`: what people want done, a tool a task, named as other servers for Looker name them. */
export const TOOLSETS = ['api', 'tasks'] as const;
export type Toolset = (typeof TOOLSETS)[number];

/**
 * In which of Looker's workspaces a tool runs: where its caller says so, with this as the default; always in development mode; or always
 * there on what is checked out, and on no branch of the caller's choice. Null for tools that take no notice: those run in the workspace
 * that their URL has chosen.
 */
export type WorkspaceUse = 'production' | 'dev' | 'always_dev' | 'on_checkout';

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
  /** Each becomes one segment of a path. */
  readonly pathNames: readonly string[];
  /** Those that Looker's paths have other names for, by Looker's. */
  readonly pathNamesByLooker: Readonly<Record<string, string>>;
  readonly queryNames: readonly string[];
  readonly body: BodyPlan;
  readonly bodyWire: WirePlan | undefined;
  readonly defaults: Readonly<Record<string, string | number | boolean>>;
}

/** A tool as it is built of its definition: what a model sees, what arguments are checked against, and what a call does. */
export interface Tool {
  readonly name: string;
  readonly toolset: Toolset;
  /** Takes `dev_mode`, `branch` and `project_id`, which choose what LookML it sees; null: it does not. */
  readonly workspace: WorkspaceUse | null;
  /** Whether it takes `act_as_user`, at servers that allow it. */
  readonly mayActAs: boolean;
  /** Names that other servers for Looker have for its arguments, each with its own name for that. */
  readonly otherNames: Readonly<Record<string, string>>;
  /** Names of other servers for Looker by which it can be called, too. */
  readonly alsoNamed: readonly string[];
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
  /** Null: it is made of requests of several. */
  readonly operation: Operation | null;
  readonly run: ToolRun;
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
  /** Names of tools by the other names by which they can be called. */
  readonly byOtherName: ReadonlyMap<string, string>;
}

export type Args = Readonly<Record<string, unknown>>;

/**
 * The work of a tool.
 * @param args checked, with the tool's defaults.
 * @throws LookerError for what Looker refuses, and every fault of the way there.
 */
export type ToolRun = (call: ToolCall, args: Args) => ToolResult | CallInstead | Promise<ToolResult | CallInstead>;

/** How far a call is; `total` is left out where nobody knows it. */
export interface Progress {
  readonly done: number;
  readonly total?: number;
  readonly message: string;
}

/** How much a call at a server may take and answer, unless the caller asks for less. */
export interface ServerLimits {
  readonly rowsMax: number;
  readonly charactersMax: number;
  /** From the start of the call. */
  readonly timeMs: number;
}

export interface CallLimits extends ServerLimits {
  /** For how long the caller waits unless it says so itself. */
  readonly patienceMs: number;
}

/** Makes a text that comes back as it went out, and reads one; null: it is none of them. */
export interface SignedTexts {
  sign(text: string): string;
  open(signed: string): string | null;
}

/** How a call asks Looker, and what bounds it. */
export interface LookerCall extends SignedTexts {
  /** Sends a request as the connection of the call, ends it with the call, and counts it for the log. */
  send(request: LookerRequest): Promise<LookerAnswer>;
  /**
   * Sends a request whose answer may be too large to hold: whoever asks reads it, and says whether it may come compressed, and
   * what ends it before the call does.
   */
  stream(request: LookerRequest, mayBePacked?: boolean, until?: AbortSignal): Promise<LookerStream>;
  /** The request of the tool's own operation. */
  operationRequest(args: Args): LookerRequest;
  /** Aborts when the caller leaves, cancels, or loses access. */
  readonly signal: AbortSignal;
  readonly limits: CallLimits;
  /** The tools that the caller has, by name: no other is worth naming. */
  readonly tools: ReadonlyMap<string, Tool>;
  /** All tools of the instance. */
  readonly catalogue: ToolCatalogue;
  /** What Looker knows the caller by: the API key of the account, or that a person signed in. */
  readonly signedInBy: LookerConnection['credentials']['kind'];
  /** The branch that is checked out for this call alone: what is not committed there goes along to the branch that is checked out after it. */
  readonly onBranch: string | undefined;
  /** Where people open this Looker, without a slash at the end: links in answers begin with it. */
  readonly webUrl: string;
  /** Says to a caller who waits how far the work is. */
  progress(progress: Progress): void;
  /** Of `sign` and `open`, which are for callers of this tool at this server alone: the same for texts that any tool of any server of the account may send back. */
  readonly handles: SignedTexts;
}

/** A picture or PDF to be made: the request that starts it, and what the answer says of it first. */
export interface PictureOrder {
  readonly request: LookerRequest;
  readonly about?: string;
  /** How long the caller wants to wait, where that is shorter than the call may take. */
  readonly waitMs?: number;
}

/** What a field is in its explore. */
export type FieldCategory = 'dimension' | 'measure' | 'filter' | 'parameter';

/** A workspace of Looker's: the LookML that everybody sees, or what a developer is working on. */
export type Workspace = 'production' | 'dev';

export interface ExploreOfModel {
  readonly model: string;
  readonly explore: string;
}

/** What the `run` of a definition is given: requests, bounds, and the work that several tools have in common. */
export interface ToolCall extends LookerCall {
  /** Takes back what the call itself has made, also where the call is over: a caller who left is not to find it half done. @throws LookerError */
  undo(request: LookerRequest): Promise<void>;
  /** Sends the request of the tool's own operation and shows its answer. @param more is answered behind the records of a list. */
  runOperation(args: Args, more?: Promise<MoreRecords>): Promise<ToolResult>;
  /** Chooses the workspace of the calls to come at this URL, and answers Looker's session there (Looker operation `session`). */
  chooseWorkspace(workspace: Workspace): Promise<LookerAnswer>;
  readonly queries: {
    /** Runs the query that the tool's operation means, and waits for its rows. */
    run(args: Args): Promise<ToolResult>;
    /** Waits on for a query or a dashboard, by the handle that an earlier call answered. */
    results(args: Args): Promise<ToolResult>;
  };
  readonly dashboards: {
    /** Runs all tiles of a dashboard at once. */
    run(args: Args): Promise<ToolResult>;
  };
  readonly fields: {
    /** Finds fields and explores by words, and lists explores. */
    search(args: Args): Promise<ToolResult>;
    /** Lists the fields of the explore `explore_name` of `model_name`, of one category or of all. */
    list(args: Args, category?: FieldCategory): Promise<ToolResult>;
    /** What is wrong with the names of a query's model, explore and fields, a line each with the nearest; none where it cannot be found out. */
    wrongNames(query: Args): Promise<readonly string[]>;
    /** The names of the fields of an explore, hidden ones too; null where they cannot be read. */
    namesIn(explore: ExploreOfModel): Promise<ReadonlySet<string> | null>;
  };
  readonly pictures: {
    /** Has Looker render, waits for it, and answers the picture or PDF itself. */
    render(order: PictureOrder | Promise<PictureOrder>): Promise<ToolResult>;
  };
}
