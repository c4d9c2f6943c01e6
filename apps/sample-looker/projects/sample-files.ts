import { viewsOf } from '../models/fields.js';
import type { LookmlModel, ViewModel } from '../models/model-types.js';
import { fileOf } from '../models/view-file.js';
import { modelText, viewText } from './lookml-text.js';
import { manifestPath } from './manifest.js';
import type { Tree } from './repository.js';

const aboutShop = 'Orders, products and customers of the sample shop.';
const aboutViews = 'Views that other projects import.';
const shopSettings = `
localization_settings: {
  default_locale: en
  localization_level: permissive
}

remote_dependency: shop_blocks {
  url: "https://git.example.com/acme/shop-blocks.git"
  ref: "v1.4.0"
}
`;
const testsPath = 'data_tests.lkml';
const factsPath = 'customer_facts.view.lkml';
const facts = `view: customer_facts {
  derived_table: {
    sql: SELECT orders.user_id, COUNT(*) AS order_count, MAX(orders.created_at) AS latest_order_at
      FROM \${orders.SQL_TABLE_NAME} AS orders
      GROUP BY 1 ;;
    datagroup_trigger: daily
  }

  dimension: user_id {
    primary_key: yes
    type: number
    description: "Whose orders"
  }

  dimension: order_count {
    type: number
    description: "How many orders the customer placed"
  }

  measure: average_order_count {
    type: average
    description: "Orders by customer"
    sql: \${order_count} ;;
    value_format_name: decimal_2
  }
}
`;
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

/** The projects of these models, and those that views of theirs come from. */
export function sampleProjectNames(models: readonly LookmlModel[]): Set<string> {
  return new Set([
    ...models.map((model) => model.projectName),
    ...models.flatMap((model) => viewsOfModel(model).map((view) => fileOf(view, model).projectName)),
  ]);
}

/** The files of a project that describe its models, and its views in any model, as LookML. */
export function sampleFiles(projectName: string, models: readonly LookmlModel[]): Tree {
  const own = models.filter((model) => model.projectName === projectName);
  const files = models.flatMap((model) => viewsOfModel(model).map((view) => ({ view, ...fileOf(view, model) })));
  const imported = own.flatMap((model) => viewsOfModel(model).map((view) => fileOf(view, model).projectName));
  const dependencies = [...new Set(imported)].filter((name) => name !== projectName);
  // A derived table that no explore shows, and the data tests, are about the first model.
  const modelFiles = own.map((model, index) => [
    `${model.name}.model.lkml`,
    modelText(model, index === 0 ? [factsPath, testsPath] : []),
  ]);
  return new Map([
    ['README.md', `# ${projectName}\n\n${own.length > 0 ? aboutShop : aboutViews}\n`],
    [manifestPath, manifestText(projectName, dependencies, own.length > 0)],
    ...modelFiles.map(([path = '', text = '']) => [path, text] as const),
    ...files
      .filter((file) => file.projectName === projectName)
      .map(({ view, path }) => [path, viewText(view)] as const),
    ...(own.length > 0
      ? ([
          [factsPath, facts],
          [testsPath, dataTests],
        ] as const)
      : []),
  ]);
}

function viewsOfModel(model: LookmlModel): ViewModel[] {
  return model.explores.flatMap(viewsOf);
}

function manifestText(projectName: string, dependencies: readonly string[], isShop: boolean): string {
  const local = dependencies.map((name) => `\nlocal_dependency: {\n  project: "${name}"\n}\n`);
  return `project_name: "${projectName}"
${isShop ? shopSettings : ''}${local.join('')}`;
}
