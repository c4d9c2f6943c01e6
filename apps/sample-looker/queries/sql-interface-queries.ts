import { createHash } from 'node:crypto';
import { type Api, param } from '../api.js';
import type { Instance } from '../instance.js';
import { badRequest } from '../looker-errors.js';
import { viewsOf } from '../models/fields.js';
import { acceptBody } from '../records/accept-body.js';
import { toValue } from './results/result-set.js';
import { runSql } from './sql-queries.js';

/** SELECTs on the shop's tables, kept once each and answered in Looker's `JsonBi`. */
export function registerSqlInterfaceQueryRoutes(api: Api, instance: Instance): void {
  const { sqlInterfaceQueries } = instance.content;
  api.post('/sql_interface_queries', (call) => {
    const { sql } = acceptBody(call, 'POST', '/sql_interface_queries');
    const query = sqlInterfaceQueries.where('sql', sql)[0] ?? sqlInterfaceQueries.add({ sql });
    return { id: Number(query.id), signature: createHash('sha256').update(String(sql)).digest('hex') };
  });
  api.get('/sql_interface_queries/:query_id/run/:result_format', (call) => {
    if (param(call, 'result_format') !== 'json_bi') throw badRequest('Only json_bi is available for these queries.');
    const { sql } = sqlInterfaceQueries.get(param(call, 'query_id'));
    const table = runSql(instance, String(sql));
    return {
      metadata: {
        ...{ big_query_metadata: null, pivots: [], has_subtotals: false, has_totals: false, filters: {} },
        fields: { dimensions: table.columns.map(describeColumn), measures: [], pivots: [], table_calculations: [] },
        columns_truncated: 'no',
        filter_expression: null,
        sql,
      },
      rows: table.rows.map((row) =>
        Object.fromEntries(table.columns.map((name, index) => [name, { value: toValue(row[index]) }])),
      ),
    };
  });
  api.get('/sql_interface_queries/metadata', () => {
    const explores = instance.models.flatMap((model) => model.explores.map((explore) => ({ model, explore })));
    const tables = explores.map(({ model, explore }) => ({
      tableSchem: model.name,
      tableName: explore.name,
      views: viewsOf(explore).map((view) => view.name),
    }));
    return { results: JSON.stringify({ response: 'resultSet', tables }) };
  });
}

function describeColumn(name: string) {
  return {
    ...{ name, label: name, category: 'dimension', type: 'string', hidden: false, sql: null, view: '', view_label: '' },
    ...{ dimension_group: null, field_group_label: null, field_group_variant: name, description: null },
  };
}
