/** Variables and messages of every payment, whatever its flow. */
import { z } from 'zod';
import { transferAnswerSchema } from './answers';
import { errorInformationSchema } from './fspiop';
import { key, plain, type PrivacyOf } from './privacy-marks';

export const everyFlowVariables = {
  tenant: z.string().describe('Whose payment it is: the name of the DFSP in the hub.'),
  traceparent: z.string().describe('W3C trace context of the request that began it all.'),
  errorInformation: errorInformationSchema
    .nullish()
    .describe('What went wrong, as FSPIOP says it; none when nothing did.'),
  transactionId: z.string().describe('Id of the payment; every other id is derived from it.'),
  requestHash: z
    .string()
    .describe('SHA-256 (hex) of the canonical request body that the process began with.'),
  repeatedHash: z.string().describe('Hash of a repeated request, to hold against requestHash.'),
  questionId: z.string().describe('Under which somebody waits for the answer to a question.'),
  switchName: z.string().describe("Of the tenant's switches, the one that the payment goes over."),
  switchAhead: z
    .string()
    .describe(
      "How far the switch's clock is ahead of the engine's, as an ISO 8601 duration such as -PT1.5S; PT0S when they may be the same.",
    ),
  switchQuestion: z
    .object({
      askedAt: z.string().nullable(),
      earliestAnswer: z.string(),
    })
    .describe(
      "The last question about the transfer: when the switch got it, by the switch's own clock (null: it gave none), and the least that the Date of an answer to it can be.",
    ),
  transferExpiration: z
    .string()
    .describe(
      'When the transfer expires, in UTC. On the payer’s side it is fixed when the funds are blocked.',
    ),
  transferAnswer: transferAnswerSchema.describe("The switch's last word on the transfer."),
  stepStartedAt: z
    .string()
    .describe("When the step began, by the engine's clock; the same for every retry of its job."),
  transferId: z.string().describe('FSPIOP transferId.'),
  peerFspId: z
    .string()
    .describe('The FSP on the other side of the transfer, when the switch is asked for its state.'),
  answeredBy: z
    .string()
    .nullable()
    .describe('FSPIOP-Source of who has answered; null when the switch itself has.'),
} as const;

export const everyFlowPrivacy: PrivacyOf<typeof everyFlowVariables> = {
  tenant: key,
  traceparent: plain,
  errorInformation: key,
  transactionId: key,
  requestHash: plain,
  repeatedHash: plain,
  questionId: plain,
  switchName: key,
  switchAhead: plain,
  switchQuestion: plain,
  transferExpiration: plain,
  transferAnswer: plain,
  stepStartedAt: plain,
  transferId: key,
  peerFspId: key,
  answeredBy: key,
};

export const everyFlowMessages = {
  /** PUT or PATCH /transfers or its error, on either side. Key tenant:transferId. Variable `transferAnswer`. */
  transferAnswered: 'transfer-answered',
  /** Ends a wait of `Asker`. Key: questionId. Variable `answer`. */
  questionAnswered: 'question-answered',
} as const;
