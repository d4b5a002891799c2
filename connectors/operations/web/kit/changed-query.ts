/** Of the query of an address. Pure. */

export type Filters = Readonly<Record<string, string | undefined>>;

export function changed(search: string, changes: Filters): string {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
