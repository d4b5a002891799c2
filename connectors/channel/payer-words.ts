/**
 * What the payer reads when a payment does not go through, by FSPIOP error code (API Definition 7.6).
 * Plain and kind; nothing about systems, and nothing about the other person's money.
 */

const tryLater =
  'The payment service is busy right now. Nothing was taken. Please try again in a few minutes.';
const notPossible =
  'This payment could not be made. Nothing was taken. If it happens again, please contact your bank.';
const recipientNotFound =
  'We could not find this recipient. Please check the number or account and try again.';
const tookTooLong = 'This took too long and was stopped. Nothing was taken. Please try again.';
const recipientRefused =
  'The recipient or their bank did not accept this payment. Nothing was taken.';
const otherCurrency = 'This currency cannot be used for this payment. Nothing was taken.';
const otherKind = 'This kind of payment is not possible here. Nothing was taken.';

/** By the first two digits; what a scheme adds (xx40 and up) is covered by these too. */
const byCategory = {
  '10': tryLater,
  '20': tryLater,
  '30': notPossible,
  '31': notPossible,
  '32': notPossible,
  '33': tookTooLong,
  '40': notPossible,
  '41': 'You did not agree to this payment, so nothing was taken.',
  '42': 'There is not enough money in your account, or the payment is over one of its limits. Nothing was taken.',
  '43': 'Your account may not make this payment. Nothing was taken. Please contact your bank.',
  '44': 'Your account is blocked for payments. Nothing was taken. Please contact your bank.',
  '50': recipientRefused,
  '51': recipientRefused,
  '52': 'This payment is over a limit of the recipient. Nothing was taken. Please try a smaller amount.',
  '53': 'The recipient cannot take this payment. Nothing was taken.',
  '54': 'The recipient cannot take payments at the moment. Nothing was taken.',
} as const;

const byCode: Readonly<Record<string, string>> = {
  '2004': tookTooLong,
  '3200': recipientNotFound,
  '3201': recipientNotFound,
  '3203': recipientNotFound,
  '3204': recipientNotFound,
  '4001':
    'There is not enough money available for this payment. Nothing was taken. Please check your balance.',
  '4102': otherKind,
  '4103': otherCurrency,
  '5001': recipientRefused,
  '5102': otherKind,
  '5106': otherCurrency,
};

export function payerWords(errorCode: string): string {
  const category = errorCode.slice(0, 2);
  return byCode[errorCode] ?? (isCategory(category) ? byCategory[category] : notPossible);
}

function isCategory(category: string): category is keyof typeof byCategory {
  return Object.hasOwn(byCategory, category);
}
