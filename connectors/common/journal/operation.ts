import { namedPartySchema } from '../contracts/fspiop';
import { useCases } from '../contracts/use-cases';

/** Words of the paths that the hub calls and serves. All else in a path may be a person's number, or an id. */
const words: ReadonlySet<string> = new Set([
  // FSPIOP
  ...['participants', 'parties', 'quotes', 'transfers', 'transactions', 'transactionRequests'],
  ...['authorizations', 'bulkQuotes', 'bulkTransfers', 'fxQuotes', 'fxTransfers', 'services'],
  ...['error', ...namedPartySchema.shape.partyIdType.options],
  // Fineract
  ...['fineract-provider', 'api', 'v1', 'interoperation', 'accounts', 'clients', 'savingsaccounts'],
  ...['external-id', 'search'],
  // The channel
  ...[
    'channel',
    'decision',
    'authorization',
    'authorization-codes',
    ...Object.values(useCases).map(({ resource }) => resource),
  ],
]);

const fineractAction = /[?&](?:action|command)=[A-Za-z]{1,32}\b/;

/** `GET /parties/MSISDN/{}`: which request it was, and nobody's name or number. */
export function operationOf(method: string, url: string): string {
  const path = url.replace(/^[a-z]+:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  let places = path.split('/').map((one) => (one === '' || words.has(one) ? one : '{}'));
  // Behind these two an identifier stands that may be any word.
  const party = places.findIndex((one) => one === 'parties' || one === 'participants');
  if (party !== -1) {
    places = places.map((one, at) => (at > party + 1 && one !== 'error' ? '{}' : one));
  }
  const action = fineractAction.exec(url)?.[0].replace(/^&/, '?') ?? '';
  return `${method} ${places.join('/')}${action}`;
}
