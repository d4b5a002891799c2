/** Where the simulator answers otherwise than the recorded Fineract, and why it is left so. */
export interface KnownDifference {
  readonly topic: string;
  readonly step: RegExp;
  readonly path: RegExp;
  readonly reason: string;
}

const wordingOfGson =
  'Where in malformed JSON the parser gave up is worded by Gson; a reader goes by the code, which is the same.';

export const knownDifferences: readonly KnownDifference[] = [
  {
    topic: 'idempotency',
    step: /the 500 reads otherwise/,
    path: /^body\.Exception$/,
    reason:
      "The replay of a 500 quotes the JVM's own message; that there is one, and its key, are the same.",
  },
  {
    topic: 'idempotency',
    step: /: malformed$/,
    path: /^body\.(defaultUserMessage|developerMessage)$/,
    reason: wordingOfGson,
  },
  {
    topic: 'fields',
    step: /: cut off$/,
    path: /^body\.(defaultUserMessage|developerMessage)$/,
    reason: wordingOfGson,
  },
  {
    topic: 'parties',
    step: /: malformed$/,
    path: /^body\.(defaultUserMessage|developerMessage)$/,
    reason: wordingOfGson,
  },
  {
    topic: 'accounts',
    step: /^GET: rows$/,
    path: /^body\.reasonForBlock$/,
    reason:
      'An operator gives a reason for a block; the control plane, which blocks here, has none to give.',
  },
];
