/** A document with these values, where its fields say they stand: `{'amount.currency': ['TZS']}` is `{amount: {currency: 'TZS'}}`. */
export function withColumns(columns: Readonly<Record<string, unknown>>): object {
  const document: Record<string, unknown> = {};
  for (const [field, values] of Object.entries(columns)) {
    const [value, ...others] = values as readonly unknown[];
    if (others.length > 0) throw new Error(`${field} has ${others.length + 1} values`);
    put(document, field.split('.'), value);
  }
  return document;
}

function put(into: Record<string, unknown>, [name = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) into[name] = value;
  else put((into[name] ??= {}) as Record<string, unknown>, rest, value);
}
