import { useQuery } from '@tanstack/react-query';
import { apiTokensQuery, membersQuery } from '../people/people-queries.ts';
import type { Call } from './call-queries.ts';

/** Who made a call: a member in the dashboard, an API token, or nobody that the gateway knows. */
export function CallMaker({ call: { member_id, api_token_id } }: { call: Call }) {
  const members = useQuery({ ...membersQuery, enabled: member_id !== null });
  const tokens = useQuery({ ...apiTokensQuery, enabled: api_token_id !== null });
  if (member_id !== null) {
    const member = members.data?.find(({ id }) => id === member_id);
    return `${member?.email ?? 'a member who is gone'}, trying it in the dashboard`;
  }
  if (api_token_id === null) return 'whoever holds the URL';
  return `the API token ${tokens.data?.find(({ id }) => id === api_token_id)?.name ?? api_token_id}`;
}
