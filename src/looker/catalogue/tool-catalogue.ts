import { loadCatalogue } from './load-catalogue.js';
import type { CatalogueDocument, Operation } from './operation.js';
import type { Tool, ToolAnnotations, ToolCatalogue } from './tool.js';
import { toolDescription } from './tool-description.js';
import { toolName, toolTitle } from './tool-name.js';
import type { ResourceTools, ToolRow } from './tool-row.js';
import { toolShape } from './tool-schema.js';
import { alertTools } from './tools/alert-tools.js';
import { authenticationTools } from './tools/authentication-tools.js';
import { boardTools } from './tools/board-tools.js';
import { contentTools } from './tools/content-tools.js';
import { dashboardTileTools } from './tools/dashboard-tile-tools.js';
import { dashboardTools } from './tools/dashboard-tools.js';
import { embedTools } from './tools/embed-tools.js';
import { groupTools } from './tools/group-tools.js';
import { lookTools } from './tools/look-tools.js';
import { lookmlTools } from './tools/lookml-tools.js';
import { oauthClientAppTools } from './tools/oauth-client-app-tools.js';
import { permissionTools } from './tools/permission-tools.js';
import { queryTools } from './tools/query-tools.js';
import { roleTools } from './tools/role-tools.js';
import { scheduledPlanTools } from './tools/scheduled-plan-tools.js';
import { singleSignOnTools } from './tools/single-sign-on-tools.js';
import { userAttributeTools } from './tools/user-attribute-tools.js';
import { userCredentialTools } from './tools/user-credential-tools.js';
import { userDirectoryCredentialTools } from './tools/user-directory-credential-tools.js';
import { userTools } from './tools/user-tools.js';

/** The reviewed table: every operation that is a tool, with its effect. */
export const resourceTools: readonly ResourceTools[] = [
  ...alertTools,
  ...authenticationTools,
  ...boardTools,
  ...contentTools,
  ...dashboardTileTools,
  ...dashboardTools,
  ...embedTools,
  ...groupTools,
  ...lookTools,
  ...lookmlTools,
  ...oauthClientAppTools,
  ...permissionTools,
  ...queryTools,
  ...roleTools,
  ...scheduledPlanTools,
  ...singleSignOnTools,
  ...userAttributeTools,
  ...userCredentialTools,
  ...userDirectoryCredentialTools,
  ...userTools,
];

let built: ToolCatalogue | undefined;

/** All tools, built on the first call. Throws when the generated catalogue is missing or lacks an operation of the table. */
export function toolCatalogue(): ToolCatalogue {
  built ??= buildToolCatalogue(loadCatalogue(), resourceTools);
  return built;
}

/** Derives the tools of a table from a catalogue. Throws when an operation is missing or two tools share a name. */
export function buildToolCatalogue(catalogue: CatalogueDocument, table: readonly ResourceTools[]): ToolCatalogue {
  const operations = new Map(catalogue.operations.map((operation) => [operation.id, operation]));
  const tools = table.flatMap((resource) =>
    resource.tools.map((row) => {
      const operation = operations.get(row.operation);
      if (!operation) throw new Error(`Looker ${catalogue.release} has no operation ${row.operation}.`);
      return toolOf(resource, row, operation, catalogue);
    }),
  );
  tools.sort((left, right) => (left.name < right.name ? -1 : 1));
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  if (byName.size !== tools.length) throw new Error('Two tools of the catalogue share a name.');
  return { tools, byName };
}

function toolOf(resource: ResourceTools, row: ToolRow, operation: Operation, catalogue: CatalogueDocument): Tool {
  const title = row.title ?? toolTitle(resource, row.method);
  return {
    name: toolName(resource, row.method),
    title,
    description: toolDescription(row),
    resource: resource.resource,
    method: row.method,
    tags: [...new Set([...resource.tags, ...(row.tags ?? []), ...(row.hidden ? [row.hidden] : [])])],
    effect: row.effect,
    hidden: row.hidden ?? null,
    annotations: annotationsOf(title, row, operation),
    operation,
    ...toolShape(row, operation, catalogue),
  };
}

// A repeated POST repeats its effect; Looker's PATCH, PUT and DELETE lead to the same state again.
function annotationsOf(title: string, row: ToolRow, operation: Operation): ToolAnnotations {
  return {
    title,
    readOnlyHint: row.effect === 'read',
    destructiveHint: row.effect === 'destructive',
    idempotentHint: row.effect === 'read' || operation.verb !== 'POST',
    openWorldHint: true,
  };
}
