import { toolkitFsp } from '../tenants';
import {
  answer,
  refuse,
  silence,
  type Callback,
  type Operation,
  type Rules,
} from '../toolkit/rules';

/** How the toolkit answers a request, where that is not as usual. */
export type Answer =
  | { readonly answer: Partial<Callback> }
  /** Its callback to /error: with a code, or with a body of its own. */
  | { readonly error: string; readonly source?: string; readonly contentType?: string }
  | { readonly oddError: object }
  | 'silence';

const operations = {
  participant: { method: 'get', path: '/participants/{Type}/{ID}' },
  party: { method: 'get', path: '/parties/{Type}/{ID}' },
  quote: { method: 'post', path: '/quotes' },
  transfer: { method: 'post', path: '/transfers' },
  transferState: { method: 'get', path: '/transfers/{ID}' },
  request: { method: 'post', path: '/transactionRequests' },
  requestState: { method: 'get', path: '/transactionRequests/{ID}' },
} as const satisfies Record<string, Operation>;

/** By which name the toolkit speaks as switch. */
export const hub = 'Hub';
const later = () => new Date(Date.now() + 3_600_000).toISOString();
export const completedTimestamp = new Date().toISOString();
const amount = {
  amount: '{$request.body.amount.amount}',
  currency: '{$request.body.amount.currency}',
};

/** As a payee's DFSP and its switch. Packet, condition and fulfilment are added by the toolkit itself. */
const usual: Partial<Record<keyof typeof operations, Callback>> = {
  participant: { source: hub, body: { fspId: toolkitFsp } },
  party: {
    source: toolkitFsp,
    body: {
      party: {
        partyIdInfo: {
          partyIdType: '{$request.params.Type}',
          partyIdentifier: '{$request.params.ID}',
          fspId: toolkitFsp,
        },
        name: 'Baraka Mushi',
        personalInfo: { complexName: { firstName: 'Baraka', lastName: 'Mushi' } },
      },
    },
  },
  quote: { source: toolkitFsp, body: { transferAmount: amount, expiration: later() } },
  transfer: { source: toolkitFsp, body: { transferState: 'COMMITTED', completedTimestamp } },
  transferState: { source: hub, body: { transferState: 'COMMITTED', completedTimestamp } },
};

export type Answers = Readonly<Partial<Record<keyof typeof operations, Answer>>>;

/** As usual where `answers` says nothing else; silent where nothing is usual. */
export function rulesOf(answers: Answers): Rules {
  const names = Object.keys(operations) as (keyof typeof operations)[];
  const rules = names.map((name) => ruleOf(operations[name], usual[name], answers[name]));
  return {
    validation: rules.flatMap(({ validation = [] }) => validation),
    callback: rules.flatMap(({ callback = [] }) => callback),
  };
}

function ruleOf(
  operation: Operation,
  usually: Callback | undefined,
  how: Answer = usually === undefined ? 'silence' : { answer: usually },
): Rules {
  if (how === 'silence') return { callback: [silence(operation)] };
  if ('answer' in how) {
    const callback = { source: toolkitFsp, body: {}, ...usually, ...how.answer };
    return { callback: [answer(operation, callback)] };
  }
  if ('oddError' in how) {
    return { validation: [refuse(operation, { source: hub, body: how.oddError })] };
  }
  const { error: errorCode, source = toolkitFsp, contentType } = how;
  const body = { errorInformation: { errorCode, errorDescription: 'as the rule says' } };
  return { validation: [refuse(operation, { source, body, ...(contentType && { contentType }) })] };
}
