const AGAIN = 'Start again.';

/** What went wrong with a sign-in at the provider, by the reason or the code that the page's address names. */
const SENTENCES: Readonly<Record<string, string>> = {
  not_begun_here: `This sign-in was not begun in this browser, or too long ago. ${AGAIN}`,
  refused_by_provider: `The provider refused the sign-in. ${AGAIN} Where it refuses again, ask its administrator.`,
  answer_does_not_fit: `What the provider sent back does not fit this sign-in. ${AGAIN}`,
  no_email: 'The provider told no e-mail address. Its administrator can let this gateway have the scope “email”.',
  email_not_verified: 'The provider does not say that your e-mail address is verified. Ask its administrator.',
  email_no_address: 'The provider told an e-mail address that is none. Ask its administrator.',
  no_member:
    'Whom you signed in as at the provider is no member here, or was another person’s account. Ask an admin for an invitation, or sign in there as somebody else.',
  several_organizations:
    'You are a member of several organizations here and have not signed in this way yet. Ask an admin of the one that you want to enter for its id, and open /session/single-sign-on?organization_id=<id> on this host. Later sign-ins need no id.',
  signed_in_as_another:
    'You are signed in here as another member, and still are: a link does not change that. Continue below if you want to go on as whom you are at the provider.',
  somebody_else_invited:
    'The invitation is for another address than the one that you signed in with at the provider. Sign in there as the invited person, or ask for another invitation.',
  'sign_in.method_off': 'This gateway has no single sign-on. Use a password.',
  'single_sign_on.unavailable': 'The provider does not answer. Try again later.',
  'invitation.not_found': 'The invitation was accepted already, taken back, or has expired. Ask for another one.',
  'organization.email_taken':
    'Somebody with this address is a member of the organization already. Sign in as that member.',
  'request.rate_limited': 'There were too many attempts. Try again in a quarter of an hour.',
};

const OTHERWISE = 'The sign-in came to nothing. Start again; if it stays like this, tell whoever runs the gateway.';

/** A sentence of ours: the address may have been made by anybody, and none of its words are shown. */
export const signInProblem = (error: string, reason: string | undefined): string =>
  Object.entries(SENTENCES).find(([name]) => name === (reason ?? error))?.[1] ?? OTHERWISE;

/** The id of a request, where it is one. */
export const requestIdOf = (text: string | undefined): string | undefined =>
  text !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : undefined;
