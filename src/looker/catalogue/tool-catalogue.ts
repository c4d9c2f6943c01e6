import { withComposedOperations } from './composed-operations.js';
import { loadCatalogue } from './load-catalogue.js';
import type { CatalogueDocument, Operation } from './operation.js';
import type { Tool, ToolAnnotations, ToolCatalogue } from './tool.js';
import { toolDescription } from './tool-description.js';
import { toolName, toolTitle } from './tool-name.js';
import type { ResourceTools, ToolRow } from './tool-row.js';
import { toolShape } from './tool-schema.js';
import { agentTools } from './tools/agent-tools.js';
import { alertTools } from './tools/alert-tools.js';
import { artifactTools } from './tools/artifact-tools.js';
import { authenticationTools } from './tools/authentication-tools.js';
import { boardTools } from './tools/board-tools.js';
import { colorCollectionTools } from './tools/color-collection-tools.js';
import { connectionAccessTools } from './tools/connection-access-tools.js';
import { connectionMetadataTools } from './tools/connection-metadata-tools.js';
import { connectionTools } from './tools/connection-tools.js';
import { contentAccessTools } from './tools/content-access-tools.js';
import { contentActivityTools } from './tools/content-activity-tools.js';
import { contentTools } from './tools/content-tools.js';
import { conversationTools } from './tools/conversation-tools.js';
import { dashboardTileTools } from './tools/dashboard-tile-tools.js';
import { dashboardTools } from './tools/dashboard-tools.js';
import { derivedTableTools } from './tools/derived-table-tools.js';
import { embedTools } from './tools/embed-tools.js';
import { groupTools } from './tools/group-tools.js';
import { instanceTools } from './tools/instance-tools.js';
import { integrationTools } from './tools/integration-tools.js';
import { lookTools } from './tools/look-tools.js';
import { lookmlTestTools } from './tools/lookml-test-tools.js';
import { lookmlTools } from './tools/lookml-tools.js';
import { mailTools } from './tools/mail-tools.js';
import { oauthClientAppTools } from './tools/oauth-client-app-tools.js';
import { permissionTools } from './tools/permission-tools.js';
import { pictureTools } from './tools/picture-tools.js';
import { projectDeploymentTools } from './tools/project-deployment-tools.js';
import { projectFileTools } from './tools/project-file-tools.js';
import { projectGitTools } from './tools/project-git-tools.js';
import { projectTools } from './tools/project-tools.js';
import { queryTools } from './tools/query-tools.js';
import { renderTaskTools } from './tools/render-task-tools.js';
import { roleTools } from './tools/role-tools.js';
import { scheduledPlanTools } from './tools/scheduled-plan-tools.js';
import { singleSignOnTools } from './tools/single-sign-on-tools.js';
import { sqlQueryTools } from './tools/sql-query-tools.js';
import { themeTools } from './tools/theme-tools.js';
import { userAttributeTools } from './tools/user-attribute-tools.js';
import { userCredentialTools } from './tools/user-credential-tools.js';
import { userDirectoryCredentialTools } from './tools/user-directory-credential-tools.js';
import { userTools } from './tools/user-tools.js';
import { servedCatalogue } from './undocumented-operations.js';

/** The reviewed table: every operation that is a tool, with its effect. */
export const resourceTools: readonly ResourceTools[] = [
  ...agentTools,
  ...alertTools,
  ...artifactTools,
  ...authenticationTools,
  ...boardTools,
  ...colorCollectionTools,
  ...connectionAccessTools,
  ...connectionMetadataTools,
  ...connectionTools,
  ...contentAccessTools,
  ...contentActivityTools,
  ...contentTools,
  ...conversationTools,
  ...dashboardTileTools,
  ...dashboardTools,
  ...derivedTableTools,
  ...embedTools,
  ...groupTools,
  ...instanceTools,
  ...integrationTools,
  ...lookTools,
  ...lookmlTestTools,
  ...lookmlTools,
  ...mailTools,
  ...oauthClientAppTools,
  ...permissionTools,
  ...pictureTools,
  ...projectDeploymentTools,
  ...projectFileTools,
  ...projectGitTools,
  ...projectTools,
  ...queryTools,
  ...renderTaskTools,
  ...roleTools,
  ...scheduledPlanTools,
  ...singleSignOnTools,
  ...sqlQueryTools,
  ...themeTools,
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

/**
 * Derives the tools of a table from Looker's own catalogue and the undocumented operations. Throws when an operation is
 * missing or two tools share a name.
 */
export function buildToolCatalogue(documented: CatalogueDocument, table: readonly ResourceTools[]): ToolCatalogue {
  const catalogue = withComposedOperations(servedCatalogue(documented));
  const operations = new Map(catalogue.operations.map((operation) => [operation.id, operation]));
  const tools = table.flatMap((resource) =>
    resource.tools.map((row) => {
      const operation = operations.get(row.operation);
      if (!operation) throw new Error(`Looker ${catalogue.release} has no operation ${row.operation}.`);
      return toolOf(resource, row, operation, catalogue);
    }),
  );
  return catalogueOfTools(tools);
}

/** Puts tools in order. Throws when two share a name. */
export function catalogueOfTools(unsorted: readonly Tool[]): ToolCatalogue {
  const tools = [...unsorted].sort((left, right) => (left.name < right.name ? -1 : 1));
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
    annotations: annotationsOf(row, operation),
    operation,
    runner: row.runner ?? null,
    outputSchema: row.answer ?? null,
    answersRows: row.answersRows === true,
    isFirstStep: row.isFirstStep === true,
    needs: [operation.id, ...(row.needs ?? [])],
    ...toolShape(row, operation, catalogue),
  };
}

// A repeated POST repeats its effect; Looker's PATCH, PUT and DELETE lead to the same state again.
function annotationsOf({ effect, method, adds, openWorld }: ToolRow, { verb }: Operation): ToolAnnotations {
  if (effect === 'read') return { readOnlyHint: true, ...(openWorld && { openWorldHint: openWorld }) };
  const onlyAdds = effect === 'write' && (adds ?? method === 'create');
  return {
    destructiveHint: !onlyAdds,
    ...(verb !== 'POST' && { idempotentHint: true }),
    openWorldHint: openWorld ?? false,
  };
}
