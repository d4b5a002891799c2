/**
 * Where a payment stands, in states that a person understands, by the element of its diagram that it is at. Held to the
 * diagrams by a test: every element at which a process can rest, begin or end is here.
 */

export const milestoneTexts = {
  requested: 'The payment was asked for',
  'payer-asked': 'The DFSP of the payer has the request to pay',
  'finding-payer': 'The payer is looked for at the switch',
  'finding-payee': 'The payee is looked for at the switch',
  'agreeing-terms': 'Accounts and the DFSP of the payee say what the payment costs',
  'waiting-for-payer': 'The payer sees the terms and has not decided yet',
  'holding-money': 'The money is held on the account of the payer',
  'sent-to-switch': 'The switch has the transfer and has not said how it ended',
  'asking-switch': 'The switch is asked how the transfer ended',
  booking: 'The transfer is committed, and the money is booked',
  'giving-back': 'The payment has failed, and what was held is given back',
  paid: 'The payment is made',
  failed: 'The payment has failed',
  'waiting-for-operator': 'A person has to decide',
  'looked-up': 'Another DFSP looks for a party of ours',
  'quote-asked': 'Another DFSP asks for our terms',
  'quote-given': 'Our terms were given',
  'transfer-received': 'A transfer to an account of ours has come, and is checked',
  'transfer-answered': 'The transfer was accepted, and the switch has not confirmed it yet',
  crediting: 'The transfer is committed, and the payee is credited',
  credited: 'The payee is credited',
  'crediting-on-word': 'The payee is credited on the word of an operator',
  'undoing-credit': 'The transfer is aborted, and the credit of the payee is taken back',
  refused: 'The transfer was refused',
} as const;
export type Milestone = keyof typeof milestoneTexts;

/** `null`: says nothing of how the payment stands, such as a question that is answered beside it. */
type MilestonesByElement = Readonly<Record<string, Milestone | null>>;

/** Of the processes that payments share. Woven in, they are elements of whatever process calls them. */
export const agreeQuoteSteps = {
  lookUpParticipant: 'finding-payee',
  lookUpParty: 'finding-payee',
  quotePayer: 'agreeing-terms',
  requestQuote: 'agreeing-terms',
  awaitQuote: 'agreeing-terms',
  quotePayerAgain: 'agreeing-terms',
} as const satisfies MilestonesByElement;

export const authorisePaymentSteps = {
  showCode: 'waiting-for-payer',
  askDevice: 'waiting-for-payer',
  awaitEntry: 'waiting-for-payer',
  checkEntry: 'waiting-for-payer',
  presentCode: 'waiting-for-payer',
  awaitCheck: 'waiting-for-payer',
} as const satisfies MilestonesByElement;

export const settlePaymentSteps = {
  blockFunds: 'holding-money',
  requestTransfer: 'holding-money',
  awaitTransfer: 'sent-to-switch',
  askSwitch: 'asking-switch',
  awaitState: 'asking-switch',
  timeToAskAgain: 'asking-switch',
  bookFunds: 'booking',
  releaseUnknown: 'giving-back',
  releaseBlock: 'giving-back',
  tellPending: 'waiting-for-operator',
  operatorNeeded: 'waiting-for-operator',
  awaitOperator: 'waiting-for-operator',
} as const satisfies MilestonesByElement;

const payerTransfer: MilestonesByElement = {
  paymentRequested: 'requested',
  ...agreeQuoteSteps,
  askPayer: 'waiting-for-payer',
  awaitPayer: 'waiting-for-payer',
  ...settlePaymentSteps,
  tellPaid: 'paid',
  evaluateFees: 'paid',
  tellFailed: 'failed',
  tellReleased: 'failed',
  // How it ended, its variable `outcome` says.
  timeToForget: null,
  stateAsked: null,
  answerState: null,
  stateAnswered: null,
  stateLeft: null,
};

/** As processes of their own, where somebody has them called for real. */
const agreeQuote: MilestonesByElement = {
  quoteWanted: 'requested',
  ...agreeQuoteSteps,
  agreed: null,
  payerDecides: null,
  notAgreed: null,
};

const authorisePayment: MilestonesByElement = {
  authorisationWanted: 'waiting-for-payer',
  ...authorisePaymentSteps,
  authorised: null,
  notAuthorised: null,
};

const settlePayment: MilestonesByElement = {
  termsAgreed: 'agreeing-terms',
  ...settlePaymentSteps,
  paid: null,
  notPaid: null,
};

const payeePartyLookup: MilestonesByElement = {
  lookUpReceived: 'looked-up',
  findParty: 'looked-up',
  answerParty: 'looked-up',
  answerError: 'looked-up',
  errorAnswered: null,
  notAnswered: null,
};

const payeeQuote: MilestonesByElement = {
  quoteReceived: 'quote-asked',
  quotePayee: 'quote-asked',
  answerQuote: 'quote-asked',
  answerError: 'quote-asked',
  evaluateFees: 'quote-given',
  quoteAskedFor: null,
  answerQuoteState: null,
  quoteGivenAgain: null,
  quoteNotGivenAgain: null,
  timeToForget: null,
};

const payeeTransfer: MilestonesByElement = {
  transferReceived: 'transfer-received',
  reserveCredit: 'transfer-received',
  answerTransfer: 'transfer-received',
  refuseTransfer: 'refused',
  refused: 'refused',
  awaitConfirmation: 'transfer-answered',
  askSwitch: 'asking-switch',
  awaitState: 'asking-switch',
  answerAgain: 'asking-switch',
  timeToAskAgain: 'asking-switch',
  creditPayee: 'crediting',
  creditOnWord: 'crediting-on-word',
  undoCredit: 'undoing-credit',
  evaluateFees: 'credited',
  awaitOperator: 'waiting-for-operator',
  stateAskedFor: null,
  answerState: null,
  stateAnswered: null,
  stateLeft: null,
  transactionAskedFor: null,
  answerTransactionState: null,
  transactionAnswered: null,
  transactionLeft: null,
  timeToForget: null,
  timeToForgetRefusal: 'refused',
};

const requestStateAsked = {
  stateAsked: null,
  answerState: null,
  stateAnswered: null,
  stateLeft: null,
} as const satisfies MilestonesByElement;

const payerRequestToPay: MilestonesByElement = {
  requestReceived: 'requested',
  takeRequest: 'requested',
  checkPayer: 'requested',
  answerReceived: 'requested',
  ...agreeQuoteSteps,
  askPayer: 'waiting-for-payer',
  awaitPayer: 'waiting-for-payer',
  ...authorisePaymentSteps,
  ...settlePaymentSteps,
  tellPaid: 'paid',
  evaluateFees: 'paid',
  answerRefused: 'failed',
  answerFailed: 'failed',
  tellFailed: 'failed',
  timeToForget: null,
  ...requestStateAsked,
  requestAskedFor: null,
  answerRequestState: null,
  requestStateAnswered: null,
  requestStateLeft: null,
};

const payeeRequestToPay: MilestonesByElement = {
  requestWanted: 'requested',
  checkPayee: 'requested',
  lookUpPayersDfsp: 'finding-payer',
  requestPayment: 'finding-payer',
  // Its variable `outcome` says more: whether the payer is asked, or has refused.
  awaitNews: 'payer-asked',
  tellTaken: 'payer-asked',
  askRequestState: 'payer-asked',
  tellRefused: 'failed',
  tellFailed: 'failed',
  tellPaid: 'paid',
  timeToForget: null,
  endedBefore: null,
  ...requestStateAsked,
  // What is asked and entered at the device.
  deviceWanted: null,
  takeQuestion: null,
  askAtDevice: null,
  awaitDevice: null,
  answerAuthorization: null,
  notTheirs: null,
  entryTold: null,
  entryLeft: null,
};

/** By process. Those of none are no payments: what is asked beside them, or made up for after them. */
export const milestones: Readonly<Record<string, MilestonesByElement>> = {
  'payer-transfer': payerTransfer,
  'payer-request-to-pay': payerRequestToPay,
  'payee-request-to-pay': payeeRequestToPay,
  'agree-quote': agreeQuote,
  'authorise-payment': authorisePayment,
  'settle-payment': settlePayment,
  'payee-party-lookup': payeePartyLookup,
  'payee-quote': payeeQuote,
  'payee-transfer': payeeTransfer,
};

export const processesWithoutMilestones: readonly string[] = [
  'authorization-code',
  'await-answer',
  'missed-fees',
  'unsupported-requests',
];
