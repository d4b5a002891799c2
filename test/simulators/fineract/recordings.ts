import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RecordedScenario, Recording } from './scenarios/scenario';

/** As a file holds it: parts that recur stand once in `shared`, and as `{"$": index}` where they recur. */
interface Packed extends Recording {
  readonly shared: readonly unknown[];
}

const sharedLengthMin = 100;
const sharedCountMin = 3;

function fileOf(topic: string): string {
  return path.join(__dirname, 'recordings', `${topic}.json`);
}

export function readRecording(topic: string): Recording {
  const { shared, scenarios, ...rest } = JSON.parse(readFileSync(fileOf(topic), 'utf8')) as Packed;
  return { ...rest, scenarios: unpacked(scenarios, shared) as readonly RecordedScenario[] };
}

/** One step a line: short files, and differences that can be read. */
export function writeRecording(recording: Recording): void {
  const parts = new Parts(
    recording.scenarios.flatMap(({ steps }) => steps.map((step) => step.response.body)),
  );
  const scenarios = recording.scenarios.map(({ name, steps }) => {
    const lines = steps.map(({ response, ...step }) => {
      const body = 'body' in response ? { body: parts.packed(response.body) } : {};
      return `      ${JSON.stringify({ ...step, response: { ...response, ...body } })}`;
    });
    return `    {"name": ${JSON.stringify(name)}, "steps": [\n${lines.join(',\n')}\n    ]}`;
  });
  const head = `  "topic": ${JSON.stringify(recording.topic)},\n  "recordedOn": "${recording.recordedOn}",`;
  const shared = parts.used.map((part) => `    ${part}`).join(',\n');
  const body = `  "shared": [\n${shared}\n  ],\n  "scenarios": [\n${scenarios.join(',\n')}\n  ]`;
  writeFileSync(fileOf(recording.topic), `{\n${head}\n${body}\n}\n`);
}

/** Finds the objects in bodies that are long and frequent enough to stand apart. */
class Parts {
  /** JSON of the parts that a packed body refers to. */
  readonly used: string[] = [];
  private readonly counts = new Map<string, number>();

  constructor(bodies: readonly unknown[]) {
    bodies.forEach((body) => {
      this.count(body);
    });
  }

  packed(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => this.packed(item));
    const text = JSON.stringify(value);
    if ((this.counts.get(text) ?? 0) >= sharedCountMin) return { $: this.indexOf(text) };
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.packed(item)]));
  }

  private count(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    Object.values(value).forEach((item) => {
      this.count(item);
    });
    const text = JSON.stringify(value);
    if (!Array.isArray(value) && text.length >= sharedLengthMin)
      this.counts.set(text, (this.counts.get(text) ?? 0) + 1);
  }

  private indexOf(text: string): number {
    const known = this.used.indexOf(text);
    return known >= 0 ? known : this.used.push(text) - 1;
  }
}

function unpacked(value: unknown, shared: readonly unknown[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => unpacked(item, shared));
  if ('$' in value) return shared[Number(value.$)];
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, unpacked(item, shared)]),
  );
}
