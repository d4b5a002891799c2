/** What happens to a payment when its process comes to an element, or has left it behind. */
import type { PaymentEventDetails, PaymentEventKind } from '../../common/contracts/payment-events';
import { paymentSides } from '../../common/contracts/payment-events';
import { operatorDecisions } from '../../common/contracts/operator';
import type { Facts } from './facts';

type Side = (typeof paymentSides)[number];

/** What a rule looks at: what is known, and what was told before. */
export interface Known {
  readonly facts: Facts;
  /** Kinds that were told of this process. */
  readonly told: readonly PaymentEventKind[];
  /** The reason for which it was told to wait for an operator, until one has decided. */
  readonly waitingFor?: string | undefined;
}

interface RuleOf<Kind extends PaymentEventKind> {
  readonly on: 'activated' | 'completed';
  readonly kind: Kind;
  /** Undefined: this time it is no event. */
  readonly details: (known: Known) => PaymentEventDetails[Kind] | undefined;
}
export type Rule = { [Kind in PaymentEventKind]: RuleOf<Kind> }[PaymentEventKind];
type RulesByElement = Readonly<Record<string, readonly Rule[]>>;

const on =
  (moment: Rule['on']) =>
  <Kind extends PaymentEventKind>(kind: Kind, details: RuleOf<Kind>['details']): RuleOf<Kind> => ({
    on: moment,
    kind,
    details,
  });
const activated = on('activated');
const completed = on('completed');

const nothingMore = () => ({});
const error = ({ facts }: Known) => ({ errorCode: facts.errorCode });

/** Steps that are tried again and again come to the same point each time. */
const firstTime =
  <Details>(kind: PaymentEventKind, details: (known: Known) => Details) =>
  (known: Known): Details | undefined =>
    known.told.includes(kind) ? undefined : details(known);

/** The switch's, unless an operator has said it while the switch had not. */
const onWordOf =
  (decision: 'book' | 'release' | 'reverse') =>
  ({ facts: { operatorReason: reason, nextStep } }: Known) => {
    const wasOpen = reason === 'OUTCOME_UNKNOWN' || reason === 'CREDIT_UNCONFIRMED';
    const isOperators = wasOpen && nextStep === decision;
    return { onWordOf: isOperators ? ('operator' as const) : ('switch' as const) };
  };

/** What an operator has settled by hand ends as the switch's verdict has it. */
const whereClosed =
  <Details>(as: 'paid' | 'not paid', details: (known: Known) => Details) =>
  (known: Known): Details | undefined =>
    (known.facts.operatorReason === 'BOOKING_FAILED') === (as === 'paid')
      ? details(known)
      : undefined;

function terms({ facts }: Known): PaymentEventDetails['quoted'] | undefined {
  const { quote, payerFspFee } = facts;
  if (quote === undefined) return undefined;
  const { expiration: expiresAt, ...amounts } = quote;
  return { ...amounts, ...(payerFspFee !== undefined && { payerFspFee }), expiresAt };
}

const operator: RulesByElement = {
  awaitOperator: [
    activated('waiting-for-operator', ({ facts, waitingFor }) => {
      const { operatorReason: reason, operatorChoices: choices = [] } = facts;
      // What is tried again by itself, in vain, waits as before.
      return reason === undefined || reason === waitingFor ? undefined : { reason, choices };
    }),
    completed('decided', ({ facts }) => {
      const decision = operatorDecisions.find((one) => one === facts.nextStep);
      return decision === undefined ? undefined : { decision };
    }),
  ],
};

const askingSwitch: RulesByElement = { askSwitch: [completed('switch-asked', nothingMore)] };

const payerTransfer = {
  ...operator,
  ...askingSwitch,
  paymentRequested: [
    completed('requested', ({ facts: { request, requestToken } }) =>
      request === undefined || requestToken === undefined ? request : { ...request, requestToken },
    ),
  ],
  payeeFound: [completed('payee-found', nothingMore)],
  awaitQuote: [
    completed('quoted', (known) =>
      ['agreed', 'ask payer'].includes(known.facts.quoteVerdict ?? '') ? terms(known) : undefined,
    ),
  ],
  // For another amount than was asked for our own DFSP's fee may be another.
  quotePayerAgain: [completed('quoted', terms)],
  awaitPayer: [
    activated('waiting-for-payer', nothingMore),
    completed('payer-decided', ({ facts: { payerDecision: decision } }) =>
      decision === undefined ? undefined : { decision },
    ),
  ],
  blockFunds: [completed('held', nothingMore)],
  requestTransfer: [completed('sent-to-switch', nothingMore)],
  bookFunds: [
    activated('committed', firstTime('committed', onWordOf('book'))),
    completed('booked', nothingMore),
  ],
  releaseBlock: [
    activated('aborted', (known) =>
      // Of what was never sent there is nothing to abort.
      known.facts.operatorReason === 'HOLD_UNKNOWN'
        ? undefined
        : firstTime('aborted', onWordOf('release'))(known),
    ),
    completed('released', nothingMore),
    completed('failed', firstTime('failed', error)),
  ],
  releaseUnknown: [
    completed('released', nothingMore),
    completed('failed', firstTime('failed', error)),
  ],
  closed: [
    completed('booked', whereClosed('paid', nothingMore)),
    completed('released', whereClosed('not paid', nothingMore)),
    completed('failed', whereClosed('not paid', firstTime('failed', error))),
  ],
  paymentFailed: [completed('failed', firstTime('failed', error))],
} satisfies RulesByElement;

/** The payment of a request to pay begins when the request is taken: what is refused before that is none. */
const { paymentRequested: requested, ...afterRequest } = payerTransfer;
const payerRequestToPay: RulesByElement = {
  ...afterRequest,
  takeRequest: requested,
  requestRefused: payerTransfer.paymentFailed,
};

const payeeQuote: RulesByElement = {
  quoteReceived: [completed('quote-asked', nothingMore)],
  answerQuote: [completed('quote-given', nothingMore)],
  answerError: [activated('quote-refused', error)],
  answerNotDelivered: [completed('quote-not-delivered', nothingMore)],
  errorNotDelivered: [completed('quote-not-delivered', nothingMore)],
};

const payeeTransfer: RulesByElement = {
  ...operator,
  ...askingSwitch,
  transferReceived: [completed('transfer-received', nothingMore)],
  answerTransfer: [completed('transfer-accepted', nothingMore)],
  answerAgain: [completed('transfer-accepted', firstTime('transfer-accepted', nothingMore))],
  refuseTransfer: [activated('transfer-refused', error)],
  creditPayee: [
    activated('committed', firstTime('committed', onWordOf('book'))),
    completed('credited', nothingMore),
  ],
  creditOnWord: [completed('credited-on-word', firstTime('credited-on-word', nothingMore))],
  undoCredit: [
    activated('aborted', firstTime('aborted', onWordOf('reverse'))),
    completed('credit-undone', nothingMore),
  ],
  // An operator may close what was credited by hand, or lets a credit stand.
  evaluateFees: [
    activated(
      'committed',
      firstTime('committed', () => ({ onWordOf: 'operator' as const })),
    ),
    activated('credited', firstTime('credited', nothingMore)),
  ],
  timeToForget: [
    activated('aborted', (known) =>
      known.told.some((kind) => kind === 'credited' || kind === 'aborted')
        ? undefined
        : onWordOf('release')(known),
    ),
    activated('failed', (known) => (known.told.includes('credited') ? undefined : error(known))),
  ],
};

interface ProcessRules {
  /** Null: what is made up for later is not known to be one side's. */
  readonly side: Side | null;
  readonly elements: RulesByElement;
}

/** By process; of others nothing is told. Looking up a party of ours belongs to no payment yet. */
export const rulesByProcess: Readonly<Record<string, ProcessRules>> = {
  'payer-transfer': { side: 'payer', elements: payerTransfer },
  'payer-request-to-pay': { side: 'payer', elements: payerRequestToPay },
  'payee-quote': { side: 'payee', elements: payeeQuote },
  'payee-transfer': { side: 'payee', elements: payeeTransfer },
  'missed-fees': { side: null, elements: {} },
};

/** Variables of processes that hold what an evaluation of the fee rules has come to. */
export const feeVariables: readonly string[] = ['feesOfQuote', 'feesOfTransfer', 'fees'];
