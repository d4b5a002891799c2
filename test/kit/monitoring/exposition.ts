/** What a process tells Prometheus, as text. */

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary' | 'untyped';

export interface Scraped {
  readonly samples: readonly Sample[];
  typeOf(name: string): MetricType | undefined;
  valueOf(name: string, labels: Sample['labels']): number | undefined;
}

const linePattern = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)(?: \d+)?$/;
const labelPattern = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)",?/g;

/** @throws Error with the line that is none */
export function parseExposition(text: string): Scraped {
  const types = new Map<string, MetricType>();
  const samples: Sample[] = [];
  for (const line of text.split('\n')) {
    const [, typed, type] = /^# TYPE (\S+) (\w+)$/.exec(line) ?? [];
    if (typed !== undefined) types.set(typed, type as MetricType);
    if (line !== '' && !line.startsWith('#')) samples.push(sampleOf(line));
  }
  const values = new Map(samples.map(({ name, labels, value }) => [keyOf(name, labels), value]));
  return {
    samples,
    typeOf: (name) => types.get(name) ?? types.get(name.replace(/_(?:bucket|sum|count)$/, '')),
    valueOf: (name, labels) => values.get(keyOf(name, labels)),
  };
}

const keyOf = (name: string, labels: Sample['labels']): string =>
  JSON.stringify([name, Object.entries(labels).toSorted()]);

function sampleOf(line: string): Sample {
  const [, name, labels = '', value = ''] = linePattern.exec(line) ?? [];
  if (name === undefined) throw new Error(`no sample: ${line}`);
  return { name, labels: labelsOf(labels), value: numberOf(value) };
}

function labelsOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(labelPattern)].map(([, name = '', value = '']) => [
    name,
    value.replaceAll(/\\(.)/g, (_all, char: string) => (char === 'n' ? '\n' : char)),
  ]);
  return Object.fromEntries(pairs) as Record<string, string>;
}

function numberOf(text: string): number {
  if (/^[+-]?Inf$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return Number(text);
}
