import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { type ArgumentEdits, bareString, described, hidden } from '../../schema/argument-edit.js';

const outline = 'key,version,content_type,value_size,updated_at';
const inNamespace: ArgumentEdits = { namespace: bareString };
const keys: ArgumentEdits = { ...inNamespace, key: described('One key or several, comma-separated.') };

export const artifactTools: readonly ResourceTools[] = [
  {
    resource: 'artifacts',
    tags: ['artifacts', 'extensions'],
    tools: [
      {
        operation: 'artifact',
        method: 'by_key',
        effect: 'read',
        hidden: 'alpha',
        title: 'Get artifacts by key',
        about: 'Gets artifacts (values that Looker extensions store) by their keys.',
        hint: 'Find keys with looker_artifacts_search.',
        fields: `${outline},value`,
        edits: { ...keys, tally: hidden },
      },
      {
        operation: 'artifact_value',
        method: 'value',
        effect: 'read',
        hidden: 'alpha',
        title: 'Get the value of an artifact',
        about: 'Gets the plain value of one artifact.',
        hint: 'Find keys with looker_artifacts_search.',
        required: ['key'],
        edits: { ...inNamespace, key: bareString },
      },
      {
        operation: 'search_artifacts',
        method: 'search',
        hidden: 'alpha',
        about: 'Finds artifacts of a namespace by key, size or author.',
        hint: 'Keys match like SQL LIKE: "report%". Their values: looker_artifacts_by_key.',
        fields: outline,
        edits: {
          ...inNamespace,
          key: bareString,
          tally: hidden,
          user_ids: described('Who saved it; comma-separated.'),
          min_size: described('Bytes.'),
          max_size: described('Bytes.'),
        },
      },
      {
        operation: 'artifact_usage',
        method: 'usage',
        effect: 'read',
        hidden: 'alpha',
        title: 'Get the size of the artifact store',
        about: 'Gets how many bytes the artifact store holds, and may hold.',
        hint: 'What fills it: list_all_looker_artifact_namespaces.',
        edits: { fields: hidden },
      },
      {
        operation: 'update_artifacts',
        method: 'save',
        effect: 'write',
        hidden: 'alpha',
        about: 'Creates or overwrites artifacts of a namespace.',
        hint: 'To overwrite give the current version, from looker_artifacts_by_key.',
        fields: outline,
        edits: inNamespace,
      },
      {
        operation: 'delete_artifact',
        method: 'delete',
        hidden: 'alpha',
        title: 'Delete artifacts',
        about: 'Deletes artifacts by their keys, for good.',
        hint: 'Find keys with looker_artifacts_search.',
        edits: keys,
      },
      {
        operation: 'purge_artifacts',
        method: 'purge',
        effect: 'destructive',
        hidden: 'alpha',
        title: 'Delete all artifacts of a namespace',
        about: 'Deletes all artifacts of a namespace, for good.',
        hint: 'To delete single ones use delete_a_looker_artifact_by_id.',
        edits: inNamespace,
      },
    ],
  },
  {
    resource: 'artifact_namespaces',
    tags: ['artifact_namespaces', 'artifacts', 'extensions'],
    tools: [
      {
        operation: 'artifact_namespaces',
        method: 'list',
        hidden: 'alpha',
        about: 'Lists the namespaces of artifacts with the number in each.',
        hint: 'What is in one: looker_artifacts_search.',
        fields: 'namespace,count',
      },
    ],
  },
];
