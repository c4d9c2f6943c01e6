import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { described, hidden } from '../../schema/argument-edit.js';

export const projectFileTools: readonly ResourceTools[] = [
  {
    resource: 'project_files',
    singular: 'project_file',
    tags: ['project_files', 'projects', 'lookml'],
    tools: [
      {
        operation: 'all_project_files',
        method: 'list',
        effect: 'read',
        about: 'Lists the files of a LookML project in the current workspace.',
        hint: 'Read one with looker_project_files_content.',
        fields: 'id,path,type,git_status(action,conflict)',
      },
      {
        operation: 'project_file',
        method: 'get',
        effect: 'read',
        about: 'Gets type and git status of a file, not its text.',
        hint: 'For the text use looker_project_files_content.',
        edits: { fields: hidden, file_id: described('id of list_all_looker_project_files.') },
      },
      {
        operation: 'project_file_content',
        method: 'content',
        effect: 'read',
        title: 'Read a project file',
        about: 'Answers the text of a file of a LookML project.',
        hint: 'Read it before update_a_looker_project_file_by_id.',
      },
      {
        operation: 'create_project_file',
        method: 'create',
        effect: 'write',
        about: 'Creates a file in a LookML project. Needs development mode.',
        hint: 'Work on a branch (create_a_looker_git_branch), then looker_projects_validate.',
      },
      {
        operation: 'update_project_file',
        method: 'update',
        effect: 'write',
        about: 'Replaces the text of a file of a LookML project. Needs development mode.',
        hint: 'Send the whole file: read it with looker_project_files_content first. Then looker_projects_validate.',
      },
      {
        operation: 'delete_project_file',
        method: 'delete',
        effect: 'destructive',
        about: 'Deletes a file of a LookML project. Needs development mode.',
        hint: 'Then looker_projects_validate.',
      },
    ],
  },
  {
    resource: 'project_directories',
    singular: 'project_directory',
    tags: ['project_directories', 'projects', 'lookml'],
    tools: [
      {
        operation: 'all_project_directories',
        method: 'list',
        effect: 'read',
        about: 'Lists the directories of a LookML project.',
        hint: 'Files: list_all_looker_project_files.',
      },
      {
        operation: 'create_project_directory',
        method: 'create',
        effect: 'write',
        about: 'Creates a directory in a LookML project. Needs development mode.',
        hint: 'Then create_a_looker_project_file.',
      },
      {
        operation: 'delete_project_directory',
        method: 'delete',
        effect: 'destructive',
        about: 'Deletes a directory of a LookML project with the files in it. Needs development mode.',
        hint: 'Look at list_all_looker_project_files first.',
      },
    ],
  },
];
