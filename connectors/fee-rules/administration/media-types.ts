/** The forms in which rules travel. */
export const mediaTypes = {
  json: 'application/json',
  text: 'text/plain',
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** As tables. */
export type TableType = typeof mediaTypes.csv | typeof mediaTypes.xlsx;
