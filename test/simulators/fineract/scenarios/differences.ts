/** One place where an answer of the simulator is not the recorded one. */
export interface Difference {
  readonly scenario: string;
  readonly step: string;
  /** `status`, `body.errors[0].args[1].value`, ... */
  readonly path: string;
  readonly recorded: unknown;
  readonly simulated: unknown;
}

type Found = Pick<Difference, 'path' | 'recorded' | 'simulated'>;

/** Field by field, at any depth; the order of an object's fields does not count. */
export function differencesBetween(
  recorded: unknown,
  simulated: unknown,
  path = '',
): readonly Found[] {
  if (isObject(recorded) && isObject(simulated)) {
    const keys = new Set([...Object.keys(recorded), ...Object.keys(simulated)]);
    const join = (key: string): string =>
      Array.isArray(recorded) ? `${path}[${key}]` : `${path}${path && '.'}${key}`;
    return [...keys].flatMap((key) => differencesBetween(recorded[key], simulated[key], join(key)));
  }
  return Object.is(recorded, simulated) ? [] : [{ path, recorded, simulated }];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
