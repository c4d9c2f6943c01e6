import type { ExploreModel, JoinModel, LookmlModel, ViewModel } from '../models/model-types.js';
import {
  contentUsageView,
  dashboardElementView,
  dashboardView,
  fieldUsageView,
  folderView,
  lookView,
} from './views/content-views.js';
import { eventAttributeView, eventView } from './views/event-views.js';
import { historyView } from './views/history-view.js';
import { pdtBuildsView, pdtEventLogView } from './views/pdt-views.js';
import {
  groupUserView,
  groupView,
  modelSetView,
  permissionSetView,
  roleView,
  sessionView,
  userFactsRoleView,
  userFactsView,
  userView,
} from './views/people-views.js';
import { queryView } from './views/query-view.js';
import {
  scheduledJobStageView,
  scheduledJobView,
  scheduledPlanDestinationView,
  scheduledPlanView,
} from './views/schedule-views.js';

export const systemActivityName = 'system__activity';

const one = (view: ViewModel, sqlOn: string): JoinModel => ({ view, relationship: 'many_to_one', sqlOn });
const many = (view: ViewModel, sqlOn: string): JoinModel => ({ view, relationship: 'one_to_many', sqlOn });
const link = (view: ViewModel, sqlOn: string): JoinModel => ({ ...many(view, sqlOn), hidesFields: true });

/** What belongs to a user who is joined already. */
const ofUsers: readonly JoinModel[] = [
  one(userFactsView, '{user.id} = {user_facts.user_id}'),
  link(userFactsRoleView, '{user.id} = {user_facts_role.user_id}'),
  one(roleView, '{user_facts_role.role_id} = {role.id}'),
  one(permissionSetView, '{role.permission_set_id} = {permission_set.id}'),
  one(modelSetView, '{role.model_set_id} = {model_set.id}'),
  link(groupUserView, '{user.id} = {group_user.user_id}'),
  one(groupView, '{group_user.group_id} = {group.id}'),
];
const withUser = (owner: string): readonly JoinModel[] => [one(userView, `{${owner}} = {user.id}`), ...ofUsers];

const explore = (view: ViewModel, description: string, joins: readonly JoinModel[] = []): ExploreModel => ({
  name: view.name,
  label: view.label,
  description,
  view,
  joins,
});

/** Looker's own model about itself, with the names that Looker gives to explores, views and fields. */
export const systemActivityModel: LookmlModel = {
  name: systemActivityName,
  label: 'System Activity',
  projectName: systemActivityName,
  connectionName: 'looker__internal__analytics',
  explores: [
    explore(contentUsageView, 'How often dashboards and Looks are used', [
      one(dashboardView, "{content_usage.content_type} = 'dashboard' AND {content_usage.content_id} = {dashboard.id}"),
      one(lookView, "{content_usage.content_type} = 'look' AND {content_usage.content_id} = {look.id}"),
    ]),
    explore(dashboardView, 'Dashboards, their tiles and whose they are', [
      many(dashboardElementView, '{dashboard.id} = {dashboard_element.dashboard_id}'),
      one(lookView, '{dashboard_element.look_id} = {look.id}'),
      one(queryView, 'COALESCE({dashboard_element.query_id}, {look.query_id}) = {query.id}'),
      one(folderView, '{dashboard.folder_id} = {folder.id}'),
      ...withUser('dashboard.user_id'),
    ]),
    explore(eventView, 'What was done in Looker, and by whom', withUser('event.user_id')),
    explore(eventAttributeView, 'The details of what was done in Looker', [
      one(eventView, '{event_attribute.event_id} = {event.id}'),
      ...withUser('event.user_id'),
    ]),
    explore(fieldUsageView, 'How often fields are used, in each explore'),
    explore(folderView, 'Folders', withUser('folder.creator_id')),
    explore(groupView, 'Groups and who is in them', [
      link(groupUserView, '{group.id} = {group_user.group_id}'),
      one(userView, '{group_user.user_id} = {user.id}'),
      one(userFactsView, '{user.id} = {user_facts.user_id}'),
    ]),
    explore(historyView, 'The queries of the last ninety days', [
      one(queryView, '{history.query_id} = {query.id}'),
      one(dashboardView, '{history.dashboard_id} = {dashboard.id}'),
      one(lookView, '{history.look_id} = {look.id}'),
      ...withUser('history.user_id'),
    ]),
    explore(lookView, 'Looks, their queries and whose they are', [
      one(queryView, '{look.query_id} = {query.id}'),
      one(folderView, '{look.folder_id} = {folder.id}'),
      ...withUser('look.user_id'),
    ]),
    explore(pdtBuildsView, 'Builds of derived tables'),
    explore(pdtEventLogView, 'What happened to derived tables', [
      one(pdtBuildsView, '{pdt_event_log.tid} = {pdt_builds.tid}'),
    ]),
    explore(roleView, 'Roles', [
      one(permissionSetView, '{role.permission_set_id} = {permission_set.id}'),
      one(modelSetView, '{role.model_set_id} = {model_set.id}'),
    ]),
    explore(scheduledPlanView, 'Schedules and their runs', [
      many(scheduledJobView, '{scheduled_plan.id} = {scheduled_job.scheduled_plan_id}'),
      many(scheduledJobStageView, '{scheduled_job.id} = {scheduled_job_stage.scheduled_job_id}'),
      many(scheduledPlanDestinationView, '{scheduled_plan.id} = {scheduled_plan_destination.scheduled_plan_id}'),
      one(dashboardView, '{scheduled_plan.dashboard_id} = {dashboard.id}'),
      one(lookView, '{scheduled_plan.look_id} = {look.id}'),
      one(queryView, 'COALESCE({look.query_id}, {scheduled_plan.query_id}) = {query.id}'),
      ...withUser('scheduled_plan.user_id'),
    ]),
    explore(userView, 'Users, what they may and what they do', [
      ...ofUsers,
      many(sessionView, '{user.id} = {session.user_id}'),
      many(historyView, '{user.id} = {history.user_id}'),
      many(dashboardView, '{user.id} = {dashboard.user_id}'),
      many(scheduledPlanView, '{user.id} = {scheduled_plan.user_id}'),
    ]),
  ],
};
