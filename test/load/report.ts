import { percentile, type Run } from './closed-loop';

export interface Measured<Result> {
  readonly result: Result;
  readonly spent: readonly {
    readonly name: string;
    readonly cpuMs: number;
    readonly memoryMb: number;
  }[];
}

interface InTurns {
  readonly hub: Measured<Run>;
  readonly noOp: Measured<Run>;
}

export interface Report {
  readonly loaded: InTurns;
  readonly single: InTurns;
  readonly idle: Measured<void>;
  readonly idleMs: number;
  readonly concurrency: number;
}

export function printReport({ loaded, single, idle, idleMs, concurrency }: Report): void {
  printRuns(`${concurrency} at a time`, loaded);
  printRuns('one at a time', single);
  printCpu(loaded);
  console.log('\nMemory after the load, and CPU while nothing happens');
  for (const { name, cpuMs } of idle.spent) {
    const memoryMb = loaded.hub.spent.find((one) => one.name === name)?.memoryMb ?? 0;
    const share = ((100 * cpuMs) / idleMs).toFixed(2);
    console.log(`  ${name.padEnd(22)}${memoryMb.toFixed(0).padStart(8)} MB${share.padStart(10)} %`);
  }
}

function printRuns(title: string, { hub, noOp }: InTurns): void {
  console.log(`\nPayments, ${title}`);
  console.log(
    `  ${''.padEnd(22)}${'per second'.padStart(12)}${'p50 ms'.padStart(10)}${'p99 ms'.padStart(10)}`,
  );
  for (const [name, { result }] of [
    ['through the hub', hub],
    ['no-op workers', noOp],
  ] as const) {
    const perSecond = (result.count * 1000) / result.durationMs;
    const [p50, p99] = [0.5, 0.99].map((fraction) => percentile(result.latenciesMs, fraction));
    const cells = [perSecond.toFixed(1).padStart(12), whole(p50), whole(p99)];
    console.log(`  ${name.padEnd(22)}${cells.join('')}`);
  }
}

function printCpu({ hub, noOp }: InTurns): void {
  console.log('\nCPU milliseconds a payment');
  const perPayment = ({ result, spent }: Measured<Run>) =>
    spent.map(({ name, cpuMs }) => ({ name, ms: cpuMs / result.count }));
  const ofHub = perPayment(hub).filter(({ name }) => name !== 'no-op hub');
  const ofNoOp = perPayment(noOp).filter(({ name }) => name === 'broker' || name === 'no-op hub');
  for (const { name, ms } of ofHub) console.log(`  ${name.padEnd(22)}${ms.toFixed(1).padStart(8)}`);
  const all = ofHub
    .filter(({ name }) => name.startsWith('hub: '))
    .reduce((sum, { ms }) => sum + ms, 0);
  const broker = ofHub.find(({ name }) => name === 'broker')?.ms ?? NaN;
  console.log(
    `  ${'hub, all roles'.padEnd(22)}${all.toFixed(1).padStart(8)}   ${(all / broker).toFixed(2)} of the broker's`,
  );
  console.log('  with no-op workers:');
  for (const { name, ms } of ofNoOp)
    console.log(`  ${name.padEnd(22)}${ms.toFixed(1).padStart(8)}`);
}

function whole(value: number | undefined): string {
  return (value ?? NaN).toFixed(0).padStart(10);
}
