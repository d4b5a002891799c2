import type { Counter } from 'prom-client';

/**
 * Shows the series of these values before anything is counted: one that begins with what it counts has never increased,
 * as Prometheus sees it, and nobody would be called.
 */
export function countedFromZero<Label extends string>(
  counter: Counter<Label>,
  label: Label,
  values: readonly string[],
): void {
  for (const value of values) counter.inc({ [label]: value } as Record<Label, string>, 0);
}
