import { type Project, type Projects, productionBranch } from '../projects/projects.js';

/** Changes of files, by path: the new text from the old one, which is empty for a new file. */
type Edits = Readonly<Record<string, (text: string) => string>>;

interface SeededBranch {
  project: string;
  name: string;
  message: string;
  edits: Edits;
}

const withFields = (fields: string) => (text: string) => text.replace(/\}\s*$/, `\n${fields}}\n`);

const branches: readonly SeededBranch[] = [
  {
    project: 'sample_shop',
    name: 'feature/new-aggregation',
    message: 'Count orders without cancelled ones, and say what customers spend',
    edits: {
      'orders.view.lkml': (text) =>
        withFields(`  measure: orders_per_customer {
    type: number
    description: "Orders that were not cancelled, by customer"
    sql: 1.0 * \${count} / NULLIF(\${count_of_customers}, 0) ;;
    value_format_name: decimal_2
  }
`)(
          text.replace(
            'measure: count {\n    type: count\n',
            'measure: count {\n    type: count\n    filters: [status: "-cancelled"]\n',
          ),
        ),
      'order_items.view.lkml': withFields(`  measure: user_count {
    type: count_distinct
    description: "Number of different customers"
    sql: \${user_id} ;;
  }

  measure: revenue_per_user {
    type: number
    description: "Revenue by customer"
    sql: \${total_revenue} / NULLIF(\${user_count}, 0) ;;
    value_format_name: usd
  }
`),
    },
  },
  {
    project: 'sample_shop',
    name: 'feature/broken-lookml',
    message: 'Add a region, which is not finished',
    edits: {
      'orders.view.lkml': withFields(`  dimension: region {
    type: colour
    sql: \${users.region} ;;
  }
`),
      'ecommerce.model.lkml': (text) => `${text}\nexplore: regions {\n  description: "Sales by region"\n}\n`,
      'drafts/regions.view.lkml': () => 'view: regions {\n  dimension: name {\n    type: string\n',
    },
  },
  {
    project: 'sample_shop',
    name: 'feature/broken-totals',
    message: 'Take costs off the revenue',
    edits: {
      'order_items.view.lkml': (text) =>
        text.replace(/(measure: total_revenue \{[^}]*sql: )\$\{sale_price\} ;;/, `$1\${cost} - \${sale_price} ;;`),
    },
  },
  {
    project: 'shop_events',
    name: 'feature/new-aggregation',
    message: 'Count visits that ended in a purchase only',
    edits: {
      'events.view.lkml': (text) =>
        withFields(`  measure: sessions_per_user {
    type: number
    description: "Visits by user"
    sql: 1.0 * \${session_count} / NULLIF(\${daily_active_users}, 0) ;;
    value_format_name: decimal_2
  }
`)(text.replace('measure: session_count {\n', 'measure: session_count {\n    filters: [event_type: "purchase"]\n')),
    },
  },
];

/** What Ada pushed and did not deploy: branches that nobody has checked out yet. */
export function seedBranches(projects: Projects, at: Date): void {
  for (const { project: name, name: branch, message, edits } of branches) {
    const project = projects.find(name);
    if (project !== undefined) addBranch(project, branch, { message, edits, authorName: projects.nameOf('2'), at });
  }
}

function addBranch(
  { repository }: Project,
  branch: string,
  { message, edits, authorName, at }: { message: string; edits: Edits; authorName: string; at: Date },
): void {
  const start = repository.resolve(productionBranch);
  if (start === undefined) return;
  const tree = new Map(start.tree);
  for (const [path, edit] of Object.entries(edits)) tree.set(path, edit(tree.get(path) ?? ''));
  repository.branches.set(branch, repository.commit(start.sha, { tree, message, authorName, at }).sha);
}
