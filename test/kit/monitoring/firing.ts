/** Which alerts fire over a timeline, asked of Prometheus' own tool for testing rules. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alertsFile, readAlerts, selectionsOf } from './queries';
import { scrapeIntervalS, Timeline } from './timeline';

const wanted: ReadonlySet<string> = new Set(
  readAlerts()
    .map(({ alert, expr }) => ({ where: alert, expr }))
    .flatMap(selectionsOf)
    .map(({ metric }) => metric),
);

export const newTimeline = (): Timeline => new Timeline(wanted);

export interface Expectation {
  /** Those that fire at any time, and no others. */
  readonly fire: readonly string[];
  /** Others that may: what follows from the fault now and then. */
  readonly mayFire?: readonly string[];
  /** Those that fire still at the end. */
  readonly atTheEnd?: readonly string[];
}

/** @returns what is otherwise, in promtool's words; empty when all is as expected */
export async function differences(
  promtool: string,
  timeline: Timeline,
  { fire, mayFire = [], atTheEnd }: Expectation,
): Promise<string> {
  const end = `${timeline.lastsS}s`;
  const selector = `ALERTS{alertstate="firing", alertname!~"${mayFire.join('|')}"}`;
  const samples = (names: readonly string[]) =>
    names.map((name) => ({ labels: `{alertname=${JSON.stringify(name)}}`, value: 1 }));
  const questions = [
    { expr: `group by (alertname) (last_over_time(${selector}[${end}]))`, names: fire },
    ...(atTheEnd === undefined
      ? []
      : [{ expr: `group by (alertname) (${selector})`, names: atTheEnd }]),
  ];
  const suite = {
    rule_files: [alertsFile],
    evaluation_interval: `${scrapeIntervalS}s`,
    tests: [
      {
        interval: `${scrapeIntervalS}s`,
        input_series: timeline.inputSeries(),
        promql_expr_test: questions.map(({ expr, names }) => ({
          ...{ expr, eval_time: end },
          exp_samples: samples(names),
        })),
      },
    ],
  };
  return runSuite(promtool, suite);
}

async function runSuite(promtool: string, suite: object): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'alerts-'));
  // JSON is YAML too.
  const file = join(folder, 'suite.yaml');
  writeFileSync(file, JSON.stringify(suite));
  try {
    return await new Promise((resolve) => {
      execFile(promtool, ['test', 'rules', file], (error, stdout, stderr) => {
        resolve(error === null ? '' : `${stdout}${stderr}`);
      });
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
