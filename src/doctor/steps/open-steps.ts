import { isRecord, type JsonRecord } from '../../values/is-record.js';
import { ANSWER_MS, ask, transportFault } from '../ask.js';
import { currentRequest, firstRequest, mcpAnswer } from '../mcp-messages.js';
import { jsonObject, resourceMetadataPlaces } from '../metadata.js';
import { shownText } from '../shown-text.js';
import { type DoctorContext, FaultFound, fault, ok, type Step, skipped, warning } from '../step.js';

const CALL_MS = 30_000;
const OPEN = ['open'] as const;

/** Clients that find a place to sign in, want to. */
export const NO_METADATA: Step = {
  name: 'No place to sign in',
  entries: OPEN,
  run: async (context) => {
    const [place] = resourceMetadataPlaces(context.url);
    const { status, text } = await ask(context, place);
    if (status === 200 && jsonObject(text)?.authorization_servers !== undefined)
      return fault(
        `The server asks for no sign-in, and ${place} describes one, which Claude then insists on: have that address answer 404.`,
      );
    if (status === 401)
      return fault(
        `${new URL(place).pathname} is answered 401, where clients look whether to sign in: let the proxy pass it without a login.`,
      );
    return ok('No metadata of a sign-in, as there is none.');
  },
};

/** Asks in the newest revision that the server speaks. */
async function result(
  context: DoctorContext,
  method: string,
  params: JsonRecord,
  timeoutMs: number,
): Promise<JsonRecord> {
  const message = { method, params };
  const isCurrent = context.learned.isCurrentSpoken === true;
  const request = isCurrent ? currentRequest(message) : firstRequest(context, message);
  return resultOf(context, method, { ...request, timeoutMs });
}

async function resultOf(
  context: DoctorContext,
  method: string,
  request: Parameters<typeof ask>[2],
): Promise<JsonRecord> {
  const answer = await ask(context, context.url, request);
  const why = transportFault(answer, context.url);
  if (why !== undefined) throw new FaultFound(why);
  const { result, error } = mcpAnswer(answer) ?? {};
  if (result !== undefined) return result;
  const said = error === undefined ? 'no message of MCP' : `“${shownText(error.message, 300)}”`;
  throw new FaultFound(`${method} is answered ${answer.status}, ${said}: look for it in the log of the server.`);
}

/** What a model is shown, in both revisions. */
export const TOOLS: Step = {
  name: 'tools/list',
  entries: OPEN,
  run: async (context) => {
    // Answered with 202 and no body; what is wrong with it shows in the list.
    await ask(context, context.url, firstRequest(context, { method: 'notifications/initialized' }));
    const first = await resultOf(context, 'tools/list', firstRequest(context, { method: 'tools/list' }));
    const { tools } = context.learned.isCurrentSpoken ? await result(context, 'tools/list', {}, ANSWER_MS) : first;
    if (!Array.isArray(first.tools) || !Array.isArray(tools))
      return fault('The list of tools is none: look into the log of the server.');
    if (tools.length === 0) return warning('The server has no tools: choose which ones it offers.');
    const harmlessTool = harmless(tools.filter(isRecord));
    const { length } = tools;
    return ok(`${length} ${length === 1 ? 'tool' : 'tools'}.`, harmlessTool === undefined ? {} : { harmlessTool });
  },
};

/** The tool with the fewest arguments that only reads and needs none of them. */
function harmless(tools: readonly JsonRecord[]): string | undefined {
  const sizeOf = ({ inputSchema }: JsonRecord) =>
    isRecord(inputSchema) && isRecord(inputSchema.properties) ? Object.keys(inputSchema.properties).length : 0;
  const isHarmless = ({ name, annotations, inputSchema }: JsonRecord) =>
    typeof name === 'string' &&
    isRecord(annotations) &&
    annotations.readOnlyHint === true &&
    annotations.destructiveHint !== true &&
    isRecord(inputSchema) &&
    (!Array.isArray(inputSchema.required) || inputSchema.required.length === 0);
  const [least] = tools.filter(isHarmless).sort((left, right) => sizeOf(left) - sizeOf(right));
  return least === undefined ? undefined : String(least.name);
}

/** One call that changes nothing. */
export const CALL: Step = {
  name: 'A call',
  entries: OPEN,
  run: async (context) => {
    const name = context.learned.harmlessTool;
    if (name === undefined) return skipped('There is no tool that only reads and needs no arguments.');
    const { isError, content } = await result(context, 'tools/call', { name, arguments: {} }, CALL_MS);
    const [part] = Array.isArray(content) ? content : [];
    if (isError !== true) return ok(`${shownText(name, 80)} answers.`);
    const said = isRecord(part) && typeof part.text === 'string' ? ` (“${shownText(part.text, 300)}”)` : '';
    return warning(`Clients connect, and ${shownText(name, 80)} answers with an error${said}: mend what it names.`);
  },
};
