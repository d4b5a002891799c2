/** What is typed where the hub runs. An id comes from another bank: it is quoted, so that it stays one word. Pure. */

const quoted = (word: string): string =>
  /^[A-Za-z0-9_-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

export const proveCommand = (transactionId: string): string =>
  `hub audit prove ${quoted(transactionId)} --keys keys.txt`;

export const checkCommand = (transactionId: string): string =>
  `hub audit check ${quoted(`evidence-${transactionId}`)} --keys keys.txt`;
