import type { Parameter } from '../../catalogue/operation.js';
import { type ArgumentEdit, type ArgumentEdits, bareFlag, bareString, described, hidden } from '../argument-edit.js';

/** The formats of a rendering; a picture unless the caller asks for another. */
export function renderFormats(...names: readonly string[]): ArgumentEdit {
  return { schema: { type: 'string', enum: names, default: 'png' } };
}

/** The size of a picture that some other call fetches. */
export const pictureSize: ArgumentEdits = {
  width: described('Pixels.', { type: 'integer', minimum: 1, default: 1200 }),
  height: described('Pixels.', { type: 'integer', minimum: 1, default: 800 }),
  fields: hidden,
};

/** The size of a picture that is part of an answer: no longer than models see, unless the caller asks for more. */
export const shownSize: ArgumentEdits = {
  width: described('Pixels.', { type: 'integer', minimum: 100, maximum: 4000, default: 1200 }),
  height: described('Pixels.', { type: 'integer', minimum: 100, maximum: 4000, default: 800 }),
  fields: hidden,
};

/** The size of the picture of a query, which Looker takes with the request that renders it, and not with the one that stores it. */
export const sizeParameters: readonly Parameter[] = ['width', 'height'].map((name) => ({
  name,
  description: '',
  required: false,
  schema: { type: 'integer' },
}));

/** How a dashboard is rendered. */
export const dashboardRendering: ArgumentEdits = {
  dashboard_id: bareString,
  dashboard_filters: described('As in a URL, e.g. "Region=West&Date=7 days".'),
  dashboard_style: described('Default tiled.', { type: 'string', enum: ['tiled', 'single_column'] }),
  tab_ids: described('Only these tabs.'),
  pdf_paper_size: described('letter, legal, tabloid or a0 to a5.'),
  pdf_landscape: bareFlag,
  long_tables: described('true: tables in full length.'),
  theme: described('Its name.'),
};

export const dashboardElementId = described('LookML tiles: model::dashboard::lookml_link_id.');
