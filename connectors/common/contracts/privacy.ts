/**
 * Of every process variable whether a person stands in it, and whether operators look payments up by it: what logs cut
 * out, and what an index keeps. A variable without a mark does not compile.
 */
import type { variables } from './variables';

interface Privacy {
  /** A name, number, account or address of a person, or something that is made of one. */
  readonly isPersonal: boolean;
  /** By it, or by a field in it, payments are looked for. */
  readonly isSearchable: boolean;
}

const plain: Privacy = { isPersonal: false, isSearchable: false };
const key: Privacy = { isPersonal: false, isSearchable: true };
const personal: Privacy = { isPersonal: true, isSearchable: false };
const personalKey: Privacy = { isPersonal: true, isSearchable: true };

export const privacy: Readonly<Record<keyof typeof variables, Privacy>> = {
  tenant: key,
  traceparent: plain,
  errorInformation: key,
  transactionId: key,
  payment: personalKey,
  channel: personalKey,
  requestHash: plain,
  timers: plain,
  switchName: key,
  partyAnswer: personal,
  payerQuote: personal,
  quoteId: key,
  quoteAnswer: personal,
  transferCode: key,
  transferExpiration: plain,
  transferAnswer: plain,
  outcome: key,
  repeatedHash: plain,
  questionId: plain,
  quoteRequestedAt: plain,
  stepStartedAt: plain,
  answeredAt: plain,
  switchAhead: plain,
  switchQuestion: plain,
  receivedAt: plain,
  peer: key,
  asker: plain,
  partyId: personalKey,
  party: personal,
  quoteRequest: personal,
  payeeQuote: personal,
  transferRequest: personal,
  answerDelivered: plain,
  creditedAt: key,
  operatorReason: key,
  operatorChoices: plain,
  operatorNeededSince: key,
  operatorDecision: key,
  agreement: personal,
  credit: personal,
  payeeTimers: plain,
  transferId: key,
  peerFspId: key,
  transaction: personal,
  executionPoint: key,
  occurredAt: key,
  fees: plain,
  fspiop: personal,
  answerKey: personal,
  answeredBy: key,
  transactionRequestId: key,
  transactionRequest: personal,
  transactionRequestAnswer: plain,
  authorizationRequest: personal,
  authorizationAnswer: personal,
  transactionAnswer: plain,
  bulkQuoteId: key,
  bulkQuoteRequest: personal,
  bulkQuoteAnswer: personal,
  bulkTransferId: key,
  bulkTransferRequest: personal,
  bulkTransferAnswer: personal,
  participantAnswer: plain,
  participantsAnswer: personal,
};

export const personalVariables: readonly string[] = Object.entries(privacy)
  .filter(([, { isPersonal }]) => isPersonal)
  .map(([name]) => name);
