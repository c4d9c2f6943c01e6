import { agentTools } from '../definitions/assistants/agent-tools.js';
import { conversationTools } from '../definitions/assistants/conversation-tools.js';
import { artifactTools } from '../definitions/content/artifact-tools.js';
import { boardTools } from '../definitions/content/board-tools.js';
import { contentAccessTools } from '../definitions/content/content-access-tools.js';
import { contentActivityTools } from '../definitions/content/content-activity-tools.js';
import { contentTools } from '../definitions/content/content-tools.js';
import { dashboardTileTools } from '../definitions/content/dashboard-tile-tools.js';
import { dashboardTools } from '../definitions/content/dashboard-tools.js';
import { lookTools } from '../definitions/content/look-tools.js';
import { pictureTools } from '../definitions/content/picture-tools.js';
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
import { roleTools } from '../definitions/people/role-tools.js';
import { userAttributeTools } from '../definitions/people/user-attribute-tools.js';
import { userCredentialTools } from '../definitions/people/user-credential-tools.js';
import { userDirectoryCredentialTools } from '../definitions/people/user-directory-credential-tools.js';
import { userTools } from '../definitions/people/user-tools.js';
import { lookmlTestTools } from '../definitions/projects/lookml-test-tools.js';
import { projectDeploymentTools } from '../definitions/projects/project-deployment-tools.js';
import { projectGitTools } from '../definitions/projects/project-git-tools.js';
import { projectTools } from '../definitions/projects/project-tools.js';
import { adminTasks } from '../definitions/tasks/admin-tasks.js';
import { auditTasks } from '../definitions/tasks/audit-tasks.js';
import { boardTasks } from '../definitions/tasks/board-tasks.js';
import { connectionTasks } from '../definitions/tasks/connection-tasks.js';
import { contentTasks } from '../definitions/tasks/content-tasks.js';
import { conversationalTasks } from '../definitions/tasks/conversational-tasks.js';
import { credentialsTasks } from '../definitions/tasks/credentials-tasks.js';
import { exploreTasks } from '../definitions/tasks/explore-tasks.js';
import { folderTasks } from '../definitions/tasks/folder-tasks.js';
import { gitTasks } from '../definitions/tasks/git-tasks.js';
import { healthTasks } from '../definitions/tasks/health-tasks.js';
import { identityTasks } from '../definitions/tasks/identity-tasks.js';
import { modelingTasks } from '../definitions/tasks/modeling-tasks.js';
import { queryTasks } from '../definitions/tasks/query-tasks.js';
import { renderTasks } from '../definitions/tasks/render-tasks.js';
import { schemaTasks } from '../definitions/tasks/schema-tasks.js';
import { userAttributesTasks } from '../definitions/tasks/user-attributes-tasks.js';
import { workflowsTasks } from '../definitions/tasks/workflows-tasks.js';
import { toolShape } from '../schema/tool-schema.js';
import { loadCatalogue } from './load-catalogue.js';
import type { CatalogueDocument, Operation } from './operation.js';
import { withTextIds } from './request.js';
import type { Tool, ToolAnnotations, ToolCatalogue, ToolRun } from './tool.js';
import { effectOf, type ResourceTools, type ToolDefinition } from './tool-definition.js';
import { toolName, toolTitle } from './tool-name.js';
import { servedCatalogue } from './undocumented-operations.js';

/** All definitions, each read by a person. A file of tools that is added is named here. */
export const resourceTools: readonly ResourceTools[] = [
  ...agentTools,
  ...alertTools,
  ...artifactTools,
  ...authenticationTools,
  ...boardTools,
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
  ...pictureTools,
  ...projectDeploymentTools,
  ...projectGitTools,
  ...projectTools,
  ...queryTools,
  ...roleTools,
  ...scheduledPlanTools,
  ...singleSignOnTools,
  ...sqlQueryTools,
  ...themeTools,
  ...userAttributeTools,
  ...userCredentialTools,
  ...userDirectoryCredentialTools,
  ...userTools,
  adminTasks,
  auditTasks,
  boardTasks,
  connectionTasks,
  contentTasks,
  conversationalTasks,
  credentialsTasks,
  exploreTasks,
  folderTasks,
  gitTasks,
  healthTasks,
  identityTasks,
  modelingTasks,
  queryTasks,
  renderTasks,
  schemaTasks,
  userAttributesTasks,
  workflowsTasks,
];

let built: ToolCatalogue | undefined;

/** All tools, built on the first call. Throws when the generated catalogue is missing or lacks an operation that a definition names. */
export function toolCatalogue(): ToolCatalogue {
  built ??= buildToolCatalogue(loadCatalogue(), resourceTools);
  return built;
}

/**
 * Builds tools of their definitions, Looker's own catalogue and the undocumented operations. Throws when an operation is
 * missing or two tools share a name.
 */
export function buildToolCatalogue(documented: CatalogueDocument, groups: readonly ResourceTools[]): ToolCatalogue {
  const { operations, schemas, release } = servedCatalogue(documented);
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  const tools = groups.flatMap((group) =>
    group.tools.map((definition) => {
      const { operation: id } = definition;
      const operation = id === undefined ? null : byId.get(id);
      if (operation === undefined) throw new Error(`Looker ${release} has no operation ${id}.`);
      return toolOf(group, definition, operation, schemas);
    }),
  );
  return catalogueOfTools(tools);
}

/** Puts tools in order. Throws when two share a name. */
export function catalogueOfTools(unsorted: readonly Tool[]): ToolCatalogue {
  const tools = [...unsorted].sort((left, right) => (left.name < right.name ? -1 : 1));
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const others = tools.flatMap(({ name, alsoNamed }) => alsoNamed.map((other) => [other, name] as const));
  const byOtherName = new Map(others);
  if (byName.size !== tools.length || byOtherName.size !== others.length || others.some(([other]) => byName.has(other)))
    throw new Error('Two tools of the catalogue share a name.');
  return { tools, byName, byOtherName };
}

function toolOf(
  group: ResourceTools,
  definition: ToolDefinition,
  operation: Operation | null,
  schemas: CatalogueDocument['schemas'],
): Tool {
  const { method, hidden, tags = [] } = definition;
  return {
    toolset: group.toolset ?? 'api',
    workspace: definition.workspace ?? null,
    mayActAs: definition.mayActAs === true,
    alsoNamed: definition.alsoNamed ?? [],
    otherNames: definition.otherNames ?? {},
    name: definition.name ?? toolName(group, method),
    title: definition.title ?? toolTitle(group, method),
    description: descriptionOf(definition),
    resource: group.resource,
    method,
    tags: [...new Set([...(group.tags ?? [group.resource]), ...tags, ...(hidden ? [hidden] : [])])],
    effect: effectOf(definition),
    hidden: hidden ?? null,
    annotations: annotationsOf(definition, operation?.verb ?? 'POST'),
    operation,
    run: runOf(definition),
    outputSchema: definition.answer ?? null,
    answersRows: definition.answersRows === true,
    isFirstStep: definition.isFirstStep === true,
    needs: [...(operation ? [operation.id] : []), ...(definition.needs ?? [])],
    ...toolShape(definition, operation, schemas),
  };
}

/** What a tool does, when to use it, and of which arguments one is needed. Clients cut it at about 2000 bytes. */
function descriptionOf({ about, hint = '', requiredGroups = [] }: ToolDefinition): string {
  const groups = requiredGroups.map((group) => `Needs one of: ${group.join(', ')}.`);
  return [about, hint, ...groups].filter((part) => part !== '').join(' ');
}

function runOf(definition: ToolDefinition): ToolRun {
  if (definition.operation === undefined) return (call, args) => definition.run(call, withTextIds(args));
  return definition.run ?? ((call, args) => call.runOperation(args));
}

// A repeated POST repeats its effect; Looker's PATCH, PUT and DELETE lead to the same state again.
function annotationsOf(definition: ToolDefinition, verb: Operation['verb']): ToolAnnotations {
  const { method, adds, openWorld } = definition;
  const effect = effectOf(definition);
  if (effect === 'read') return { readOnlyHint: true, ...(openWorld === true && { openWorldHint: true }) };
  const onlyAdds = effect === 'write' && (adds ?? method === 'create');
  return {
    destructiveHint: !onlyAdds,
    ...(verb !== 'POST' && { idempotentHint: true }),
    ...(openWorld !== 'depends' && { openWorldHint: openWorld ?? false }),
  };
}
