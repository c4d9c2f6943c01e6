import { type TaskTool, taskGroup } from '../../catalogue/task-tool.js';
import { answersDeleted } from '../../run/deleted-answer.js';
import { hidden } from '../../schema/argument-edit.js';
import { answersCredential, orNone } from './credential-answers.js';

const KEY = 'id,client_id,purpose,created_at,is_disabled';
const quiet = { fields: hidden };

/** How people sign in by another system: the name of its credentials, what people call it, and its own id of the person. */
const SYSTEMS = [
  ['ldap', 'LDAP', 'ldap_id,ldap_dn'],
  ['saml', 'SAML', 'saml_user_id'],
  ['oidc', 'OpenID Connect', 'oidc_user_id'],
  ['google', 'Google', 'domain,google_user_id'],
] as const;

const bySystem = SYSTEMS.flatMap(([kind, system, ids]): readonly TaskTool[] => {
  const fields = `email,logged_in_at,created_at,is_disabled,${ids}`;
  return [
    {
      name: `get_credentials_${kind}`,
      operation: `user_credentials_${kind}`,
      about: `Gets the login of a user by ${system}, with when it was last used.`,
      needs: ['user'],
      fields,
      edits: quiet,
      run: orNone(`login by ${system}`, answersCredential(fields)),
    },
    {
      name: `delete_credentials_${kind}`,
      operation: `delete_user_credentials_${kind}`,
      about: `Takes the login by ${system} from a user, who can then log in only in other ways.`,
      hint: 'To lock the account use update_user with is_disabled: true.',
      needs: ['user', `user_credentials_${kind}`],
      run: orNone(`login by ${system}`, answersDeleted({ fields: `email,logged_in_at,${ids}` })),
    },
  ];
});

const credentials: readonly TaskTool[] = [
  {
    name: 'list_credentials_api3',
    operation: 'all_user_credentials_api3s',
    about: 'Lists the API keys of a user, without their secrets.',
    hint: 'Take one away with delete_credentials_api3.',
    fields: KEY,
    edits: quiet,
  },
  {
    name: 'create_credentials_api3',
    operation: 'create_user_credentials_api3',
    hidden: 'secrets',
    about:
      'Creates an API key of a user and answers its client_secret, this once. Who holds it can do what the user may.',
    hint: 'Say what it is for with update_credentials_api3.',
    fields: 'id,client_id,client_secret,created_at',
    edits: quiet,
  },
  {
    name: 'get_credentials_api3',
    operation: 'user_credentials_api3',
    about: 'Gets one API key of a user, without its secret.',
    hint: 'Ids: list_credentials_api3.',
    fields: KEY,
    edits: quiet,
  },
  {
    name: 'update_credentials_api3',
    operation: 'update_user_credentials_api3',
    about: 'Changes the note that says what an API key of a user is for.',
    required: ['purpose'],
    only: ['purpose'],
    fields: KEY,
    edits: { fields: hidden, purpose: { schema: { type: 'string' } } },
  },
  {
    name: 'delete_credentials_api3',
    operation: 'delete_user_credentials_api3',
    about: 'Deletes an API key of a user; programs that use it can no longer log in.',
    hint: 'It may be the key of this connection: see whoami and list_credentials_api3.',
    needs: ['user_credentials_api3'],
    run: answersDeleted({ fields: 'id,client_id,purpose,created_at' }),
  },
  {
    name: 'get_credentials_totp',
    operation: 'user_credentials_totp',
    about: 'Tells whether a user has a second factor (TOTP) and has set it up.',
    needs: ['user'],
    fields: 'verified,created_at,is_disabled',
    edits: quiet,
    run: orNone('second factor', answersCredential('verified,created_at,is_disabled')),
  },
  {
    name: 'create_credentials_totp',
    operation: 'create_user_credentials_totp',
    about: 'Asks a user for a second factor (TOTP), to be set up at the next login. No secret is answered.',
    fields: 'verified,created_at,is_disabled',
    edits: quiet,
    run: answersCredential('verified,created_at'),
  },
  {
    name: 'delete_credentials_totp',
    operation: 'delete_user_credentials_totp',
    about: 'Takes the second factor (TOTP) from a user, e.g. after the loss of a phone.',
    hint: 'Ask for a new one with create_credentials_totp.',
    needs: ['user', 'user_credentials_totp'],
    run: orNone('second factor', answersDeleted({ fields: 'verified,created_at' })),
  },
  ...bySystem,
];

export const credentialsTasks = taskGroup('credentials', credentials);
