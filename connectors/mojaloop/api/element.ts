/** How errors name an element of a body: `individualQuotes[3].amount.currency`; `body` for all of it. */
export function elementAt(path: readonly PropertyKey[]): string {
  const name = path.map(String).reduce((parent, part) => {
    if (/^\d+$/.test(part)) return `${parent}[${part}]`;
    return parent === '' ? part : `${parent}.${part}`;
  }, '');
  return name === '' ? 'body' : name;
}
