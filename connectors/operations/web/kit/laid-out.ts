/** JSON as people read it. Pure. */

const strings = /"(?:[^"\\]|\\.)*"/g;

/** A double does not hold it: laid out it would be another one. What stands in a string stays as it is. */
const hasBigNumber = (json: string): boolean =>
  /-?\d{16,}|\d\.\d*0(?!\d)|\d[eE][+-]?\d/.test(json.replace(strings, '""'));

/** A line for each value. Undefined: it is no JSON, or a digit of it would change. */
export function laidOutJson(json: string): string | undefined {
  if (hasBigNumber(json)) return undefined;
  try {
    return laidOut(JSON.parse(json));
  } catch {
    return undefined;
  }
}

/** What the page has read already. */
export function laidOut(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}
