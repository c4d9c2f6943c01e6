import { emailAddress } from '../../values/email-address.js';
import type { ToolCall, ToolRun } from '../catalogue/tool.js';
import { notAnAddress } from '../schema/delivery-addresses.js';
import { recordsOf } from './list-answer.js';
import { type CallInstead, refusedResult, type ToolResult } from './tool-result.js';

/** The argument of a tool that is for one user. */
export const user_id = { type: 'string', description: 'Id or e-mail address.' } as const;

/**
 * Runs for the one user whom `user_id` names, by id or by e-mail address. An address that nobody has, or several users, is refused
 * before anything else is sent.
 */
export const forUser =
  <Args extends { readonly user_id: string | undefined }>(run: (call: ToolCall, args: Args) => ReturnType<ToolRun>) =>
  async (call: ToolCall, args: Args): Promise<ToolResult | CallInstead> => {
    if (args.user_id?.includes('@') !== true) return run(call, args);
    const found = await oneOfAddress(call, args.user_id);
    return typeof found === 'string' ? run(call, { ...args, user_id: found }) : found;
  };

/** The users who have an e-mail address, which is compared as a whole: Looker operation search_users also finds those like it. */
export async function usersOfAddress(call: Pick<ToolCall, 'send'>, address: string) {
  const query = { email: address, fields: 'id,display_name,email', limit: '100' };
  const { body } = await call.send({ verb: 'GET', path: '/users/search', query });
  return recordsOf(body)
    .filter(({ email }) => emailAddress(String(email ?? '')) === address)
    .map(({ id, display_name: name }) => ({ id: String(id), name: String(name ?? '') }));
}

async function oneOfAddress(call: ToolCall, given: string): Promise<string | ToolResult> {
  const address = emailAddress(given);
  if (address === undefined) return refusedResult(notAnAddress('user_id', given));
  const [only, ...others] = await usersOfAddress(call, address);
  if (only === undefined)
    return refusedResult(`No Looker user has the e-mail address ${address}. Look for them with list_users.`);
  if (others.length === 0) return only.id;
  const all = [only, ...others].map(({ id, name }) => `${id} (${name})`).join(', ');
  return refusedResult(`Several users have the e-mail address ${address}: ${all}. Pass the id of the right one.`);
}
