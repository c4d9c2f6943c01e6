import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { BY_CURSOR, pageQuery } from '../api/all-pages.ts';
import { answer, api, type Schemas } from '../api/client.ts';

export type Call = Schemas['CallLogEntryView'];

/** Which calls are listed; what is left out does not matter. */
export interface CallFilter {
  readonly server?: string | undefined;
  readonly account?: string | undefined;
  readonly tool?: string | undefined;
  readonly status?: string | undefined;
}

export const CALL_STATUSES: Record<Call['status'], { label: string; color: string; text: string }> = {
  ok: { label: 'Succeeded', color: 'teal', text: 'The tool did what it was asked for.' },
  tool_error: { label: 'Looker error', color: 'red', text: 'Looker refused, limited, or was not reached.' },
  refused: {
    label: 'Refused',
    color: 'orange',
    text: 'The arguments were not accepted, or the sign-in is not for such a tool; nothing was sent.',
  },
  unknown_tool: {
    label: 'Unknown tool',
    color: 'orange',
    text: 'The server does not offer this tool; nothing was sent.',
  },
  failed: { label: 'Gateway error', color: 'red', text: 'The gateway failed.' },
  aborted: { label: 'Aborted', color: 'gray', text: 'The client went away.' },
};

export const isCallStatus = (text: string | undefined): text is Call['status'] =>
  text !== undefined && text in CALL_STATUSES;

/** A filter as the API takes it. */
export const filterQuery = ({ server, account, tool, status }: CallFilter) => ({
  ...(server !== undefined && { 'log_type_filter[mcp_server_id]': server }),
  ...(account !== undefined && { integrated_account_id: account }),
  ...(tool !== undefined && { tool_name: tool }),
  ...(isCallStatus(status) && { status }),
});

/** One page of calls, newest first. */
export const readCalls = (filter: CallFilter, page: { limit: number; next_cursor?: string }) =>
  answer(api.GET('/log', { params: { query: { ...filterQuery(filter), ...page } } }));

/** The newest calls. */
export const callsQuery = (filter: CallFilter, limit: number) =>
  queryOptions({ queryKey: ['log', 'newest', filter, limit], queryFn: () => readCalls(filter, { limit }) });

/** Calls page by page. */
export const callPagesQuery = (filter: CallFilter) =>
  infiniteQueryOptions({
    queryKey: ['log', 'pages', filter],
    queryFn: ({ pageParam }) => readCalls(filter, { ...pageQuery(pageParam), limit: 50 }),
    ...BY_CURSOR,
  });
