import type { ResourceTools } from '../tool-row.js';

const pages = { sorts: { schema: { description: 'Fields to sort by, e.g. "name".' } } };

export const contentTools: readonly ResourceTools[] = [
  {
    resource: 'folders',
    singular: 'folder',
    tags: ['folders'],
    tools: [
      {
        operation: 'all_folders',
        method: 'list',
        effect: 'read',
        about: 'Lists all folders. To find one use looker_folders_search.',
      },
      {
        operation: 'folder',
        method: 'get',
        effect: 'read',
        about: 'Gets one folder with what is in it.',
        hint: 'What is in it: looker_folders_dashboards, looker_folders_looks, looker_folders_children.',
      },
      {
        operation: 'search_folders',
        method: 'search',
        effect: 'read',
        about: 'Finds folders by name, parent or creator.',
        hint: 'Text matches like SQL LIKE, without case. Use it to turn a folder name into the folder_id other tools need.',
        edits: pages,
      },
      {
        operation: 'create_folder',
        method: 'create',
        effect: 'write',
        about: 'Creates a folder inside another one.',
        hint: 'Find the parent with looker_folders_search. Then create_a_looker_dashboard or create_a_looker_look with its id.',
      },
      {
        operation: 'update_folder',
        method: 'update',
        effect: 'write',
        about: 'Renames a folder or moves it under another parent.',
        hint: 'Find the new parent with looker_folders_search.',
      },
      {
        operation: 'delete_folder',
        method: 'delete',
        effect: 'destructive',
        about: 'Deletes a folder for good, with all folders, dashboards and Looks in it.',
        hint: 'Look at looker_folders_dashboards and looker_folders_looks first.',
      },
      {
        operation: 'folder_children',
        method: 'children',
        effect: 'read',
        title: 'List subfolders',
        about: 'Lists the folders directly inside a folder.',
        hint: 'To go further down call it again with the id of a subfolder.',
        edits: pages,
      },
      {
        operation: 'folder_children_search',
        method: 'search_children',
        effect: 'read',
        title: 'Search subfolders',
        about: 'Finds folders directly inside a folder by name.',
        hint: 'To search everywhere use looker_folders_search.',
        edits: pages,
      },
      {
        operation: 'folder_parent',
        method: 'parent',
        effect: 'read',
        title: 'Get the parent of a folder',
        about: 'Gets the folder that a folder is in.',
        hint: 'For the whole way up use looker_folders_ancestors.',
      },
      {
        operation: 'folder_ancestors',
        method: 'ancestors',
        effect: 'read',
        title: 'List the ancestors of a folder',
        about: 'Lists the folders above a folder, from the root down.',
        hint: 'Use it to tell where a folder is.',
      },
      {
        operation: 'folder_looks',
        method: 'looks',
        effect: 'read',
        title: 'List the Looks in a folder',
        about: 'Lists the Looks in a folder.',
        hint: 'Then looker_looks_run for the data of one.',
        tags: ['looks'],
      },
      {
        operation: 'folder_dashboards',
        method: 'dashboards',
        effect: 'read',
        title: 'List the dashboards in a folder',
        about: 'Lists the dashboards in a folder.',
        hint: 'Then get_single_looker_dashboard_by_id for its tiles.',
      },
    ],
  },
  {
    resource: 'content',
    singular: 'content',
    tags: ['content'],
    tools: [
      {
        operation: 'search_content',
        method: 'search',
        effect: 'read',
        title: 'Search all content',
        about: 'Finds dashboards, LookML dashboards and Looks by words.',
        hint: 'Use it when the kind of content is not known; otherwise looker_dashboards_search or looker_looks_search give more.',
        edits: {
          terms: { schema: { description: 'Words to look for, e.g. "customer churn".' } },
          types: { schema: { description: 'Comma-separated kinds to keep: dashboard, look, lookml_dashboard.' } },
        },
      },
    ],
  },
  {
    resource: 'connections',
    singular: 'connection',
    tags: ['connections'],
    tools: [
      {
        operation: 'all_connections',
        method: 'list',
        effect: 'read',
        about: 'Lists the database connections of Looker.',
        hint: 'Data is queried through models, not connections: list_all_looker_lookml_models.',
        edits: {
          fields: {
            schema: {
              description: 'Fields to answer, e.g. "name,dialect_name,database".',
            },
          },
        },
      },
    ],
  },
];
