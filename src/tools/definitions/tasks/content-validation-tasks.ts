import type { JsonRecord } from '../../../values/is-record.js';
import { type TaskTool, writtenTask } from '../../catalogue/task-tool.js';
import type { ToolCall } from '../../catalogue/tool.js';
import { recordIn } from '../../dashboards/known-dashboard.js';
import { listResult, recordsOf } from '../../run/list-answer.js';
import { linkTo } from '../../run/looker-links.js';
import { valueResult } from '../../run/tool-answer.js';

/** Where something is broken, and what (Looker `ContentValidatorError`). */
function brokenContent(call: ToolCall, entry: JsonRecord): JsonRecord {
  const [look, dashboard] = [entry.look, entry.dashboard].map(recordIn);
  const [tile, filter, plan, alert] = ['dashboard_element', 'dashboard_filter', 'scheduled_plan', 'alert'].map((name) =>
    recordIn(entry[name]),
  );
  const lookml = recordIn(entry.lookml_dashboard);
  const of = look?.id !== undefined ? look : dashboard?.id !== undefined ? dashboard : lookml;
  const record = look?.id !== undefined ? 'look' : 'dashboard';
  const parts = {
    tile: tile?.id !== undefined ? (tile.title ?? tile.id) : recordIn(entry.lookml_dashboard_element).title,
    filter: filter?.title ?? filter?.name,
    schedule: plan?.name,
    alert: alert?.custom_title ?? alert?.id,
  };
  return {
    ...(of.id !== undefined && { [record]: of.title, id: of.id, url: linkTo(call, record, String(of.id)) }),
    ...Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined && value !== null)),
    errors: recordsOf(entry.errors).map(({ message }) => message),
  };
}

export const contentValidationTasks: readonly TaskTool[] = [
  writtenTask({
    name: 'validate_content',
    effect: 'read',
    about: 'Finds Looks, tiles and dashboard filters that name models, explores or fields which are not there.',
    hint: 'It may take minutes.',
    arguments: {
      project_id: { type: 'string', description: 'Only content of its models.' },
      folder_id: { type: 'string', description: 'Only content in it.' },
    },
    needs: ['content_validation'],
    paged: true,
    run: async (call, args) => {
      const { project_id: project, folder_id: folder } = args;
      const query = {
        ...(project !== undefined && { project_names: project }),
        ...(folder !== undefined && { space_ids: folder }),
      };
      const { body } = await call.send({
        verb: 'GET',
        path: '/content_validation',
        query,
        answerWithinMs: call.limits.timeMs,
      });
      const found = recordIn(body);
      const broken = recordsOf(found.content_with_errors).map((entry) => brokenContent(call, entry));
      if (broken.length > 0) return listResult(call, args, broken);
      const counted = [
        `${found.total_looks_validated ?? 0} Looks`,
        `${found.total_dashboard_elements_validated ?? 0} tiles`,
        `${found.total_dashboard_filters_validated ?? 0} dashboard filters`,
      ];
      return valueResult({ result: [], next_cursor: null, note: `Nothing is broken: ${counted.join(', ')}.` }, 0);
    },
  }),
];
