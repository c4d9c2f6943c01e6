/** Properties that Looker calls read-only although a request is made of them: schema -> property -> why. */
export const writableProperties: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ContentMetaGroupUser: {
    content_metadata_id: 'A grant says what it is on: Looker has no other place for it.',
    permission_type: 'A grant says what it allows; it is all that an update changes.',
    group_id: 'A grant is made to a group or a user.',
    user_id: 'A grant is made to a group or a user.',
  },
  CreateCostEstimate: { sql: 'The only property: what to estimate.' },
  GroupIdForGroupInclusion: { group_id: 'The only property: the group to put in.' },
  GroupIdForGroupUserInclusion: { user_id: 'The only property: the user to put in.' },
  ResultMakerFilterables: { listen: 'How a tile listens to the filters of its dashboard.' },
  UpdateArtifact: { version: 'Its own text: must be given for every update of an artifact that is there.' },
  UserAttributeGroupValue: {
    group_id: 'The values of all groups are set in one list, which names them.',
    rank: 'Precedence among groups, set by that list.',
    value: 'The value to set.',
  },
};

/** Query parameters that Looker takes and lists only in a text: operation -> their names. */
export const parametersInText: Readonly<Record<string, RegExp>> = {
  // The parameters of an explore's URL, which its text shows in an example.
  run_url_encoded_query: /^(fields|sorts|limit|query_timezone|f\[.+\])$/,
};

/** Operations that Looker withdraws in their texts while their status still says otherwise. */
export const withdrawnInText: Readonly<Record<string, string>> = {
  create_dashboard_from_lookml:
    'Its text calls it deprecated and names import_dashboard_from_lookml; its status is stable.',
};

/** Operations without a tool, since the gateway itself logs in and out. */
export const gatewayOperations: readonly string[] = ['login', 'login_user', 'logout'];
