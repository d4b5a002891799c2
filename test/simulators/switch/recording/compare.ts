import type { Recording } from './recording';

export interface Difference {
  /** Scenario and place in it, such as `unknown: PUT COMMITTED > steps 1 heard payee 0 body`. */
  readonly place: string;
  readonly recorded: string;
  readonly simulated: string;
}

/** Field by field. The order of callbacks counts for one DFSP, not between two. */
export function compare(recorded: Recording, simulated: Recording): readonly Difference[] {
  return differences(`${recorded.scenario} >`, recorded, simulated);
}

function differences(place: string, recorded: unknown, simulated: unknown): readonly Difference[] {
  if (isObject(recorded) && isObject(simulated)) {
    const keys = new Set([...Object.keys(recorded), ...Object.keys(simulated)]);
    return [...keys].flatMap((key) =>
      differences(`${place} ${key}`, recorded[key], simulated[key]),
    );
  }
  if (recorded === simulated) return [];
  return [{ place, recorded: shown(recorded), simulated: shown(simulated) }];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
