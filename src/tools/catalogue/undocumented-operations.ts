import type { CatalogueDocument, JsonSchema, Operation, Parameter } from './operation.js';

const text: JsonSchema = { type: 'string' };

const projectId: Parameter = { name: 'project_id', description: 'Project Id', required: true, schema: text };

const undocumentedSchemas: CatalogueDocument['schemas'] = {
  ProjectFileContent: {
    properties: {
      path: { ...text, description: 'File in the project, e.g. "views/orders.view.lkml".' },
      content: { ...text, description: 'The whole text of the file.' },
    },
    required: ['path', 'content'],
  },
  ProjectDirectory: {
    properties: { path: { ...text, description: 'Directory in the project, e.g. "views/sales".' } },
    required: ['path'],
  },
  ProjectCommit: {
    properties: {
      files: { type: 'array', items: text, description: 'Paths of the changed files to commit.' },
      message: text,
      amend: { type: 'boolean', description: 'true: add to the last commit instead of making one.' },
    },
    required: ['files', 'message'],
  },
  ProjectGenerator: {
    properties: { tables: { type: 'array', items: { $ref: '#/schemas/ProjectGeneratorTable' } } },
    required: ['tables'],
  },
  ProjectGeneratorTable: {
    properties: {
      schema: text,
      table_name: text,
      primary_key: { ...text, description: 'Column name.' },
      base_view: { type: 'boolean' },
      columns: {
        type: 'array',
        items: { $ref: '#/schemas/ProjectGeneratorColumn' },
        description: 'Default: all.',
      },
    },
    required: ['schema', 'table_name'],
  },
  ProjectGeneratorColumn: { properties: { column_name: text }, required: ['column_name'] },
};

/** A call on a project: `below` is its path below the project's, `query` its required query parameters, described. */
interface ProjectCall extends Pick<Operation, 'id' | 'verb' | 'summary' | 'responseType'> {
  readonly below: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly bodySchema?: string;
}

const filePath = { file_path: 'File in the project, e.g. "views/orders.view.lkml".' };
const directoryPath = { path: 'Directory in the project, e.g. "views/sales".' };
const generation = {
  connection: 'Connection the tables are in.',
  file_type_for_explores: 'Kind of file to write explores to; "none": views only.',
  folder_name: 'Directory for the files, e.g. "views".',
};

const projectCalls: readonly ProjectCall[] = [
  { id: 'delete_project', verb: 'DELETE', below: '', summary: 'Delete Project' },
  {
    id: 'project_file_content',
    verb: 'GET',
    below: '/file/content',
    summary: 'Get Project File Content',
    query: filePath,
    responseType: 'string',
  },
  {
    id: 'create_project_file',
    verb: 'POST',
    below: '/files',
    summary: 'Create Project File',
    bodySchema: 'ProjectFileContent',
  },
  {
    id: 'update_project_file',
    verb: 'PUT',
    below: '/files',
    summary: 'Replace Project File',
    bodySchema: 'ProjectFileContent',
  },
  { id: 'delete_project_file', verb: 'DELETE', below: '/files', summary: 'Delete Project File', query: filePath },
  {
    id: 'all_project_directories',
    verb: 'GET',
    below: '/directories',
    summary: 'Get All Project Directories',
    responseType: 'string[]',
  },
  {
    id: 'create_project_directory',
    verb: 'POST',
    below: '/directories',
    summary: 'Create Project Directory',
    bodySchema: 'ProjectDirectory',
  },
  {
    id: 'delete_project_directory',
    verb: 'DELETE',
    below: '/directories',
    summary: 'Delete Project Directory',
    query: directoryPath,
  },
  {
    id: 'generate_project_lookml',
    verb: 'POST',
    below: '/generate',
    summary: 'Generate LookML from Tables',
    query: generation,
    bodySchema: 'ProjectGenerator',
  },
  { id: 'commit_project', verb: 'POST', below: '/commit', summary: 'Commit Changes', bodySchema: 'ProjectCommit' },
  { id: 'push_project_branch', verb: 'POST', below: '/push_branch', summary: 'Push the Current Branch' },
];

/** Operations on projects that Looker serves and Google's own tools call, but that Looker's API description leaves out. */
const undocumentedOperations: readonly Operation[] = projectCalls.map(
  ({ below, query = {}, bodySchema, ...operation }) => ({
    ...operation,
    path: `/projects/{project_id}${below}`,
    tag: 'Project',
    description: operation.summary,
    pathParameters: [projectId],
    queryParameters: Object.entries(query).map(([name, description]) => ({
      name,
      description,
      required: true,
      schema: text,
    })),
    ...(bodySchema !== undefined && { body: { required: true, schema: { $ref: `#/schemas/${bodySchema}` } } }),
  }),
);

/** What Looker serves: the documented catalogue and the undocumented operations. What Looker documents wins. */
export function servedCatalogue(documented: CatalogueDocument): CatalogueDocument {
  const known = new Set(documented.operations.map((operation) => operation.id));
  const more = undocumentedOperations.filter((operation) => !known.has(operation.id));
  return {
    ...documented,
    operations: [...documented.operations, ...more],
    schemas: { ...undocumentedSchemas, ...documented.schemas },
  };
}
