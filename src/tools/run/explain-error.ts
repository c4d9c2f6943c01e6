import type { LookerError, LookerFault } from '../../looker/looker-error.js';

const said = (error: LookerError) => `"${error.message}"`;

const HINTS: Readonly<Record<number, string>> = {
  400: 'Check the arguments: names of models, explores and fields must be exactly as Looker has them.',
  403: 'The Looker user behind this connection lacks the permission. Do not retry; ask the Looker admin, or use another tool.',
  404: 'The id does not exist, or the Looker user behind this connection may not see it. Look the id up with a list or search tool.',
  405: 'This Looker instance does not offer the operation. Use another tool.',
  409: 'It clashes with something that exists, such as an equal name in the same folder. Read what is there, then choose another name or update it.',
  422: 'Correct the fields named above and call again.',
};

function refusal(error: LookerError): string {
  const fields = error.fields.map(({ field, message }) => `- ${field}: ${message}`).join('\n');
  const status = error.status ?? 0;
  const hint =
    HINTS[status] ??
    (status >= 500
      ? 'The fault is on Looker’s side or before it. If the call changed something, read the state before trying again.'
      : 'Check the arguments.');
  const wait =
    error.limits?.retryAfterSeconds === undefined
      ? ''
      : `It asks to wait ${secondsText(error.limits.retryAfterSeconds)}.`;
  return [`Looker refused (${status}): ${said(error)}.`, fields, hint, wait].filter((line) => line !== '').join('\n');
}

const secondsText = (seconds: number) => (seconds === 1 ? '1 second' : `${seconds} seconds`);

/** How long to wait, of what was received. */
function waiting({ limits }: LookerError): string {
  const [strictest] = limits?.policies ?? [];
  const quota =
    strictest?.quota === undefined
      ? ''
      : ` The limit is ${strictest.quota} requests${strictest.windowSeconds === undefined ? '' : ` in ${secondsText(strictest.windowSeconds)}`}.`;
  if (limits?.retryAfterSeconds !== undefined)
    return `Wait ${secondsText(limits.retryAfterSeconds)} before the next call (Retry-After: ${limits.retryAfterSeconds}).${quota}`;
  if (strictest?.resetSeconds !== undefined)
    return `Wait ${secondsText(strictest.resetSeconds)} before the next call: then the limit is reset.${quota}`;
  return `Looker did not say how long to wait: pause for a minute before the next call.${quota}`;
}

const pausing = ({ pauseMs }: LookerError) =>
  pauseMs === undefined ? '' : ` Further calls fail at once for ${secondsText(Math.ceil(pauseMs / 1000))}.`;

const EXPLAIN: Record<LookerFault, (error: LookerError) => string> = {
  refused: refusal,
  login_refused: (error) =>
    `Looker no longer accepts this connection's credentials and said ${said(error)}. Nothing was done. An admin has to connect the account again; retrying will not help.`,
  sign_in_over: () =>
    'The sign-in at Looker is over, and what was asked for was not done. Whoever signed in has to do so again: the client asks for it with the next call.',
  acting_refused: (error) =>
    `The call could not be made as that Looker user: ${error.message}. Nothing was done. ${
      error.status === 403
        ? 'The API key of the account must be an administrator’s. Looker (Google Cloud core) allows it for embed users alone: there, have people sign in at Looker.'
        : 'Look the user up with list_users.'
    }`,
  rate_limited: (error) =>
    `Looker limits the rate of requests (429) and said ${said(error)}. ${
      error.goesOn ? 'The query goes on in Looker: make the same call again to wait for its rows.' : 'Nothing was done.'
    } ${waiting(error)}`,
  unreachable: (error) =>
    `Looker could not be reached: ${error.message}. ${
      error.neverSent
        ? 'Nothing was sent. Try again in a moment.'
        : 'Try again in a moment; if the call changed something, read the state first.'
    }${pausing(error)}`,
  timed_out: (error) =>
    `Looker did not answer in time: ${error.message}. Narrow the query (fewer rows, a shorter period), or try again; if the call changed something, read the state first.${pausing(error)}`,
  paused: (error) => `${error.message}. Nothing was sent.`,
  busy: (error) => `${error.message}. Nothing was sent. Try again in a moment, with fewer calls at once.`,
  too_large: (error) => `Looker's answer is too large: ${error.message}. Ask for less with limit, fields or filters.`,
  not_looker: (error) =>
    `Something other than Looker's API answered: ${error.message}. An admin should check the account's address.`,
  address_refused: () =>
    "The account's address leads into a private network and is not called. An admin has to correct it.",
  aborted: () => 'The call was cancelled.',
};

/** What a model should know about a failed call to Looker: what happened, and what to do next. */
export const explainError = (error: LookerError): string => EXPLAIN[error.fault](error);
