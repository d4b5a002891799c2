/** What the rules and dashboards of k8s/monitoring ask Prometheus for. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { z } from 'zod';
import { projectRoot } from '../stack/scripts';

type Tree = ReturnType<typeof parser.parse>;
type SyntaxNode = Tree['topNode'];

export const monitoringFolder = join(projectRoot, 'k8s/monitoring');
export const alertsFile = join(monitoringFolder, 'alerts.yaml');

const ruleSchema = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
  annotations: z.strictObject({
    summary: z.string(),
    description: z.string(),
    runbook: z.string(),
  }),
});
export type AlertRule = z.output<typeof ruleSchema>;

const rulesSchema = z.object({
  groups: z.array(z.strictObject({ name: z.string(), rules: z.array(ruleSchema) })),
});

export function readAlerts(): readonly AlertRule[] {
  const { groups } = rulesSchema.parse(parse(readFileSync(alertsFile, 'utf8')));
  return groups.flatMap(({ rules }) => rules);
}

export interface Query {
  /** Where it stands, for people. */
  readonly where: string;
  readonly expr: string;
}

const dashboardSchema = z.object({
  uid: z.string(),
  title: z.string(),
  templating: z.object({
    list: z.array(z.object({ name: z.string(), query: z.string().optional() })),
  }),
  panels: z.array(
    z.object({
      title: z.string(),
      targets: z.array(z.object({ expr: z.string() })).default([]),
    }),
  ),
});

export function readDashboards() {
  const folder = join(monitoringFolder, 'dashboards');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({
      name,
      ...dashboardSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))),
    }));
}

/** Grafana's own variables stand for durations and names, which the grammar wants to see. */
const withoutVariables = (expr: string): string =>
  expr.replaceAll(/\$__(?:rate_)?interval/g, '5m').replaceAll(/\$\w+/g, '.*');

export function queriesOfDashboards(): readonly Query[] {
  return readDashboards().flatMap(({ name, panels, templating }) => [
    ...panels.flatMap(({ title, targets }) =>
      targets.map(({ expr }) => ({ where: `${name}, ${title}`, expr: withoutVariables(expr) })),
    ),
    ...templating.list.flatMap(({ query }) => {
      // label_values(<metric>, <label>)
      const [, metric, label] = /^label_values\((\w+), (\w+)\)$/.exec(query ?? '') ?? [];
      return metric === undefined
        ? []
        : [{ where: `${name}, its variables`, expr: `sum by (${label}) (${metric})` }];
    }),
  ]);
}

export interface Selection {
  readonly metric: string;
  /** Those of its matchers, and those that it is grouped by. */
  readonly labels: readonly string[];
}

/** Each metric that an expression names, with the labels that it must have. @throws Error when it is no PromQL */
export function selectionsOf({ where, expr }: Query): readonly Selection[] {
  const tree = parser.parse(expr);
  requirePromQl(tree, expr, where);
  const selections: Selection[] = [];
  tree.iterate({
    enter: ({ node }) => {
      if (node.name !== 'VectorSelector') return;
      const name = node.getChild('Identifier');
      if (name === null) throw new Error(`${where}: a selector without a name in ${expr}`);
      const labels = [...matchedLabels(node, expr), ...groupings(node, expr)];
      selections.push({ metric: textOf(name, expr), labels: [...new Set(labels)] });
    },
  });
  return selections;
}

const textOf = (node: SyntaxNode, expr: string): string => expr.slice(node.from, node.to);

function requirePromQl(tree: Tree, expr: string, where: string): void {
  tree.iterate({
    enter: ({ type, from }) => {
      if (type.isError) throw new Error(`${where}: no PromQL at ${from} of ${expr}`);
    },
  });
}

function matchedLabels(selector: SyntaxNode, expr: string): string[] {
  const labels: string[] = [];
  selector.cursor().iterate((node) => {
    if (node.name === 'LabelName') labels.push(textOf(node.node, expr));
    return node.from < selector.to;
  });
  return labels;
}

/** `by (...)` of each aggregation that it stands in, up to the first: what that leaves is all that is left. */
function groupings(selector: SyntaxNode, expr: string): string[] {
  let inner = selector;
  for (let node = selector.parent; node !== null; node = node.parent) {
    if (isConditionIn(node, inner)) return [];
    inner = node;
    if (node.name !== 'AggregateExpr') continue;
    const by = node.getChild('AggregateModifier');
    if (by === null || !textOf(by, expr).startsWith('by')) return [];
    const labels = by.getChild('GroupingLabels')?.getChildren('LabelName') ?? [];
    return labels.map((label) => textOf(label, expr));
  }
  return [];
}

/** `... and this`, `... unless this`: whether there is one decides, and nothing of it goes on. */
function isConditionIn(node: SyntaxNode, operand: SyntaxNode): boolean {
  const decides = node.getChild('And') ?? node.getChild('Unless');
  return node.name === 'BinaryExpr' && decides !== null && operand.from > decides.to;
}
