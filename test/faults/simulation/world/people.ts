/** Those who use the hub: payers with their apps, operators, and strangers who mean no good. */
import type { HttpRequest, HttpResponse } from '../../../../connectors/common/runtime';
import { operatorDecisions } from '../../../../connectors/common/contracts/operator';
import {
  channelPathOf,
  refundBody,
  refundsPath,
  requestBody,
  type Refund,
} from '../../../kit/faults/payments';
import { Heard } from '../../../kit/faults/heard';
import { dfspNames, type DfspName } from '../../../kit/stack/dfsps';
import type { SimulatedEngine } from '../engine/engine';
import type { EngineJob } from '../engine/instance';
import type { AppRequest, AppResponse } from '../hub/call-app';
import { addresses } from '../hub/tenants';
import { jsonOf } from './headers';
import type { SimulatedPayment } from './payments';
import type { Surroundings } from './surroundings';
import type { SimulatedSwitch } from './switch';

/** Longer than a request lasts, and than a payer has to decide. */
const tooLateMs = 420_000;

type CallApp = (request: AppRequest) => Promise<AppResponse>;

/** The payers' apps. */
export class Payers {
  readonly heard = new Heard();
  /** Transaction ids, or ids of requests to pay, that the channel has answered, by clientCorrelationId. */
  readonly acknowledged = new Map<string, Set<string>>();

  constructor(
    private readonly payments: readonly SimulatedPayment[],
    private readonly around: Surroundings,
    private readonly callChannel: CallApp,
  ) {}

  begin(): void {
    const { scheduler, faults, chance } = this.around;
    for (const payment of this.payments) {
      if (payment.atDevice !== undefined) continue;
      const { startsAfterMs, clientCorrelationId: id } = payment;
      scheduler.after(startsAfterMs, () => this.ask(payment, 5));
      this.planRefunds(payment);
      if (!faults.strikes('app-repeats', id)) continue;
      const againMs = chance.between(`again ${id}`, 0, 120_000);
      scheduler.after(startsAfterMs + againMs, () => this.ask(payment, 1));
    }
  }

  /** The app's callback address: answers all that it hears. */
  answer({ url, method, body = '' }: HttpRequest): Promise<HttpResponse> {
    const { pathname: path } = new URL(url);
    this.around.tell(() => `the app hears ${body}`);
    const { status } = this.heard.answer({ method, path, body, headers: {}, to: 'app' } as never);
    const report = JSON.parse(body) as { transactionId: string; requestId?: string; state: string };
    const { transactionId, requestId, state } = report;
    const payment = this.payments.find((one) => one.transactionId === transactionId);
    // Who asks for money hears that state too, and has nothing to decide.
    const isTheirs = payment?.atDevice === undefined && requestId === undefined;
    if (payment !== undefined && isTheirs && state === 'WAITING_FOR_PAYER') this.decide(payment);
    return Promise.resolve({ status, headers: {}, body: '' });
  }

  private ask(payment: SimulatedPayment, triesLeft: number): void {
    const { dfsp } = whoAsks(payment);
    const { askPayer, ...order } = requestBody(payment, addresses.app(dfsp));
    const body = JSON.stringify(payment.request === undefined ? { ...order, askPayer } : order);
    const request = { method: 'POST', path: channelPathOf(payment), headers: jsonOf(dfsp), body };
    void this.callChannel(request).then(({ status, body: answer }) => {
      this.around.tell(() => `payment ${payment.number} of ${dfsp} asked for: ${status} ${answer}`);
      if (status < 300) this.note(payment, answer);
      else if (triesLeft > 1) {
        this.around.scheduler.after(2_000, () => this.ask(payment, triesLeft - 1));
      }
    });
  }

  private planRefunds(payment: SimulatedPayment): void {
    const { scheduler, chance } = this.around;
    const { refunds = [], startsAfterMs, clientCorrelationId: id } = payment;
    if (refunds.length === 0) return;
    const when = startsAfterMs + chance.magnitude(`refund ${id}`, 20_000, 600_000);
    for (const refund of refunds) {
      const apartMs = chance.magnitude(`refunds apart ${id}`, 1, 60_000);
      scheduler.after(when + apartMs, () => this.askRefund(payment, refund, 5));
    }
  }

  private askRefund(payment: SimulatedPayment, refund: Refund, triesLeft: number): void {
    const { dfsp } = payment.payee;
    const body = JSON.stringify(refundBody(payment, refund, addresses.app(dfsp)));
    const request = { method: 'POST', path: refundsPath, headers: jsonOf(dfsp), body };
    void this.callChannel(request).then(({ status, body: answer }) => {
      const { clientCorrelationId: id } = refund;
      this.around.tell(() => `${id} of ${dfsp} asked for: ${status} ${answer}`);
      if (status < 300 || triesLeft <= 1) return;
      this.around.scheduler.after(2_000, () => this.askRefund(payment, refund, triesLeft - 1));
    });
  }

  private note(payment: SimulatedPayment, answer: string): void {
    const { requestId, transactionId } = JSON.parse(answer) as {
      readonly requestId?: string;
      readonly transactionId: string;
    };
    const key = `${whoAsks(payment).dfsp} ${payment.clientCorrelationId}`;
    const known = this.acknowledged.get(key) ?? new Set();
    this.acknowledged.set(key, known.add(requestId ?? transactionId));
  }

  private decide(payment: SimulatedPayment): void {
    const { decision, transactionId, payer, number } = payment;
    if (decision === 'none') return;
    const { scheduler, chance, tell } = this.around;
    const asked = payment.request === undefined ? channelPathOf(payment) : '/channel/transfer';
    const path = `${asked}/${transactionId}/decision`;
    const headers = jsonOf(payer.dfsp);
    const isLate = decision === 'accept too late';
    const body = JSON.stringify({ decision: isLate ? 'accept' : decision });
    const afterMs = isLate ? tooLateMs : chance.between('time to decide', 500, 30_000);
    scheduler.after(afterMs, () => {
      tell(() => `the payer of payment ${number} says: ${decision}`);
      void this.callChannel({ method: 'POST', path, headers, body });
    });
  }
}

/** Whose app asks for the payment. */
export function whoAsks({ payer, payee, request }: SimulatedPayment): SimulatedPayment['payer'] {
  return request === undefined ? payer : payee;
}

/** Who decides about payments that wait for a person. */
export class Operators {
  constructor(
    private readonly around: Surroundings,
    private readonly engine: () => SimulatedEngine,
    private readonly theSwitch: () => SimulatedSwitch,
  ) {}

  asked(job: EngineJob): void {
    const { faults, chance, scheduler } = this.around;
    const where = `${job.wait.instance.process.id} ${transferIdOf(job)}`;
    const kinds = ['operator-decides', 'operator-errs'] as const;
    const kind = faults.oneOf(where, mayBeRash(job) ? ['operator-is-rash', ...kinds] : kinds);
    if (kind === undefined) return;
    const afterMs = chance.magnitude(`decides ${where}`, 1_000, 300_000);
    scheduler.after(afterMs, () => {
      const decision = this.decisionOf(kind, job, where);
      const taken = decision === undefined ? undefined : this.engine().take(job.key, 1_000);
      if (taken === undefined) return;
      this.around.tell(() => `an operator decides of ${where}: ${String(decision)}`);
      this.engine().completeJob(job.key, { operatorDecision: decision ?? null });
    });
  }

  private decisionOf(
    kind: 'operator-decides' | 'operator-errs' | 'operator-is-rash',
    job: EngineJob,
    where: string,
  ): string | undefined {
    if (kind === 'operator-is-rash') return 'book';
    return kind === 'operator-decides' ? this.rightOf(job) : this.wrongOf(job, where);
  }

  /** What the switch's own records say; nobody decides against them. */
  private rightOf(job: EngineJob): string | undefined {
    const choices = choicesOf(job);
    if (!choices.includes('ask-again')) return choices[0];
    const { ledger } = this.theSwitch().machine;
    const state = ledger.find(transferIdOf(job))?.state;
    if (state === 'COMMITTED') return choices.find((one) => one === 'book' || one === 'close');
    if (state !== 'ABORTED') return 'ask-again';
    return choices.find((one) => one === 'release' || one === 'reverse');
  }

  /** Undefined where everything is open: then only the switch's records keep a person from a wrong decision. */
  private wrongOf(job: EngineJob, where: string): string | undefined {
    const choices = choicesOf(job);
    const closed = operatorDecisions.filter((one) => !choices.includes(one));
    const [first, ...others] = closed;
    return first && this.around.chance.oneOf(`errs ${where}`, [first, ...others]);
  }
}

function choicesOf({ wait }: EngineJob): readonly string[] {
  return wait.scope.get('operatorChoices') as readonly string[];
}

/** On the payee's side what is credited too early is undone; a payer's debit is not. */
function mayBeRash(job: EngineJob): boolean {
  const choices = choicesOf(job);
  return (
    job.wait.instance.process.id === 'payee-transfer' &&
    choices.includes('ask-again') &&
    choices.includes('book')
  );
}

function transferIdOf({ wait }: EngineJob): string {
  return wait.scope.get('transferId') as string;
}

/** While each of the payment's answers is waited for. */
const strangersMoments = [300, 700, 1_000, 2_000, 20_000, 38_000, 45_000, 55_000, 80_000] as const;

/** Sends what only the switch, or the DFSP that was asked, may say. */
export class Strangers {
  constructor(
    private readonly around: Surroundings,
    private readonly callFspiop: CallApp,
  ) {}

  begin(payments: readonly SimulatedPayment[]): void {
    const { strangersSpeak = 1 } = this.around.emphasis;
    const ears = payments.flatMap((payment) => dfspNames.map((to) => ({ payment, to })));
    for (const { payment, to } of ears) {
      for (let count = 0; count < strangersSpeak; count += 1) this.maySpeak(payment, to);
    }
  }

  private maySpeak(payment: SimulatedPayment, to: DfspName): void {
    const { scheduler, chance, faults } = this.around;
    const where = `${to}, payment ${payment.number}`;
    if (!faults.strikes('stranger-speaks', where)) return;
    const at = chance.oneOf(`stranger ${where}`, strangersMoments);
    scheduler.after(payment.startsAfterMs + at, () => this.speak(payment, to));
  }

  private speak(payment: SimulatedPayment, to: string): void {
    const { transferId, quoteId, payer, payee, request } = payment;
    const { chance, tell, scheduler } = this.around;
    const other = payer.dfsp === to ? payee.dfsp : payer.dfsp;
    const fulfilment = 'f5sqb7tBTWPd5Y8BDFdMm9BJR_MNI4isf8p8n4D5pHA';
    const committed = { transferState: 'COMMITTED', fulfilment };
    const refused = { errorInformation: { errorCode: '5001', errorDescription: 'Never' } };
    const what: readonly [Said, ...Said[]] = [
      ['transfers', `/transfers/${transferId}`, committed],
      ['transfers', `/transfers/${transferId}/error`, refused],
      ['quotes', `/quotes/${quoteId}/error`, refused],
      ...(request === undefined ? [] : saidOfRequest(request.transactionRequestId)),
      ...(request === undefined ? [] : [askedInAnothersName(payment)]),
    ];
    const [resource, path, said, method = 'PUT'] = chance.oneOf('what the stranger says', what);
    const mediaType = `application/vnd.interoperability.${resource}+json;version=1.1`;
    const headers = {
      'content-type': mediaType,
      ...(method === 'POST' && { accept: mediaType }),
      date: new Date(scheduler.now).toUTCString(),
      // The other DFSP itself may lie too: only the switch decides. What it asks for its own customer is no lie.
      'fspiop-source':
        method === 'POST' ? 'hyena' : chance.oneOf('who the stranger is', ['hyena', other]),
      'fspiop-destination': to,
    };
    const body = JSON.stringify(said);
    tell(() => `a stranger says to ${to}: ${method} ${path} ${body}`);
    void this.callFspiop({ method, path, headers, body });
  }
}

function saidOfRequest(id: string): readonly Said[] {
  const path = `/transactionRequests/${id}`;
  return [
    ['transactionRequests', path, { transactionRequestState: 'REJECTED' }],
    ['transactionRequests', path, { transactionRequestState: 'ACCEPTED', transactionId: id }],
  ];
}

/** Money for a payee who is no customer of the DFSP that asks. */
function askedInAnothersName({ payer, payee, number }: SimulatedPayment): Said {
  const phone = ({ msisdn }: SimulatedPayment['payer']) => ({
    ...{ partyIdType: 'MSISDN', partyIdentifier: msisdn },
  });
  return [
    'transactionRequests',
    '/transactionRequests',
    {
      transactionRequestId: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
      payee: { partyIdInfo: phone(payee) },
      payer: phone(payer),
      amount: { amount: '5', currency: 'TZS' },
      transactionType: { scenario: 'TRANSFER', initiator: 'PAYEE', initiatorType: 'CONSUMER' },
    },
    'POST',
  ];
}

/** Resource, path, body and method. */
type Said = readonly [string, string, object, 'POST'?];
