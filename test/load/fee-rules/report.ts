import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contestants, type Contestant, type Run } from './messages';
import type { Loading } from './loading';

/** One entry a round. */
export interface Measured {
  readonly size: number;
  readonly turns: readonly Readonly<Record<Contestant, Run>>[];
}

const wanted = [
  { size: 1, than: 'straight-line', ratio: 0.28 },
  { size: 1_000, than: 'hash-dispatched', ratio: 0.5 },
] as const;

const ofCpu = ({ count, cpuMs }: Run) => (count * 1000) / cpuMs;
const ofClock = ({ count, elapsedMs }: Run) => (count * 1000) / elapsedMs;

/** Each by its median over the rounds. */
function rateOf({ turns }: Measured, name: Contestant, rate = ofCpu): number {
  return median(turns.map((turn) => rate(turn[name])));
}

function ratioTo({ turns }: Measured, than: Contestant): number {
  return median(turns.map((turn) => ofCpu(turn.evaluator) / ofCpu(turn[than])));
}

/** What was wanted and not reached, in words. */
export function wantedOf(measured: readonly Measured[]): readonly string[] {
  return wanted.flatMap(({ size, than, ratio }) => {
    const found = measured.find((one) => one.size === size);
    if (found === undefined || ratioTo(found, than) >= ratio) return [];
    return `MISSED: ${ratioTo(found, than).toFixed(2)} of ${than} with ${size} rules, wanted ${ratio}`;
  });
}

export function tablesOf(measured: readonly Measured[], loading: Loading): string {
  const cells = (one: Measured) => [
    whole(one.size),
    ...contestants.map((name) => whole(rateOf(one, name))),
    whole(rateOf(one, 'evaluator', ofClock)),
    ...(['straight-line', 'hash-dispatched', 'json-rules-engine'] as const).map((than) =>
      short(ratioTo(one, than)),
    ),
    `${((100 * matchedOf(one)) / countOf(one)).toFixed(0)} %`,
  ];
  const head = [
    ...['Rules', ...contestants, 'evaluator, by the clock'],
    ...['of straight-line', 'of hash-dispatched', 'of json-rules-engine', 'matched'],
  ];
  const ofLoading = `To load ${whole(loading.size)} rules, CPU time and memory of the process:`;
  return `${table(head, measured.map(cells))}\n\n${ofLoading}\n\n${loadingTable(loading)}`;
}

const countOf = ({ turns }: Measured) => turns[0]?.evaluator.count ?? 0;
const matchedOf = ({ turns }: Measured) => turns[0]?.evaluator.matched ?? 0;

function loadingTable(loading: Loading): string {
  const { textMb, parseMs, checkMs, compileMs, retainedMb, beforeMb, peakMb } = loading;
  const head = [
    'Text',
    'Parsed',
    'Checked, printed, hashed',
    'Compiled',
    'Held',
    'Memory before',
    'at most',
  ];
  const ms = (value: number) => `${value.toFixed(0)} ms`;
  const mb = (value: number) => `${value.toFixed(1)} MB`;
  const row = [
    mb(textMb),
    ms(parseMs),
    ms(checkMs),
    ms(compileMs),
    mb(retainedMb),
    mb(beforeMb),
    mb(peakMb),
  ];
  return table(head, [row]);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---:'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

const readme = join(__dirname, '../../../connectors/fee-rules/README.md');
const between = /(<!-- bench-fee-rules:[^\n]*-->\n)[\s\S]*(<!-- end of bench-fee-rules -->)/;

export function writeIntoReadme(tables: string): void {
  const page = readFileSync(readme, 'utf8');
  if (!between.test(page)) throw new Error('the README has no marks of bench-fee-rules');
  writeFileSync(readme, page.replace(between, `$1\n${tables}\n\n$2`));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

function whole(value: number): string {
  const digits = value >= 1000 ? Number(value.toPrecision(3)) : Number(value.toFixed(1));
  return digits.toLocaleString('en-US');
}

function short(value: number): string {
  return value >= 10 ? Math.round(value).toLocaleString('en-US') : value.toFixed(2);
}
