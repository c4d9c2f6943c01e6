import { LRUCache } from 'lru-cache';
import { loadCatalogue } from '../catalogue/load-catalogue.js';
import type { Operation } from '../catalogue/operation.js';
import type { ToolCatalogue } from '../catalogue/tool.js';
import { buildToolCatalogue, catalogueOfTools, toolCatalogue } from '../catalogue/tool-catalogue.js';
import type { ResourceTools } from '../catalogue/tool-definition.js';
import type { CatalogueDifference } from './catalogue-difference.js';

/** Releases that are in use at the same time; one that falls out is built again. */
const CATALOGUES_MAX = 50;
/** The tag of tools whose effect nobody has reviewed. */
export const UNREVIEWED = 'unreviewed';
const NAME_CHARACTERS_MAX = 64;

const built = new LRUCache<string, ToolCatalogue>({ max: CATALOGUES_MAX });

/** The tools of an instance: the bundled ones that it has, and those that it adds. One object for all instances alike. */
export function instanceCatalogue(difference: CatalogueDifference | null): ToolCatalogue {
  if (difference === null) return toolCatalogue();
  const known = built.get(difference.digest);
  if (known !== undefined) return known;
  const catalogue = build(difference);
  built.set(difference.digest, catalogue);
  return catalogue;
}

/** The names of the tools that an instance has and lacks, against the bundled catalogue. */
export function differenceNames(difference: CatalogueDifference | null) {
  const [bundled, own] = [toolCatalogue(), instanceCatalogue(difference)];
  const beyond = (left: ToolCatalogue, right: ToolCatalogue) =>
    left === right ? [] : left.tools.filter(({ name }) => !right.byName.has(name)).map(({ name }) => name);
  return { added: beyond(own, bundled), missing: beyond(bundled, own) };
}

function build({ missing, added, schemas }: CatalogueDifference): ToolCatalogue {
  const gone = new Set(missing);
  const present = toolCatalogue().tools.filter(({ needs }) => !needs.some((id) => gone.has(id)));
  const taken = new Set(toolCatalogue().byName.keys());
  const document = { release: loadCatalogue().release, operations: added, schemas };
  const own = added.flatMap((operation) => {
    // Two of one name would be a fault of our definitions; an instance may have them, and the first one counts.
    const [tool] = buildToolCatalogue(document, [unreviewedTools(operation)]).tools;
    if (tool === undefined || tool.name.length > NAME_CHARACTERS_MAX || taken.has(tool.name)) return [];
    taken.add(tool.name);
    return [tool];
  });
  return catalogueOfTools([...present, ...own]);
}

/**
 * A tool of an operation that nobody has reviewed: never taken for one that reads, since some GET operations of Looker's
 * act, and for one that loses something unless it is a GET.
 */
function unreviewedTools({ id, verb, tag, summary, description }: Operation): ResourceTools {
  const resource = tag
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_');
  const tool = {
    operation: id,
    method: id,
    effect: verb === 'GET' ? ('write' as const) : ('destructive' as const),
    title: summary || id,
    about: description || summary || `Looker's operation ${id}.`,
    hint: 'This instance has it, and its effect is not reviewed: use it when no other tool fits.',
    paged: false,
  };
  return { resource, singular: resource, tags: [resource, UNREVIEWED], tools: [tool] };
}
