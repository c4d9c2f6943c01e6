import { agentTools } from '../definitions/assistants/agent-tools.js';
import { conversationTools } from '../definitions/assistants/conversation-tools.js';
import { artifactTools } from '../definitions/content/artifact-tools.js';
import { boardTools } from '../definitions/content/board-tools.js';
import { colorCollectionTools } from '../definitions/content/color-collection-tools.js';
import { contentAccessTools } from '../definitions/content/content-access-tools.js';
import { contentActivityTools } from '../definitions/content/content-activity-tools.js';
import { contentTools } from '../definitions/content/content-tools.js';
import { dashboardTileTools } from '../definitions/content/dashboard-tile-tools.js';
import { dashboardTools } from '../definitions/content/dashboard-tools.js';
import { lookTools } from '../definitions/content/look-tools.js';
import { pictureTools } from '../definitions/content/picture-tools.js';
import { renderTaskTools } from '../definitions/content/render-task-tools.js';
import { themeTools } from '../definitions/content/theme-tools.js';
import { connectionMetadataTools } from '../definitions/data/connection-metadata-tools.js';
import { derivedTableTools } from '../definitions/data/derived-table-tools.js';
import { lookmlTools } from '../definitions/data/lookml-tools.js';
import { queryTools } from '../definitions/data/query-tools.js';
import { sqlQueryTools } from '../definitions/data/sql-query-tools.js';
import { alertTools } from '../definitions/delivery/alert-tools.js';
import { integrationTools } from '../definitions/delivery/integration-tools.js';
import { mailTools } from '../definitions/delivery/mail-tools.js';
import { scheduledPlanTools } from '../definitions/delivery/scheduled-plan-tools.js';
import { authenticationTools } from '../definitions/instance/authentication-tools.js';
import { connectionAccessTools } from '../definitions/instance/connection-access-tools.js';
import { connectionTools } from '../definitions/instance/connection-tools.js';
import { embedTools } from '../definitions/instance/embed-tools.js';
import { instanceTools } from '../definitions/instance/instance-tools.js';
import { oauthClientAppTools } from '../definitions/instance/oauth-client-app-tools.js';
import { singleSignOnTools } from '../definitions/instance/single-sign-on-tools.js';
import { groupTools } from '../definitions/people/group-tools.js';
import { permissionTools } from '../definitions/people/permission-tools.js';
import { roleTools } from '../definitions/people/role-tools.js';
import { userAttributeTools } from '../definitions/people/user-attribute-tools.js';
import { userCredentialTools } from '../definitions/people/user-credential-tools.js';
import { userDirectoryCredentialTools } from '../definitions/people/user-directory-credential-tools.js';
import { userTools } from '../definitions/people/user-tools.js';
import { lookmlTestTools } from '../definitions/projects/lookml-test-tools.js';
import { projectDeploymentTools } from '../definitions/projects/project-deployment-tools.js';
import { projectFileTools } from '../definitions/projects/project-file-tools.js';
import { projectGitTools } from '../definitions/projects/project-git-tools.js';
import { projectTools } from '../definitions/projects/project-tools.js';
import { toolShape } from '../schema/tool-schema.js';
import { withComposedOperations } from './composed-operations.js';
import { loadCatalogue } from './load-catalogue.js';
import type { CatalogueDocument, Operation } from './operation.js';
import type { Tool, ToolAnnotations, ToolCatalogue } from './tool.js';
import { toolDescription } from './tool-description.js';
import { toolName, toolTitle } from './tool-name.js';
import type { ResourceTools, ToolRow } from './tool-row.js';
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
