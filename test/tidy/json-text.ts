/** As a generated JSON file has it. prettier leaves these files alone. */
export function jsonText(json: unknown): string {
  return `${JSON.stringify(json, null, 2)}\n`;
}
