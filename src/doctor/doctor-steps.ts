import type { Step } from './step.js';
import { AUTHORIZATION_HEADER, AUTHORIZE, REGISTRATION, TOKEN } from './steps/client-steps.js';
import { CURRENT_MESSAGE, FIRST_MESSAGE, USER_AGENTS } from './steps/entry-steps.js';
import { CALL, NO_METADATA, TOOLS } from './steps/open-steps.js';
import { LARGE_REQUESTS, STREAMS, WEB_PAGES } from './steps/proxy-steps.js';
import { ISSUER_METADATA, RESOURCE_METADATA, ROOT_ALIASES } from './steps/sign-in-steps.js';
import { ADDRESS, CLOCK, CONNECTION } from './steps/way-steps.js';

/** From outside in, as clients meet them. */
export const DOCTOR_STEPS: readonly Step[] = [
  ADDRESS,
  CONNECTION,
  CLOCK,
  FIRST_MESSAGE,
  USER_AGENTS,
  CURRENT_MESSAGE,
  NO_METADATA,
  RESOURCE_METADATA,
  ISSUER_METADATA,
  ROOT_ALIASES,
  WEB_PAGES,
  REGISTRATION,
  AUTHORIZE,
  TOKEN,
  AUTHORIZATION_HEADER,
  TOOLS,
  CALL,
  STREAMS,
  LARGE_REQUESTS,
];

/** Of these, what asks the authorization server that the server names. */
export const ISSUER_STEPS: readonly Step[] = [ISSUER_METADATA, ROOT_ALIASES, WEB_PAGES, REGISTRATION, AUTHORIZE, TOKEN];
