import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { type ArgumentEdits, bareString, hidden } from '../../schema/argument-edit.js';

const outline = 'id,name,begin_at,end_at';
const whole = `${outline},settings`;
const moment: ArgumentEdits = { ts: { schema: { description: 'Moment that counts. Default: now.' } } };
const name = { name: { schema: { description: 'Exact name.' } } };
const themeType: ArgumentEdits = { theme_type: { schema: { description: '"internal" or "embed".' } } };
const typed: ArgumentEdits = { ...moment, ...themeType };

const collection = 'id,label';
const paletteColors = 'id,label,categoricalPalettes,sequentialPalettes,divergingPalettes';
const collectionId: ArgumentEdits = { collection_id: bareString };

export const themeTools: readonly ResourceTools[] = [
  {
    resource: 'themes',
    tools: [
      {
        operation: 'all_themes',
        method: 'list',
        about: 'Lists all themes (looks of dashboards), active or not.',
        hint: 'Colors and fonts of one: get_single_looker_theme_by_id.',
        fields: outline,
      },
      {
        operation: 'theme',
        method: 'get',
        about: 'Gets one theme with its settings.',
        hint: 'Change it with update_a_looker_theme_by_id.',
        fields: whole,
      },
      {
        operation: 'search_themes',
        method: 'search',
        about: 'Finds themes by name or time of activity.',
        hint: 'Several themes may share a name at different times. Then get_single_looker_theme_by_id.',
        fields: outline,
        edits: {
          id: hidden,
          begin_at: { schema: { description: 'Active at or after.' } },
          end_at: { schema: { description: 'Active at or before.' } },
          theme_type: { schema: { description: '"internal", "embed" or "all".' } },
        },
      },
      {
        operation: 'active_themes',
        method: 'active',
        effect: 'read',
        title: 'List active themes',
        about: 'Lists the themes active now or at a given time.',
        hint: 'Make one the default with looker_themes_set_default.',
        fields: outline,
        edits: typed,
      },
      {
        operation: 'default_theme_by_type',
        method: 'default',
        effect: 'read',
        title: 'Get the default theme',
        about: 'Gets the default theme, of Looker itself or of embedded content.',
        hint: 'Choose another with looker_themes_set_default.',
        edits: typed,
      },
      {
        operation: 'default_theme',
        method: 'default_legacy',
        effect: 'read',
        hidden: 'deprecated',
        title: 'Get the default theme (legacy)',
        about: 'Gets the default theme.',
        hint: 'Replaced by looker_themes_default.',
        edits: moment,
      },
      {
        operation: 'theme_or_default',
        method: 'by_name_or_default',
        effect: 'read',
        title: 'Get a theme by name',
        about: 'Gets the theme of a name when it is active, else the default theme.',
        hint: 'Change it with update_a_looker_theme_by_id.',
        edits: { ...moment, ...name },
      },
      {
        operation: 'create_theme',
        method: 'create',
        about: 'Creates a theme. Settings left out are those of the default theme.',
        hint: 'Check it first with looker_themes_validate.',
        required: ['name'],
      },
      {
        operation: 'update_theme',
        method: 'update',
        about: 'Changes the named properties of a theme.',
        hint: 'Find its id with looker_themes_search.',
      },
      {
        operation: 'delete_theme',
        method: 'delete',
        about: 'Deletes a theme for good.',
        hint: 'Find its id with looker_themes_search.',
      },
      {
        operation: 'validate_theme',
        method: 'validate',
        effect: 'read',
        about: 'Tells what is wrong with the properties of a theme, without saving it.',
        hint: 'Then create_a_looker_theme or update_a_looker_theme_by_id.',
      },
      {
        operation: 'set_default_theme_by_type',
        method: 'set_default',
        effect: 'write',
        title: 'Set the default theme',
        about: 'Makes an active theme without expiry the default for everybody. Administrators only.',
        hint: 'Find its name with looker_themes_active.',
        edits: { ...themeType, ...name },
      },
      {
        operation: 'set_default_theme',
        method: 'set_default_legacy',
        effect: 'write',
        hidden: 'deprecated',
        title: 'Set the default theme (legacy)',
        about: 'Makes an active theme the default for everybody.',
        hint: 'Replaced by looker_themes_set_default.',
        edits: name,
      },
    ],
  },
  {
    resource: 'color_collections',
    tags: ['color_collections', 'themes'],
    tools: [
      {
        operation: 'all_color_collections',
        method: 'list',
        about: 'Lists all color collections (palettes of charts). Administrators only.',
        hint: 'Their colors: get_single_looker_color_collection_by_id.',
        fields: collection,
      },
      {
        operation: 'color_collection',
        method: 'get',
        about: 'Gets one color collection with its palettes. Administrators only.',
        hint: 'Own collections are changed with update_a_looker_color_collection_by_id.',
        fields: paletteColors,
        edits: collectionId,
      },
      {
        operation: 'color_collections_custom',
        method: 'list_custom',
        effect: 'read',
        about: 'Lists the color collections made by your organization. Administrators only.',
        hint: 'Only these can be changed and deleted: update_a_looker_color_collection_by_id.',
        fields: collection,
      },
      {
        operation: 'color_collections_standard',
        method: 'list_standard',
        effect: 'read',
        about: 'Lists the color collections that come with Looker. Administrators only.',
        hint: 'To make one of them the default use looker_color_collections_set_default.',
        fields: collection,
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
        about: 'Creates a color collection. Administrators only.',
        hint: 'Then looker_color_collections_set_default, or color_collection_id in a theme.',
        required: ['label'],
      },
      {
        operation: 'update_color_collection',
        method: 'update',
        about: 'Changes the label or palettes of a custom color collection. Administrators only.',
        hint: 'Given palettes replace all of their kind: read them first with get_single_looker_color_collection_by_id.',
        edits: collectionId,
      },
      {
        operation: 'delete_color_collection',
        method: 'delete',
        about: 'Deletes a custom color collection for good. Administrators only.',
        hint: 'Find its id with looker_color_collections_list_custom.',
        edits: collectionId,
      },
      {
        operation: 'set_default_color_collection',
        method: 'set_default',
        effect: 'write',
        title: 'Set the default color collection',
        about: 'Makes a color collection the default for everybody. Administrators only.',
        hint: 'Find its id with list_all_looker_color_collections.',
        edits: collectionId,
      },
    ],
  },
];
