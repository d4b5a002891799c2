/** Variables and messages of flows to come (bulk, participants, transactions), and what `mojaloop:send:1` sends for any. */
import { z } from 'zod';
import {
  bulkQuoteAnswerSchema,
  bulkTransferAnswerSchema,
  participantsAnswerSchema,
  transactionAnswerSchema,
} from './answers';
import { fspiopCallSchema } from './fspiop-call';
import { bulkQuoteRequestSchema, bulkTransferRequestSchema } from './fspiop-resources';
import { key, personal, plain, type PrivacyOf } from './privacy-marks';

export const flowsToComeVariables = {
  fspiop: fspiopCallSchema.describe(
    'What to send, such as {operation: "PUT /transactions/{ID}", id: transactionId, body: {...}}.',
  ),
  answerKey: z
    .string()
    .describe(
      'Correlation key under which the answer to what was sent comes; of a party, what its signal is named by.',
    ),
  transactionAnswer: transactionAnswerSchema.describe('The state of a transaction, or an error.'),
  bulkQuoteId: z.string().describe('FSPIOP bulkQuoteId.'),
  bulkQuoteRequest: bulkQuoteRequestSchema.describe('Body of POST /bulkQuotes.'),
  bulkQuoteAnswer: bulkQuoteAnswerSchema.describe('The answer to a bulk quote, or an error.'),
  bulkTransferId: z.string().describe('FSPIOP bulkTransferId.'),
  bulkTransferRequest: bulkTransferRequestSchema.describe('Body of POST /bulkTransfers.'),
  bulkTransferAnswer: bulkTransferAnswerSchema.describe(
    'The state of a bulk transfer, or an error.',
  ),
  participantsAnswer: participantsAnswerSchema.describe(
    'What became of each party that was to be registered, or an error.',
  ),
} as const;

export const flowsToComePrivacy: PrivacyOf<typeof flowsToComeVariables> = {
  fspiop: personal,
  answerKey: personal,
  transactionAnswer: plain,
  bulkQuoteId: key,
  bulkQuoteRequest: personal,
  bulkQuoteAnswer: personal,
  bulkTransferId: key,
  bulkTransferRequest: personal,
  bulkTransferAnswer: personal,
  participantsAnswer: personal,
};

export const flowsToComeMessages = {
  /** PUT /transactions or its error. Key tenant:transactionId. */
  transactionAnswered: 'transaction-answered',
  /** POST /bulkQuotes. Key tenant:bulkQuoteId, no message id. */
  bulkQuoteReceived: 'bulk-quote-received',
  /** PUT /bulkQuotes or its error. Key tenant:bulkQuoteId. */
  bulkQuoteAnswered: 'bulk-quote-answered',
  /** GET /bulkQuotes/{ID}. Key tenant:bulkQuoteId. Carries asker, traceparent, questionId. */
  bulkQuoteStateAsked: 'bulk-quote-state-asked',
  /** POST /bulkTransfers. Key tenant:bulkTransferId, no message id. */
  bulkTransferReceived: 'bulk-transfer-received',
  /** PUT /bulkTransfers or its error. Key tenant:bulkTransferId. */
  bulkTransferAnswered: 'bulk-transfer-answered',
  /** GET /bulkTransfers/{ID}. Key tenant:bulkTransferId. Carries asker, traceparent, questionId. */
  bulkTransferStateAsked: 'bulk-transfer-state-asked',
  /** PUT /participants/{ID} or its error. Key tenant:requestId. */
  participantsAnswered: 'participants-answered',
} as const;
