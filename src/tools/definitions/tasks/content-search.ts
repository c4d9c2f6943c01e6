/** What content is found by. Toolbox counts where a page begins; others pass on a cursor. */
export const contentSearch = {
  title: { type: 'string', description: 'A part of the title.' },
  folder_id: { type: 'string' },
  description: { type: 'string', 'x-unlisted': true },
  offset: { type: 'integer', minimum: 0, 'x-unlisted': true },
} as const;

/** Where new content goes. Toolbox has another word for it, and an empty text for the default. */
export const folderArguments = {
  folder_id: { type: 'string', description: 'Default: your personal folder.' },
  folder: { type: 'string', 'x-unlisted': true },
} as const;
