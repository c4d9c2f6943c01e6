import { handWritten, type ResourceTools } from '../../catalogue/tool-definition.js';
import { suggestValues } from '../../run/field-suggestions.js';
import { fieldSearchAnswer } from '../../schema/answer-schemas.js';
import { described } from '../../schema/argument-edit.js';

const explores = 'explores(name,label,description,hidden)';

const field = 'name,label,type,description,hidden';
const suggestions = 'suggestions,suggest_explore,suggest_dimension';
const exploreFields = [
  `dimensions(${field},synonyms,${suggestions})`,
  `measures(${field},synonyms)`,
  `filters(${field},default_filter_value,${suggestions})`,
  `parameters(${field},default_filter_value,enumerations)`,
].join();

const connections = {
  name: described('Model name.'),
  project_name: described('Project with the model.'),
  allowed_db_connection_names: described('Connections it may use.'),
  unlimited_db_connections: described('true: all connections.'),
};

export const lookmlTools: readonly ResourceTools[] = [
  {
    resource: 'lookml_models',
    tags: ['lookml', 'lookml_models'],
    tools: [
      {
        operation: 'all_lookml_models',
        method: 'list',
        about: 'Lists the LookML models with the explores of each.',
        hint: 'For a query, looker_lookml_explores_search_fields finds explores and fields in one step.',
        fields: `name,label,${explores}`,
        edits: {
          exclude_empty: described('true: no models without explores.'),
          exclude_hidden: described('true: no hidden explores.'),
          include_internal: described('true: also built-in models such as System Activity.'),
          include_self_service: described('true: also self-service models.'),
        },
      },
      {
        operation: 'lookml_model',
        method: 'get',
        about: 'Gets one LookML model with its explores.',
        hint: 'For the fields of an explore: looker_lookml_explores_search_fields.',
        fields: `name,label,project_name,allowed_db_connection_names,unlimited_db_connections,${explores}`,
      },
      {
        operation: 'create_lookml_model',
        method: 'create',
        about: 'Makes a model of a LookML project usable: says which connections it may use.',
        hint: 'The model file is written with create_a_looker_project_file.',
        required: ['name', 'project_name'],
        edits: connections,
      },
      {
        operation: 'update_lookml_model',
        method: 'update',
        about: 'Changes the project or the connections of a model.',
        hint: 'Its LookML is changed with update_a_looker_project_file_by_id.',
        edits: connections,
      },
      {
        operation: 'delete_lookml_model',
        method: 'delete',
        about: 'Deletes the configuration of a model: nobody can query it then. Its LookML file stays.',
        hint: "The LookML files stay; only the model's settings go.",
      },
      {
        operation: 'get_model',
        method: 'value_formats',
        effect: 'read',
        title: 'Get the value formats of a model',
        about: 'Gets the connection and the named value formats of a model.',
        hint: 'For its databases go on with looker_connections_databases.',
      },
    ],
  },
  {
    resource: 'lookml_explores',
    tags: ['lookml', 'lookml_explores'],
    tools: [
      {
        operation: 'lookml_model_explore',
        method: 'get',
        title: 'Get an explore with its fields',
        about: 'Gets one explore with its dimensions, measures and joins.',
        hint: 'It is long: looker_lookml_explores_search_fields answers fields in short. Values to filter by: looker_lookml_explores_field_suggestions.',
        fields: `name,label,description,always_filter,conditionally_filter,joins(name,relationship),fields(${exploreFields})`,
      },
      handWritten({
        method: 'search_fields',
        effect: 'read',
        title: 'Search fields of explores',
        about:
          'Finds dimensions, measures, filters and parameters by words, in one explore or in all; without query and explore it lists the explores.',
        hint: 'The first step to a query: it answers the field names for looker_query_run_inline, short.',
        arguments: {
          query: { type: 'string', description: 'Words, e.g. "revenue month state".' },
          model: { type: 'string' },
          explore: { type: 'string' },
          fresh: { type: 'boolean', description: 'true: reads LookML anew that was changed outside of this server.' },
        },
        answer: fieldSearchAnswer,
        answersRows: true,
        isFirstStep: true,
        needs: ['all_lookml_models', 'lookml_model_explore'],
        run: (call, args) => call.fields.search(args),
      }),
      {
        operation: 'model_fieldname_suggestions',
        method: 'field_suggestions',
        effect: 'read',
        title: 'Suggest values of a field',
        about: 'Lists values that a field holds, optionally those that contain term.',
        hint: 'Use it to write filter values as the data spells them, before looker_query_run_inline. Write those in filter_expressions as it says.',
        run: suggestValues,
        edits: {
          view_name: { schema: { description: 'Explore or view name, e.g. "orders".' } },
          field_name: { schema: { description: 'Field as view.field, e.g. "users.state".' } },
          filters: described('Other fields to filter by: field name -> Looker filter expression.', {
            type: 'object',
            additionalProperties: { type: 'string' },
          }),
        },
      },
    ],
  },
  {
    resource: 'self_service_models',
    tags: ['self_service_models', 'lookml'],
    tools: [
      {
        operation: 'get_self_service_model_allowed_connections',
        method: 'allowed_connections',
        effect: 'read',
        title: 'List connections for self-service models',
        about: 'Lists the connections that self-service models may use.',
        hint: 'Before a self-service model is made on a connection.',
        paged: false,
        edits: { google_sheets: described('true: also those for Google Sheets.') },
      },
      {
        operation: 'get_self_service_model_lookml',
        method: 'lookml',
        effect: 'read',
        title: 'Get the LookML of a self-service model',
        about: 'Gets the LookML that Looker generated for a self-service model.',
        hint: 'Models: list_all_looker_lookml_models with include_self_service: true.',
      },
      {
        operation: 'update_self_service_explore_certification',
        method: 'set_certification',
        effect: 'write',
        title: 'Certify a self-service model',
        about: 'Certifies the explore of a self-service model, or revokes it.',
        hint: 'Tells people which explores to trust.',
        required: ['certification_status'],
      },
    ],
  },
];
