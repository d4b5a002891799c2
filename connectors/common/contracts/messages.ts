/**
 * The messages that parts publish and processes wait for: the only way from the outside world into a
 * running payment. Names and shapes are a contract with the diagrams in bpmn/.
 */
import { authorizationMessages } from './authorizations';
import { everyFlowMessages } from './every-flow';
import { feesMessages } from './fees';
import { flowsToComeMessages } from './flows-to-come';
import { payeeMessages } from './payee';
import { payerTransferMessages } from './payer-transfer';
import { requestToPayMessages } from './request-to-pay';

export const messageNames = {
  ...everyFlowMessages,
  ...payerTransferMessages,
  ...payeeMessages,
  ...feesMessages,
  ...flowsToComeMessages,
  ...authorizationMessages,
  ...requestToPayMessages,
} as const;

/**
 * Answers that name no question. Messages would be kept for a while, so that one which nobody has asked for would
 * answer the next question, and would wake one waiter only. A signal is heard by all who wait, at that moment.
 */
export const signalNames = {
  /** PUT /parties. Name: see partySignalName, with the payee's DFSP. Variable `partyAnswer`. */
  partyFound: 'party-found',
  /** PUT /parties/../error. Name as above, with the DFSP unless the switch itself says it. Variable `partyAnswer`. */
  partyNotFound: 'party-not-found',
  /** PUT /participants/{Type}/{ID} or its error, from the switch. Name without a DFSP. Variable `participantAnswer`. */
  participantAnswered: 'participant-answered',
  /** A payer has got a newer code for a device. Name: see codeReplacedSignalName. */
  authorizationCodeReplaced: 'authorization-code-replaced',
} as const;
export type PartySignal = Exclude<
  (typeof signalNames)[keyof typeof signalNames],
  typeof signalNames.authorizationCodeReplaced
>;

/**
 * Questions to a process that is there already. It hears them as signals, under the name of the message and its key: a
 * message's subscription costs each payment six records of the engine, a signal's two. The door says them as messages
 * too, for processes that began on earlier diagrams, until version 0.4.
 */
export const questionsAsSignals: readonly string[] = [
  messageNames.payerTransferStateAsked,
  messageNames.quoteStateAsked,
  messageNames.transferStateAsked,
  messageNames.authorizationCodeStateAsked,
  messageNames.authorizationAsked,
  messageNames.transactionRequestStateAsked,
  messageNames.requestToPayStateAsked,
];
