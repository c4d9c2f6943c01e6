import type { Tool } from '../../src/tools/catalogue/tool.js';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';

/** A tool of the real catalogue. Throws when there is none of that name. */
export function toolNamed(name: string): Tool {
  const tool = toolCatalogue().byName.get(name);
  if (!tool) throw new Error(`No tool ${name}.`);
  return tool;
}
