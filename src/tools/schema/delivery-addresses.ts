import { emailAddress } from '../../values/email-address.js';
import { isRecord } from '../../values/is-record.js';
import type { ArgumentProblem } from './argument-problems.js';

/** Where mail goes: the list of destinations, what says that one is a mail, and its address. */
const MAILS = [
  ['scheduled_plan_destination', 'type', 'email', 'address'],
  ['destinations', 'destination_type', 'EMAIL', 'email_address'],
] as const;

/** What is said of a text that should be an e-mail address. */
export const notAnAddress = (name: string, given: string): string =>
  `${name} "${given.slice(0, 100)}" is not an e-mail address, such as "ana@example.com".`;

/** Which mails have no address, or none that mail can be sent to: Looker takes some of them, and sends nothing. */
export function mailAddressProblems(given: ReadonlyMap<string, unknown>): ArgumentProblem[] {
  return MAILS.flatMap(([list, type, mail, name]) => {
    const destinations = given.get(list);
    if (!Array.isArray(destinations)) return [];
    return destinations.flatMap((destination: unknown, index) => {
      if (!isRecord(destination) || destination[type] !== mail) return [];
      const address = String(destination[name] ?? '');
      if (emailAddress(address.trim()) !== undefined) return [];
      const path = `${list}.${index}.${name}`;
      const message =
        address === '' ? `${path} is missing: the address that mail is sent to.` : notAnAddress(path, address);
      return [{ path, message }];
    });
  });
}
