import { type ArgumentEdit, described, type SchemaEdits } from '../argument-edit.js';

function palettes(example: string): ArgumentEdit {
  return described(`E.g. ${example}`, { type: 'array', items: { type: 'object' } });
}

export const themeEdits: SchemaEdits = {
  // Its nearly fifty settings are one free object; what a theme answers shows their names.
  Theme: {
    name: described('Letters, digits and underscores.'),
    begin_at: described('When it becomes active. Default: always.'),
    end_at: described('When it expires. Default: never.'),
    settings: {
      ...described(
        'E.g. {"background_color":"#ffffff","title_color":"#333333","show_title":true}. get_single_looker_theme_by_id shows all names.',
      ),
      brief: true,
    },
  },
  // Its palettes are given as Looker answers them.
  ColorCollection: {
    label: described('Name.'),
    categoricalPalettes: palettes('[{"label":"Brand","type":"Categorical","colors":["#1A73E8","#12B5CB"]}]'),
    sequentialPalettes: palettes(
      '[{"label":"Blues","type":"Sequential","stops":[{"color":"#ffffff","offset":0},{"color":"#1A73E8","offset":100}]}]',
    ),
    divergingPalettes: palettes('[{"label":"Heat","type":"Diverging","stops":[…]}]'),
  },
};
