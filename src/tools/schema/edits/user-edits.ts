import { type ArgumentEdit, type ArgumentEdits, described, hidden } from '../argument-edit.js';

const writable: ArgumentEdit = { writable: true };

// Whose name says it all: Looker's text is left out.
const text: ArgumentEdit = { schema: { type: 'string' } };

/** GroupIdForGroupInclusion: the id is all the body has, and called read-only. */
export const groupInGroup: ArgumentEdits = { group_id: writable };

/** GroupIdForGroupUserInclusion */
export const userInGroup: ArgumentEdits = { user_id: writable };

/** UserAttributeGroupValue: Looker sets it from properties it calls read-only. */
export const userAttributeGroupValue: ArgumentEdits = {
  group_id: writable,
  value: { ...writable, ...described('Always text, e.g. "West" or "10".') },
  rank: { ...writable, ...described('Lowest wins; in all entries or in none.') },
};

/** UserAttribute */
export const userAttribute: ArgumentEdits = {
  name: described('As LookML names it, e.g. "region".'),
  label: text,
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
};
