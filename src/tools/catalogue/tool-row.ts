import type { ArgumentEdits } from '../schema/argument-edit.js';
import type { JsonSchema, Parameter } from './operation.js';

/** What a call does to Looker's content: nothing, a change, or a loss. Decided by hand per operation, never by the verb. */
export type Effect = 'read' | 'write' | 'destructive';

/**
 * Why a tool is offered only to servers that ask for it, by a tag of this name or by the tool's own name: Looker may change
 * or withdraw it, has replaced it, or answers a secret.
 */
export type HiddenReason = 'alpha' | 'deprecated' | 'secrets';

/** One operation offered as a tool. */
export interface ToolRow {
  readonly operation: string;
  readonly method: string;
  readonly effect: Effect;
  /** Of a tool that writes: whether it only adds, and replaces, removes and sends nothing. Left out: whether it creates. */
  readonly adds?: boolean;
  /** Whether it reaches beyond Looker and its database: mail, webhooks, git remotes, sign-in servers and other services. */
  readonly openWorld?: true;
  readonly title?: string;
  /** What the tool does. Looker's own texts speak to programmers and name operations that no model can call. */
  readonly about: string;
  /** When to use the tool and which one comes next. */
  readonly hint?: string;
  readonly tags?: readonly string[];
  readonly hidden?: HiddenReason;
  /** The `fields` asked of Looker when the caller names none, e.g. "id,title,folder(name)". */
  readonly fields?: string;
  /** The name of the runner that does the tool's work; left out: one request as `operation` says. */
  readonly runner?: string;
  /** Ids of the operations that the runner sends besides: an instance that lacks one lacks the tool. */
  readonly needs?: readonly string[];
  /** Arguments that Looker needs although its description does not say so. */
  readonly required?: readonly string[];
  /** Of each group at least one argument must be there. */
  readonly requiredGroups?: readonly (readonly string[])[];
  /** Query parameters that Looker, or the row's runner, takes although Looker's description does not list them. */
  readonly parameters?: readonly Parameter[];
  /** Arguments that the runner reads itself; none of them is sent. */
  readonly own?: readonly Parameter[];
  readonly edits?: ArgumentEdits;
  /** What programs get of its answer, where the gateway gives it its shape: each answer of the tool that is no error has it. */
  readonly answer?: JsonSchema;
  /** Whether it answers rows, of which there may be as many as a server allows. */
  readonly answersRows?: true;
  /** Whether a model needs its schema in most conversations about data. */
  readonly isFirstStep?: true;
  /** The only body arguments shown, where Looker takes many that do not matter. */
  readonly only?: readonly string[];
  /** Names of body arguments by Looker's property, where a path argument has the property's name. */
  readonly bodyNames?: Readonly<Record<string, string>>;
  /** The argument `body` is sent as plain text, not as JSON. */
  readonly textBody?: boolean;
  /** `false`: an array answer that is not a list to page through. */
  readonly paged?: boolean;
}

/** The tools of one resource. `tags` hold for all of them; custom tools are named after `segment` (default: the plural). */
export interface ResourceTools {
  readonly resource: string;
  readonly singular: string;
  readonly segment?: string;
  readonly tags: readonly string[];
  readonly tools: readonly ToolRow[];
}
