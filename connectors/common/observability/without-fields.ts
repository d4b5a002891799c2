const censored = '[redacted]';

/**
 * The same with every field of these names censored, down to so many levels; items of lists count as fields. What
 * holds none is given back as it is, and nothing is changed.
 */
export function withoutFields<Value extends object>(
  value: Value,
  names: ReadonlySet<string>,
  levels: number,
): Value {
  let copy: Record<string, unknown> | undefined;
  for (const [name, field] of Object.entries(value)) {
    if (field === undefined) continue;
    const kept = names.has(name) ? censored : inner(field, names, levels - 1);
    if (kept === field) continue;
    copy ??= (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
    copy[name] = kept;
  }
  return (copy as Value | undefined) ?? value;
}

function inner(field: unknown, names: ReadonlySet<string>, levels: number): unknown {
  if (levels === 0 || typeof field !== 'object' || field === null) return field;
  // It says itself how it is written.
  if ('toJSON' in field) return field;
  return withoutFields(field, names, levels);
}
