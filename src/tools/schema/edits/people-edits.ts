import {
  type ArgumentEdit,
  bareString,
  described,
  hidden,
  hiddenArguments,
  type SchemaEdits,
} from '../argument-edit.js';

const writable: ArgumentEdit = { writable: true };

export const peopleEdits: SchemaEdits = {
  User: {
    ...hiddenArguments('credentials_email', 'credentials_google', 'credentials_ldap', 'credentials_looker_openid'),
    ...hiddenArguments('credentials_oidc', 'credentials_saml', 'credentials_totp', 'credentials_workforce'),
    ...hiddenArguments('models_dir_validated', 'ui_state', 'can_manage_api3_creds'),
    locale: described('Language and region, e.g. "en" or "fr_FR".'),
  },
  // The id is all the body has, and called read-only.
  GroupIdForGroupInclusion: { group_id: writable },
  GroupIdForGroupUserInclusion: { user_id: writable },
  UserAttribute: {
    name: described('As LookML names it, e.g. "region".'),
    label: bareString,
    type: described('Filters need an advanced_filter type.', {
      enum: ['string', 'number', 'datetime', 'yesno', 'zipcode', 'advanced_filter_string', 'advanced_filter_number'],
    }),
    default_value: described('For users without any other value.'),
    value_is_hidden: described('Nobody can read the values.'),
    user_can_view: described('Users see their own.'),
    user_can_edit: described('Users may change their own.'),
    hidden_value_domain_whitelist: described('Where hidden values may be sent; final.'),
    needed_for_ci_run: hidden,
    value_for_ci_run: hidden,
  },
  // Looker sets it from properties it calls read-only.
  UserAttributeGroupValue: {
    group_id: writable,
    value: { ...writable, ...described('Always text, e.g. "West" or "10".') },
    rank: { ...writable, ...described('Lowest wins; in all entries or in none.') },
  },
};
