/** A person reads no more, and the count says how many there are. */
const rowsMax = 500;

export function listed<Row>(rows: readonly Row[]) {
  return { count: rows.length, rows: rows.slice(0, rowsMax) };
}
