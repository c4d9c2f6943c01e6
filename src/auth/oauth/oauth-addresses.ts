/** Clients of the MCP revision 2025-03-26 look for these at the root, whatever the metadata says. */
const ROOT_ALIAS = /^\/(authorize|token|register)(?=[?#]|$)/;
const FORM_ROUTE = /^\/oauth\//;
/** What clients ask that run in web pages: metadata and keys, and what takes a proof of its own. Cookies count for nothing there. */
const OPEN = /^\/(\.well-known\/(oauth|openid)-|oauth\/(token|register|revoke|jwks)(?=[?#]|$))/;

/** An address as the routes have it. */
export const oauthAddress = (address: string): string => address.replace(ROOT_ALIAS, '/oauth/$1');

/** Whether a route takes forms, as OAuth's endpoints do (RFC 6749, 4.1.3). */
export const isOauthRoute = (route: string): boolean => FORM_ROUTE.test(route);

/** Whether web pages of any origin may ask there. */
export const isOpenToAllOrigins = (address: string): boolean => OPEN.test(address);
