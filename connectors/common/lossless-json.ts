/** A JSON string, or a number outside of one. Each alternative starts with another character: no backtracking. */
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Parses JSON with every number as the string that stood there: `{"amount":100.10}` gives
 * `{ amount: '100.10' }`. Fineract writes amounts as JSON numbers, and a float must never hold money.
 * @throws SyntaxError
 */
export function parseLosslessJson(text: string): unknown {
  return JSON.parse(
    text.replace(stringOrNumber, (token) => (token.startsWith('"') ? token : `"${token}"`)),
  );
}

/** Of whole numbers such as Java's longs: those of 2^53 and more. */
const maybeLarge = /\d{16}/;

/** Parses JSON with those whole numbers as text that a double does not hold; all others stay numbers. @throws SyntaxError */
export function parseJsonWithLargeNumbers(text: string): unknown {
  if (!maybeLarge.test(text)) return JSON.parse(text);
  return JSON.parse(
    text.replace(stringOrNumber, (token) =>
      /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
    ),
  );
}
