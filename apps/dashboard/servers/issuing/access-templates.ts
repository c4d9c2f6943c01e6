/** The API takes no config that leaves open which tools are meant: all of them are all three methods. */
const EVERYTHING = ['read', 'write', 'custom'];
const EXPLORING = ['dashboards', 'looks', 'queries', 'folders', 'lookml_models', 'lookml_explores', 'content'];

/** What is scheduled has to be found first, and an alert belongs to a tile and to somebody. */
const FINDING_CONTENT = [
  'looker_dashboards_search',
  'get_single_looker_dashboard_by_id',
  'looker_looks_search',
  'looker_users_me',
];

export interface AccessTemplate {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly choice: {
    readonly methods: readonly string[];
    readonly tags: readonly string[];
    /** Tools that are there besides. */
    readonly tools?: { readonly include: readonly string[] };
  };
  /** After how many days the URL ends; null: never. */
  readonly days: number | null;
}

/** What people are usually given; each is a beginning that can be changed. */
export const ACCESS_TEMPLATES: readonly AccessTemplate[] = [
  {
    id: 'analyst',
    title: 'BI analyst',
    text: 'Finds dashboards and Looks and runs queries. Changes nothing.',
    choice: { methods: ['read'], tags: EXPLORING },
    days: null,
  },
  {
    id: 'author',
    title: 'Dashboard author',
    text: 'The same, and builds and changes dashboards and Looks.',
    choice: {
      methods: EVERYTHING,
      tags: ['dashboards', 'looks', 'queries', 'folders', 'lookml_models', 'lookml_explores'],
    },
    days: null,
  },
  {
    id: 'scheduler',
    title: 'Scheduler',
    text: 'Schedules deliveries and sets alerts on what is there.',
    choice: {
      methods: EVERYTHING,
      tags: ['schedules', 'alerts'],
      tools: { include: FINDING_CONTENT },
    },
    days: null,
  },
  {
    id: 'admin',
    title: 'Looker admin',
    text: 'Everything that the account’s API key may do, users and roles included.',
    choice: { methods: EVERYTHING, tags: [] },
    days: null,
  },
  {
    id: 'contractor',
    title: 'Contractor',
    text: 'Reads like an analyst, and ends by itself after 14 days.',
    choice: { methods: ['read'], tags: EXPLORING },
    days: 14,
  },
];
