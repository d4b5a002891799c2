import { percentile, type Run } from './closed-loop';
import type { Reading } from './side';

/** What one build has used and how fast it was. */
export interface SideReport {
  readonly name: string;
  readonly count: number;
  /** Of each role and the broker, for all payments together. */
  readonly cpuMs: ReadonlyMap<string, number>;
  readonly from: Reading;
  readonly to: Reading;
  readonly loaded: Run;
  readonly single?: Run;
  readonly memoryAfter?: ReadonlyMap<number, ReadonlyMap<string, number>>;
}

type Row = (report: SideReport) => number | undefined;

/** Columns: each build, and today's as a ratio to the base's. */
export function printPaired(reports: readonly SideReport[]): void {
  const [base, today] = reports;
  if (base === undefined || today === undefined) throw new Error('a pair is two');
  const roles = [...today.cpuMs.keys()].filter((role) => role !== 'broker');
  const cells = (values: readonly string[]) => values.map((value) => value.padStart(11)).join('');
  const print = (name: string, row: Row): void => {
    const [before, after] = [row(base), row(today)];
    const ratio = before === undefined || after === undefined ? '' : (after / before).toFixed(2);
    const [left, right] = [before, after].map((value) => value?.toFixed(1) ?? '-');
    console.log(`  ${name.padEnd(34)}${cells([left ?? '', right ?? '', ratio])}`);
  };
  const title = (text: string): void =>
    console.log(`\n${text.padEnd(36)}${cells([base.name, today.name, 'ratio'])}`);

  title('CPU milliseconds a payment');
  print('hub, all roles', (report) => sumOf(report, roles) / report.count);
  for (const role of roles) print(`hub: ${role}`, (one) => perPayment(one, one.cpuMs.get(role)));
  print('broker', (report) => perPayment(report, report.cpuMs.get('broker')));
  title('Counted, a payment');
  print('engine records exported', (report) => recordsOf(report));
  for (const type of recordTypes(today)) print(`- ${type}`, (report) => recordsOf(report, type));
  print('jobs', ({ from, to, count }) => (to.jobs - from.jobs) / count);
  print(
    'calls to Fineract',
    ({ from, to, count }) => (to.fineractCalls - from.fineractCalls) / count,
  );
  title('Payments many at a time');
  print('a second', ({ loaded }) => (loaded.count * 1_000) / loaded.durationMs);
  for (const fraction of [0.5, 0.99]) {
    print(`p${fraction * 100} ms`, ({ loaded }) => percentile(loaded.latenciesMs, fraction));
  }
  if (today.single !== undefined) title('Payments one at a time');
  for (const fraction of today.single === undefined ? [] : [0.5, 0.99]) {
    print(`p${fraction * 100} ms`, ({ single }) => percentile(single?.latenciesMs ?? [], fraction));
  }
  title('Memory, MB');
  for (const role of [...roles, 'broker']) print(role, ({ to }) => to.memoryMb.get(role));
  for (const after of today.memoryAfter?.keys() ?? []) {
    title(`Memory after ${after} payments, MB`);
    for (const role of roles) print(role, (one) => one.memoryAfter?.get(after)?.get(role));
  }
}

function perPayment({ count }: SideReport, value: number | undefined): number | undefined {
  return value === undefined ? undefined : value / count;
}

function sumOf({ cpuMs }: SideReport, roles: readonly string[]): number {
  return roles.reduce((sum, role) => sum + (cpuMs.get(role) ?? 0), 0);
}

function recordTypes({ to }: SideReport): string[] {
  return [...to.records.keys()].sort();
}

function recordsOf({ from, to, count }: SideReport, type?: string): number {
  const total = ({ records }: Reading): number =>
    type === undefined
      ? [...records.values()].reduce((sum, one) => sum + one, 0)
      : (records.get(type) ?? 0);
  return (total(to) - total(from)) / count;
}
