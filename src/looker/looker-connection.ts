/** A Looker instance, and as whom it is called. */
export interface LookerConnection {
  /**
   * Names this account, as whom it is called and which LookML is seen, the organization first: `<organization>/<account>/...`, then the
   * version of its API key or the person. Copies and running queries are shared by key and never between keys.
   */
  readonly key: string;
  /** By which its session at Looker is shared; left out: by `key`. Several keys have one session where they differ in a branch alone. */
  readonly sessionKey?: string;
  /** Origin of the API, such as `https://acme.cloud.looker.com`. */
  readonly baseUrl: string;
  /** In which workspace its session is, which has nothing to do with the session of any other; left out: in production. */
  readonly workspace?: 'dev';
  /** In development mode: the branch that is checked out in one project for one call. */
  readonly branch?: string;
  readonly credentials: ApiKey | UserCredentials | ActingCredentials;
}

/** The API key of an account: the gateway logs in with it. */
export interface ApiKey {
  readonly kind: 'api_key';
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The only scope of those who sign in at Looker. */
export const LOOKER_SCOPE = 'cors_api';

/** The access tokens of a person who signed in at Looker: there is nothing to log in with. */
export interface UserCredentials {
  readonly kind: 'user';
  readonly tokens: UserTokens;
}

/** A Looker user as whom the owner of an API key logs in (Looker operation `login_user`). */
export interface ActingCredentials {
  readonly kind: 'acting';
  /** By the API key of an administrator, in production. */
  readonly admin: LookerConnection;
  readonly userId: string;
  /** Whether Looker says that the administrator did what is done. */
  readonly isAssociative: boolean;
}

/** Where the access token of a person comes from. */
export interface UserTokens {
  /**
   * A token that is good now, and not the one that Looker just refused.
   * @throws LookerError `sign_in_over` where there is no other, or a fault of the way to a new one.
   */
  current(refusedToken?: string): Promise<string>;
}

/** A login at Looker, and when it is to be treated as ended (Unix time in milliseconds). */
export interface LookerSession {
  readonly accessToken: string;
  readonly deadAtMs: number;
}

/** A connection that the gateway logs in for. */
export type LoginConnection = LookerConnection & { readonly credentials: ApiKey | ActingCredentials };
