import type { ToolCall } from '../catalogue/tool.js';

/** The records that have a page of their own in Looker, and where. */
const PAGES = {
  dashboard: (id: string) => `/dashboards/${id}`,
  look: (id: string) => `/looks/${id}`,
  folder: (id: string) => `/folders/${id}`,
  board: (id: string) => `/boards/${id}`,
  user: (id: string) => `/admin/users/${id}/edit`,
  group: (id: string) => `/admin/groups/${id}/edit`,
  role: (id: string) => `/admin/roles/${id}/edit`,
  connection: (name: string) => `/admin/connections/${name}/edit`,
  project: (id: string) => `/projects/${id}`,
  schedule: (id: string) => `/admin/schedules/edit/${id}`,
} as const;

export type LinkedRecord = keyof typeof PAGES;

/** Where people open a record: an absolute address. */
export const linkTo = (call: Pick<ToolCall, 'webUrl'>, record: LinkedRecord, id: string): string =>
  `${call.webUrl}${PAGES[record](encodeURIComponent(id))}`;

/** Where people explore: with the `client_id` (slug) of a query as it is asked there. */
export const exploreLink = (
  call: Pick<ToolCall, 'webUrl'>,
  { model, view, slug }: { readonly model: string; readonly view: string; readonly slug?: string },
): string =>
  `${call.webUrl}/explore/${encodeURIComponent(model)}/${encodeURIComponent(view)}${slug === undefined ? '' : `?qid=${encodeURIComponent(slug)}`}`;
