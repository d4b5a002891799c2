import type { RecordedCall } from '../../simulators/fineract/control-client';
import type { LoggedMessage } from '../../simulators/switch/message-log';
import type { Step } from './world';

/** FSPIOP messages and Fineract calls in plain words. Pure: from the simulators' logs to the story. */

type Fields = Readonly<Record<string, unknown>>;

/** A message that the switch passed on as it was is one step: `lion → switch → buffalo`. */
export function stepsOfSwitch(log: readonly LoggedMessage[]): Step[] {
  const passedOn = new Set<LoggedMessage>();
  const steps: Step[] = [];
  for (const message of log) {
    if (passedOn.has(message)) continue;
    const next = message.direction === 'in' ? findPassedOn(message, log) : undefined;
    if (next !== undefined) passedOn.add(next);
    steps.push({
      atMs: message.atMs,
      way: wayOf(message, next),
      words: wordsOfMessage(message),
      protocol: `${message.method} ${shortPath(message.path)}`,
    });
  }
  return steps;
}

function findPassedOn(
  message: LoggedMessage,
  log: readonly LoggedMessage[],
): LoggedMessage | undefined {
  return log.find(
    (other) =>
      other.direction === 'out' &&
      other.sequence > message.sequence &&
      other.fsp !== message.fsp &&
      other.method === message.method &&
      other.path === message.path &&
      other.body === message.body,
  );
}

function wayOf(message: LoggedMessage, passedOn: LoggedMessage | undefined): string {
  if (message.direction === 'out') return `switch → ${message.fsp}`;
  return `${message.fsp} → switch${passedOn === undefined ? '' : ` → ${passedOn.fsp}`}`;
}

function wordsOfMessage({ method, path, body }: LoggedMessage): string {
  const fields = fieldsOf(body);
  if (path.endsWith('/error')) {
    const { errorCode, errorDescription } = fieldsAt(fields, 'errorInformation');
    return `no: ${shorten(String(errorDescription))} (${String(errorCode)})`;
  }
  const id = path.split('/').at(-1) ?? '';
  switch (`${method} ${path.split('/')[1] ?? ''}`) {
    case 'GET participants':
      return `at which DFSP is ${id}?`;
    case 'PUT participants':
      return `at ${String(fields['fspId'])}`;
    case 'GET parties':
      return `who has ${id}?`;
    case 'PUT parties':
      return `${String(fieldsAt(fields, 'party')['name'])} has an account here`;
    case 'POST quotes':
      return `what would it cost to pay ${moneyIn(fields, 'amount')}?`;
    case 'PUT quotes':
      return `we take ${moneyIn(fields, 'transferAmount')}; here are the terms, sealed`;
    case 'POST transfers':
      return `${moneyIn(fields, 'amount')} on these terms`;
    case 'GET transfers':
      return 'how does the transfer stand?';
    case 'PUT transfers':
    case 'PATCH transfers':
      return transferWords(String(fields['transferState']));
    case 'POST transactionRequests':
      return `please pay ${moneyIn(fields, 'amount')}`;
    case 'PUT transactionRequests':
      return `the request is ${String(fields['transactionRequestState'])}`;
    case 'GET authorizations':
      return 'let the payer enter the password';
    case 'PUT authorizations':
      return `the payer has ${String(fields['responseType'])} it`;
    default:
      return '';
  }
}

function transferWords(state: string): string {
  switch (state) {
    case 'RESERVED':
      return 'agreed, here is the proof (fulfilment)';
    case 'COMMITTED':
      return 'the payment stands: COMMITTED';
    case 'ABORTED':
      return 'the payment is off: ABORTED';
    default:
      return state;
  }
}

/** Looking up balances and names is left out: it would be half of all lines. */
export function stepsOfFineract(dfsp: string, calls: readonly RecordedCall[]): Step[] {
  const keys = new Set<string>();
  return calls.flatMap((call) => {
    const words = wordsOfCall(call);
    if (words === undefined) return [];
    // Fineract answers a key that it knows with what it said the first time: so is a hold found again.
    const isRepeated = call.idempotencyKey !== undefined && keys.has(call.idempotencyKey);
    if (call.idempotencyKey !== undefined) keys.add(call.idempotencyKey);
    const refusal = call.status === 200 ? '' : ' Refused';
    return [
      {
        atMs: call.atMs,
        way: `${dfsp} · Fineract`,
        words: `${isRepeated ? 'what did it say to: ' : ''}${words}${isRepeated ? '?' : refusal}`,
        protocol:
          `${call.method} /${call.url.replace('interoperation/', '')} ${call.status ?? ''}`.trim(),
      },
    ];
  });
}

function wordsOfCall({ method, url, body }: RecordedCall): string | undefined {
  const fields = fieldsOf(body);
  const money = () => moneyIn(fields, 'amount');
  const side = fields['transactionRole'];
  switch (`${method} ${url.replace(/^interoperation\//, '')}`) {
    case 'POST transfers?action=PREPARE':
      return `hold ${money()}`;
    case 'POST transfers?action=RELEASE':
      return `let go of the held ${money()}`;
    case 'POST transfers?action=CREATE':
      return side === 'PAYER' ? `take the held ${money()}` : `credit ${money()}`;
    default:
      return undefined;
  }
}

function moneyIn(fields: Fields, name: string): string {
  const { amount, currency } = fieldsAt(fields, name);
  return `${String(amount)} ${String(currency)}`;
}

function fieldsAt(fields: Fields, name: string): Fields {
  const value = fields[name];
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function fieldsOf(body: string): Fields {
  return body === '' ? {} : (JSON.parse(body) as Fields);
}

function shorten(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}

/** The first part of a UUID tells it apart well enough, and what is asked for is said in words. */
function shortPath(path: string): string {
  return path
    .replace(/\?.*$/, '?…')
    .replace(/([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '$1…');
}
