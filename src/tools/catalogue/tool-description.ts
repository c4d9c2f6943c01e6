import type { ToolRow } from './tool-row.js';

/** What a tool does, when to use it, and of which arguments one is needed. Clients cut it at about 2000 bytes. */
export function toolDescription(row: ToolRow): string {
  const groups = (row.requiredGroups ?? []).map((group) => `Needs one of: ${group.join(', ')}.`);
  return [row.about, row.hint ?? '', ...groups].filter((part) => part !== '').join(' ');
}
