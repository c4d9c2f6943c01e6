import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { type ArgumentEdits, bareString } from '../../schema/argument-edit.js';

const outline = 'id,label';
const paletteColors = 'id,label,categoricalPalettes,sequentialPalettes,divergingPalettes';
const id: ArgumentEdits = { collection_id: bareString };

export const colorCollectionTools: readonly ResourceTools[] = [
  {
    resource: 'color_collections',
    singular: 'color_collection',
    tags: ['color_collections', 'themes'],
    tools: [
      {
        operation: 'all_color_collections',
        method: 'list',
        effect: 'read',
        about: 'Lists all color collections (palettes of charts). Administrators only.',
        hint: 'Their colors: get_single_looker_color_collection_by_id.',
        fields: outline,
      },
      {
        operation: 'color_collection',
        method: 'get',
        effect: 'read',
        about: 'Gets one color collection with its palettes. Administrators only.',
        hint: 'Own collections are changed with update_a_looker_color_collection_by_id.',
        fields: paletteColors,
        edits: id,
      },
      {
        operation: 'color_collections_custom',
        method: 'list_custom',
        effect: 'read',
        title: 'List custom color collections',
        about: 'Lists the color collections made by your organization. Administrators only.',
        hint: 'Only these can be changed and deleted: update_a_looker_color_collection_by_id.',
        fields: outline,
      },
      {
        operation: 'color_collections_standard',
        method: 'list_standard',
        effect: 'read',
        title: 'List standard color collections',
        about: 'Lists the color collections that come with Looker. Administrators only.',
        hint: 'To make one of them the default use looker_color_collections_set_default.',
        fields: outline,
      },
      {
        operation: 'default_color_collection',
        method: 'default',
        effect: 'read',
        title: 'Get the default color collection',
        about: 'Gets the color collection new charts use.',
        hint: 'Choose another with looker_color_collections_set_default.',
      },
      {
        operation: 'create_color_collection',
        method: 'create',
        effect: 'write',
        about: 'Creates a color collection. Administrators only.',
        hint: 'Then looker_color_collections_set_default, or color_collection_id in a theme.',
        required: ['label'],
      },
      {
        operation: 'update_color_collection',
        method: 'update',
        effect: 'write',
        about: 'Changes the label or palettes of a custom color collection. Administrators only.',
        hint: 'Given palettes replace all of their kind: read them first with get_single_looker_color_collection_by_id.',
        edits: id,
      },
      {
        operation: 'delete_color_collection',
        method: 'delete',
        effect: 'destructive',
        about: 'Deletes a custom color collection for good. Administrators only.',
        hint: 'Find its id with looker_color_collections_list_custom.',
        edits: id,
      },
      {
        operation: 'set_default_color_collection',
        method: 'set_default',
        effect: 'write',
        title: 'Set the default color collection',
        about: 'Makes a color collection the default for everybody. Administrators only.',
        hint: 'Find its id with list_all_looker_color_collections.',
        edits: id,
      },
    ],
  },
];
