import type { ResourceTools } from '../tool-row.js';

export const lookmlTools: readonly ResourceTools[] = [
  {
    resource: 'lookml_models',
    singular: 'lookml_model',
    tags: ['lookml', 'lookml_models'],
    tools: [
      {
        operation: 'all_lookml_models',
        method: 'list',
        effect: 'read',
        about: 'Lists the LookML models with the explores of each.',
        hint: 'The first step to a query: choose a model and an explore, then get_single_looker_lookml_explore_by_id for its fields. fields "name,label,explores(name,label)" keeps the answer small.',
      },
      {
        operation: 'lookml_model',
        method: 'get',
        effect: 'read',
        about: 'Gets one LookML model with its explores.',
        hint: 'Then get_single_looker_lookml_explore_by_id for the fields of one.',
      },
    ],
  },
  {
    resource: 'lookml_explores',
    singular: 'lookml_explore',
    tags: ['lookml', 'lookml_explores'],
    tools: [
      {
        operation: 'lookml_model_explore',
        method: 'get',
        effect: 'read',
        title: 'Get an explore with its fields',
        about: 'Gets one explore with its dimensions, measures and joins.',
        hint: 'Then query it with looker_query_run_inline. fields "name,label,fields(dimensions(name,label,type),measures(name,label,type))" keeps the answer small.',
      },
      {
        operation: 'model_fieldname_suggestions',
        method: 'field_suggestions',
        effect: 'read',
        title: 'Suggest values of a field',
        about: 'Lists values that a field holds, optionally those that start with term.',
        hint: 'Use it to write filter values as the data spells them, before looker_query_run_inline.',
        edits: {
          view_name: { schema: { description: 'Explore or view name, e.g. "orders".' } },
          field_name: { schema: { description: 'Field as view.field, e.g. "users.state".' } },
          filters: {
            schema: {
              type: 'object',
              additionalProperties: { type: 'string' },
              description: 'Other fields to filter by: field name -> Looker filter expression.',
            },
          },
        },
      },
    ],
  },
];
