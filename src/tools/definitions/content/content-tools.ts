import type { ResourceTools } from '../../catalogue/tool-definition.js';
import type { ArgumentEdits } from '../../schema/argument-edit.js';

const pages = { sorts: { schema: { description: 'Fields to sort by, e.g. "name".' } } };

const folder = 'id,name,parent_id,child_count,creator_id,content_metadata_id,is_personal,is_shared_root';
const thumbnail: ArgumentEdits = {
  type: { schema: { type: 'string', enum: ['dashboard', 'look'] } },
  resource_id: { schema: { description: 'Id of the dashboard or Look.' } },
  reload: { hidden: true },
};

export const contentTools: readonly ResourceTools[] = [
  {
    resource: 'folders',
    tools: [
      {
        operation: 'all_folders',
        method: 'list',
        about: 'Lists all folders. To find one use looker_folders_search.',
        fields: 'id,name,parent_id,child_count,creator_id,is_personal',
      },
      {
        operation: 'folder',
        method: 'get',
        about: 'Gets one folder with what is in it.',
        hint: 'What is in it: looker_folders_dashboards, looker_folders_looks, looker_folders_children.',
        fields: `${folder},created_at,dashboards(id,title),looks(id,title)`,
      },
      {
        operation: 'search_folders',
        method: 'search',
        about: 'Finds folders by name, parent or creator.',
        hint: 'Text matches like SQL LIKE, without case. Use it to turn a folder name into the folder_id other tools need.',
        fields: folder,
        edits: pages,
      },
      {
        operation: 'create_folder',
        method: 'create',
        about: 'Creates a folder inside another one.',
        hint: 'Find the parent with looker_folders_search. Then create_a_looker_dashboard or create_a_looker_look with its id.',
      },
      {
        operation: 'update_folder',
        method: 'update',
        about: 'Renames a folder or moves it under another parent.',
        hint: 'Find the new parent with looker_folders_search.',
      },
      {
        operation: 'delete_folder',
        method: 'delete',
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
        fields: folder,
        edits: pages,
      },
      {
        operation: 'folder_children_search',
        method: 'search_children',
        effect: 'read',
        title: 'Search subfolders',
        about: 'Finds folders directly inside a folder by name.',
        hint: 'To search everywhere use looker_folders_search.',
        fields: folder,
        edits: pages,
      },
      {
        operation: 'folder_parent',
        method: 'parent',
        effect: 'read',
        title: 'Get the parent of a folder',
        about: 'Gets the folder that a folder is in.',
        hint: 'For the whole way up use looker_folders_ancestors.',
        fields: folder,
      },
      {
        operation: 'folder_ancestors',
        method: 'ancestors',
        effect: 'read',
        title: 'List the ancestors of a folder',
        about: 'Lists the folders above a folder, from the root down.',
        hint: 'Use it to tell where a folder is.',
        fields: folder,
      },
      {
        operation: 'folder_looks',
        method: 'looks',
        effect: 'read',
        title: 'List the Looks in a folder',
        about: 'Lists the Looks in a folder.',
        hint: 'Then looker_looks_run for the data of one.',
        tags: ['looks'],
        fields: 'id,title,description,user_id,query_id,query(model,view),updated_at,view_count',
      },
      {
        operation: 'folder_dashboards',
        method: 'dashboards',
        effect: 'read',
        title: 'List the dashboards in a folder',
        about: 'Lists the dashboards in a folder.',
        hint: 'Then get_single_looker_dashboard_by_id for its tiles.',
        fields: 'id,title,description,user_id,readonly,updated_at,view_count',
      },
    ],
  },
  {
    resource: 'content',
    tools: [
      {
        operation: 'search_content',
        method: 'search',
        title: 'Search all content',
        about: 'Finds dashboards, LookML dashboards and Looks by words.',
        hint: 'Use it when the kind of content is not known; otherwise looker_dashboards_search or looker_looks_search give more.',
        fields: 'content_id,type,title,description,folder_id,folder_name,model,view_count',
        edits: {
          terms: { schema: { description: 'Words to look for, e.g. "customer churn".' } },
          types: { schema: { description: 'Comma-separated kinds to keep: dashboard, look, lookml_dashboard.' } },
        },
      },
      {
        operation: 'content_summary',
        method: 'summary',
        effect: 'read',
        hidden: 'alpha',
        title: 'Summarize content activity',
        about: 'Lists content that matters to a user or group: viewed lately, favorite, scheduled.',
        hint: 'Exact counts of views: looker_content_views_search.',
        fields: 'content_type,content_id,title,last_viewed_at,is_scheduled,favorite_count,view_count',
        edits: {
          target_user_id: { schema: { description: 'For this user.' } },
          target_group_id: { schema: { description: 'For this group.' } },
          target_content_type: { schema: { description: '"look", "dashboard" or "look,dashboard".' } },
        },
      },
      {
        operation: 'content_thumbnail',
        method: 'thumbnail',
        effect: 'read',
        title: 'Get a thumbnail',
        about: 'Gets an abstract picture (SVG) of a dashboard or Look, without its data.',
        hint: 'For a picture with data use looker_render_tasks_create_for_dashboard.',
        edits: {
          ...thumbnail,
          theme: { schema: { type: 'string', enum: ['light', 'dark'] } },
          format: { hidden: true },
          width: { hidden: true },
          height: { hidden: true },
        },
      },
      {
        operation: 'vector_thumbnail',
        method: 'vector_thumbnail',
        effect: 'read',
        hidden: 'deprecated',
        title: 'Get a thumbnail (legacy)',
        about: 'Gets an abstract picture (SVG) of a dashboard or Look.',
        hint: 'Replaced by looker_content_thumbnail.',
        edits: thumbnail,
      },
      {
        operation: 'content_validation',
        method: 'validate',
        title: 'Validate content',
        effect: 'read',
        about:
          'Checks all dashboards, Looks, schedules and alerts for models, explores and fields that no longer exist.',
        hint: 'Takes minutes on a big instance. Repair tiles with update_a_looker_dashboard_element_by_id.',
        fields:
          'content_with_errors(look(id,title,folder(id,name)),dashboard(id,title,folder(id,name)),dashboard_element(id,title,dashboard_id),dashboard_filter(id,title,dashboard_id),scheduled_plan(id,name),alert(id,custom_title),lookml_dashboard(id,title),lookml_dashboard_element(title),errors(message,field_name,model_name,explore_name)),total_looks_validated,total_dashboard_elements_validated',
        edits: {
          project_names: { schema: { description: 'Only of these projects.' } },
          space_ids: { schema: { description: 'Only in these folders.' } },
        },
      },
    ],
  },
];
