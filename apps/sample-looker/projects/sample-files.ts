import { viewsOf } from '../models/fields.js';
import type { LookmlModel } from '../models/model-types.js';
import { modelText, viewText } from './lookml-text.js';
import type { Tree } from './repository.js';

const testsPath = 'data_tests.lkml';
const dataTests = `test: order_ids_are_unique {
  explore_source: orders {
    column: id { field: orders.id }
    column: count { field: orders.count }
    sorts: [orders.count: desc]
    limit: 1
  }
  assert: one_row_for_each_order {
    expression: \${orders.count} = 1 ;;
  }
}

test: revenue_is_positive {
  explore_source: order_items {
    column: category { field: products.category }
    column: total_revenue { field: order_items.total_revenue }
    filters: [order_items.created_date: "90 days"]
  }
  assert: revenue_is_not_null {
    expression: NOT is_null(\${order_items.total_revenue}) ;;
  }
  assert: revenue_is_above_zero {
    expression: \${order_items.total_revenue} > 0 ;;
  }
}
`;

/** The files that describe the models of a project, as LookML. */
export function sampleFiles(projectName: string, models: readonly LookmlModel[]): Tree {
  const own = models.filter((model) => model.projectName === projectName);
  const views = own.flatMap((model) => model.explores.flatMap(viewsOf));
  // The data tests are about explores of the first model.
  const modelFiles = own.map((model, index) => [
    `${model.name}.model.lkml`,
    modelText(model, index === 0 ? [testsPath] : []),
  ]);
  return new Map([
    ['README.md', `# ${projectName}\n\nOrders, products and customers of the sample shop.\n`],
    ['manifest.lkml', manifestText(projectName)],
    ...modelFiles.map(([path = '', text = '']) => [path, text] as const),
    ...views.map((view) => [`${view.name}.view.lkml`, viewText(view)] as const),
    [testsPath, dataTests],
  ]);
}

function manifestText(projectName: string): string {
  return `project_name: "${projectName}"

localization_settings: {
  default_locale: en
  localization_level: permissive
}

remote_dependency: shop_blocks {
  url: "https://git.example.com/acme/shop-blocks.git"
  ref: "v1.4.0"
}
`;
}
