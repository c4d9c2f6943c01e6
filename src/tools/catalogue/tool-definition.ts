import type { ArgumentEdits } from '../schema/argument-edit.js';
import type { JsonSchema, Parameter } from './operation.js';
import type { Args, Effect, HiddenReason, ToolCall, ToolRun, Toolset, WorkspaceUse } from './tool.js';

/** What methods of these names do, unless a definition says otherwise. */
export const EFFECTS = {
  list: 'read',
  get: 'read',
  search: 'read',
  create: 'write',
  update: 'write',
  delete: 'destructive',
  settings: 'read',
  change_settings: 'write',
} as const;

/** What a tool is called within its resource, and what it does to Looker's content. */
export type MethodAndEffect =
  | { readonly method: keyof typeof EFFECTS; readonly effect?: Effect }
  | { readonly method: string; readonly effect: Effect };

export const effectOf = (tool: MethodAndEffect): Effect =>
  tool.effect === undefined ? EFFECTS[tool.method] : tool.effect;

/** What every tool says of itself besides. */
export interface DescribedTool {
  /** Left out: it follows from the resource and the method. */
  readonly name?: string;
  /** Of a tool that writes: whether it only adds, and replaces, removes and sends nothing. Left out: whether it creates. */
  readonly adds?: boolean;
  /** Whether it reaches beyond Looker and its database: mail, webhooks, git remotes, sign-in servers and other services. */
  readonly openWorld?: true | 'depends';
  readonly title?: string;
  /** What the tool does. Looker's own texts speak to programmers and name operations that no model can call. */
  readonly about: string;
  /** When to use the tool and which one comes next. */
  readonly hint?: string;
  readonly tags?: readonly string[];
  readonly hidden?: HiddenReason;
  /** Arguments that `run` reads itself, in the order in which they are shown. */
  readonly arguments?: Readonly<Record<string, JsonSchema>>;
  /** Arguments that must be there although no description of Looker's says so. */
  readonly required?: readonly string[];
  /** Of each group at least one argument must be there. */
  readonly requiredGroups?: readonly (readonly string[])[];
  /** Ids of the operations that `run` sends besides: an instance that lacks one lacks the tool. */
  readonly needs?: readonly string[];
  /** What programs get of its answer, where the gateway gives it its shape: each answer of the tool that is no error has it. */
  readonly answer?: JsonSchema;
  /** Whether it answers rows, of which there may be as many as a server allows. */
  readonly answersRows?: true;
  /** Whether a model needs its schema in most conversations about data. */
  readonly isFirstStep?: true;
  /** `false`: an answer that is not a list to page through. */
  readonly paged?: boolean;
  /** Adds the arguments that choose what LookML it sees. */
  readonly workspace?: WorkspaceUse;
  /** Adds the argument `act_as_user`. */
  readonly mayActAs?: true;
  /** Names that other servers for Looker have for such a tool: it can be called by them, and is not listed under them. */
  readonly alsoNamed?: readonly string[];
  /** Names that other servers for Looker have for arguments, each with ours: `{conn: 'connection_name'}`. */
  readonly otherNames?: Readonly<Record<string, string>>;
}

/** One of Looker's operations as a tool: its arguments and its request follow from Looker's description. */
export type OperationTool = MethodAndEffect & OperationParts;

export interface OperationParts extends DescribedTool {
  readonly operation: string;
  /** Left out: the one request of the operation. */
  readonly run?: ToolRun;
  /** The `fields` asked of Looker when the caller names none, e.g. "id,title,folder(name)"; always, where `edits` hides the argument. */
  readonly fields?: string;
  /** Query parameters that Looker, or `run`, takes although Looker's description does not list them. */
  readonly parameters?: readonly Parameter[];
  readonly edits?: ArgumentEdits;
  /** The only body arguments shown, where Looker takes many that do not matter. */
  readonly only?: readonly string[];
  /** Names of body arguments by Looker's property, where a path argument has the property's name. */
  readonly bodyNames?: Readonly<Record<string, string>>;
  /** Names of path arguments by Looker's, where tools of this kind have others. */
  readonly pathNames?: Readonly<Record<string, string>>;
  /** The argument `body` is sent as plain text, not as JSON. */
  readonly textBody?: boolean;
}

/** A tool made of as many requests as it takes. Written with `handWritten`, which knows the types of its arguments. */
export interface HandWrittenTool extends DescribedTool {
  readonly method: string;
  readonly effect: Effect;
  readonly operation?: undefined;
  // A method, so that `run` may name its arguments' types: they were checked against their schemas.
  run(call: ToolCall, args: Args): ReturnType<ToolRun>;
}

export type ToolDefinition = OperationTool | HandWrittenTool;

/** The tools of one resource. */
export interface ResourceTools {
  /** The plural, where there are several. */
  readonly resource: string;
  /** Left out: it follows from the plural. */
  readonly singular?: string;
  /** What tools are named after that do not list, get, create, update or delete, as in `looker_query_run_inline`. Left out: the plural. */
  readonly segment?: string;
  /** Left out: `api`. */
  readonly toolset?: Toolset;
  /** Of all of its tools. Left out: the resource. */
  readonly tags?: readonly string[];
  readonly tools: readonly ToolDefinition[];
}

type Value<Schema> = Schema extends { readonly enum: readonly (infer Choice)[] }
  ? Choice
  : Schema extends { readonly type: 'string' }
    ? string
    : Schema extends { readonly type: 'integer' | 'number' }
      ? number
      : Schema extends { readonly type: 'boolean' }
        ? boolean
        : Schema extends { readonly type: 'array'; readonly items: infer Items }
          ? readonly Value<Items>[]
          : Schema extends {
                readonly type: 'object';
                readonly properties: infer Properties;
                readonly required: readonly (infer Required)[];
              }
            ? Given<Properties, Required>
            : Schema extends { readonly type: 'object'; readonly properties: infer Properties }
              ? Given<Properties, never>
              : Schema extends { readonly type: 'object'; readonly additionalProperties: infer Values }
                ? Readonly<Record<string, Value<Values>>>
                : unknown;

/** The arguments of a call, by their schemas. Ids that were given as numbers are texts by then. */
export type Given<Schemas, Required> = {
  readonly [Name in keyof Schemas]: Value<Schemas[Name]> | (Name extends Required ? never : undefined);
};

/** A tool whose `run` knows the types of its arguments. */
export const handWritten = <
  const Schemas extends Readonly<Record<string, JsonSchema>>,
  const Required extends keyof Schemas & string = never,
>(
  definition: Omit<HandWrittenTool, 'arguments' | 'required' | 'run'> & {
    readonly arguments: Schemas;
    readonly required?: readonly Required[];
    run(call: ToolCall, args: Given<Schemas, Required>): ReturnType<ToolRun>;
  },
): HandWrittenTool => definition;
