/**
 * The families of FSPIOP error codes, API Definition 7.6: the first two digits. What is said here holds for
 * every code of a family that the table does not know: a scheme's own (xx40 and up) and newer ones.
 */

/** What of an error's meaning does not depend on its being in the standard. */
export interface ErrorMeaning {
  /** What happened, in one sentence. */
  readonly meaning: string;
  /** The same request, unchanged, may be taken a little later: nothing in it was found wrong. */
  readonly worthRetrying: boolean;
  /**
   * For the eyes of the customer whose payment was ABORTED: plain words, no blame, nothing about systems or
   * the other person's money, and that nothing was taken.
   */
  readonly user: string;
  /** What the operator should look at or do. */
  readonly operator: string;
}

export const userWords = {
  tryLater:
    'The payment service is busy right now. Nothing was taken. Please try again in a few minutes.',
  notPossible:
    'This payment could not be made. Nothing was taken. If it happens again, please contact your bank.',
  recipientNotFound:
    'We could not find this recipient. Nothing was taken. Please check the number or account and try again.',
  madeBefore:
    'This payment was requested before, so it was not made again. Nothing was taken this time.',
  tookTooLong: 'This took too long and was stopped. Nothing was taken. Please try again.',
  offerOver:
    'The offer for this payment is no longer valid. Nothing was taken. Please start the payment again.',
  requestOver: 'This request for money is no longer valid. Nothing was taken.',
  requestDeclined: 'The request for money was not accepted. Nothing was taken.',
  notConfirmed: 'This payment was not confirmed, so nothing was taken.',
  ownBankCannotSend:
    'Your bank cannot send this payment at the moment. Nothing was taken. Please try again later.',
  ownLimit:
    'There is not enough money in your account, or the payment is over one of its limits. Nothing was taken.',
  ownPermission:
    'Your account may not make this payment. Nothing was taken. Please contact your bank.',
  ownBlocked:
    'Your account cannot make payments at the moment. Nothing was taken. Please contact your bank.',
  otherCurrency: 'This currency cannot be used for this payment. Nothing was taken.',
  otherKind: 'This kind of payment is not possible here. Nothing was taken.',
  ownKind:
    'Your bank cannot make this payment here. If the recipient is with the same bank, please pay within it. Nothing was taken.',
  recipientRefused: 'The recipient or their bank did not accept this payment. Nothing was taken.',
  recipientBankCannotTake:
    'The recipient’s bank cannot take this payment at the moment. Nothing was taken. Please try again later.',
  recipientLimit:
    'This payment is over a limit of the recipient. Nothing was taken. Please try a smaller amount.',
  recipientPermission: 'The recipient cannot take this payment. Nothing was taken.',
  recipientBlocked: 'The recipient cannot take payments at the moment. Nothing was taken.',
} as const;
export type UserWord = keyof typeof userWords;

export interface ErrorCategory extends ErrorMeaning {
  readonly name: string;
}

export const categories = {
  '10': {
    name: 'communication',
    meaning: 'Two participants could not talk to each other.',
    worthRetrying: true,
    user: userWords.tryLater,
    operator: 'Check the network between the hub, the switch and the DFSP that was called.',
  },
  '20': {
    name: 'server',
    meaning: 'The one who was asked failed through no fault of the request.',
    worthRetrying: true,
    user: userWords.tryLater,
    operator: 'Ask the operator of the system that said so; its log has the cause.',
  },
  '30': {
    name: 'client',
    meaning: 'The request was not one that can be answered.',
    worthRetrying: false,
    user: userWords.notPossible,
    operator: 'Compare versions and addresses of the API on both sides.',
  },
  '31': {
    name: 'validation',
    meaning: 'Something in the request is not as the API wants it.',
    worthRetrying: false,
    user: userWords.notPossible,
    operator: 'Its description names the element: find out which side writes or reads it wrong.',
  },
  '32': {
    name: 'not found',
    meaning: 'An identifier in the request is unknown.',
    worthRetrying: false,
    user: userWords.notPossible,
    operator: 'Check whether the identifier exists at the switch and at the other DFSP.',
  },
  '33': {
    name: 'expired',
    meaning: 'The time for it was over.',
    worthRetrying: false,
    user: userWords.tookTooLong,
    operator:
      'If it happens often, look for the slow hop, for clocks that differ, for short timers.',
  },
  '40': {
    name: 'payer',
    meaning: 'Something about the payer or the payer’s DFSP forbids the payment.',
    worthRetrying: false,
    user: userWords.notPossible,
    operator: 'Look at the payer’s account and DFSP.',
  },
  '41': {
    name: 'payer rejection',
    meaning: 'The payer or the payer’s DFSP said no.',
    worthRetrying: false,
    user: userWords.notConfirmed,
    operator: 'Nothing to do: somebody decided so.',
  },
  '42': {
    name: 'payer limit',
    meaning: 'The payment is over a limit of the payer.',
    worthRetrying: false,
    user: userWords.ownLimit,
    operator: 'Look at the balance and the limits of the payer’s account.',
  },
  '43': {
    name: 'payer permission',
    meaning: 'The payer may not do this.',
    worthRetrying: false,
    user: userWords.ownPermission,
    operator: 'Look at what the payer’s account is allowed to do.',
  },
  '44': {
    name: 'payer blocked',
    meaning: 'The payer is blocked.',
    worthRetrying: false,
    user: userWords.ownBlocked,
    operator: 'See who blocked the payer’s account and why.',
  },
  '50': {
    name: 'payee',
    meaning: 'Something about the payee or the payee’s DFSP forbids the payment.',
    worthRetrying: false,
    user: userWords.recipientRefused,
    operator: 'Ask the payee’s DFSP for the reason.',
  },
  '51': {
    name: 'payee rejection',
    meaning: 'The payee or the payee’s DFSP said no.',
    worthRetrying: false,
    user: userWords.recipientRefused,
    operator: 'Nothing to do, unless many payments to that DFSP end so: then ask it.',
  },
  '52': {
    name: 'payee limit',
    meaning: 'The payment is over a limit of the payee.',
    worthRetrying: false,
    user: userWords.recipientLimit,
    operator: 'Look at the limits of the payee’s account, or ask its DFSP.',
  },
  '53': {
    name: 'payee permission',
    meaning: 'The payee may not take this.',
    worthRetrying: false,
    user: userWords.recipientPermission,
    operator: 'Look at what the payee’s account is allowed to do, or ask its DFSP.',
  },
  '54': {
    name: 'payee blocked',
    meaning: 'The payee is blocked.',
    worthRetrying: false,
    user: userWords.recipientBlocked,
    operator: 'See who blocked the payee’s account and why, or ask its DFSP.',
  },
  '60': {
    name: 'settlement',
    meaning: 'The settlement between DFSPs failed.',
    worthRetrying: false,
    user: userWords.notPossible,
    operator: 'Ask the operator of the switch about the settlement.',
  },
} as const satisfies Record<string, ErrorCategory>;

export type CategoryDigits = keyof typeof categories;
