/** Use cases as their people play them, whatever happens to the hub meanwhile. */
import { authorizationCodeIdOf, secretIdsOf } from '../../../connectors/common/contracts/keys';
import type { UseCaseName } from '../../../connectors/common/contracts/use-cases';
import { currency } from '../stack/dfsps';
import { idSecretOf } from '../stack/tenant-files';
import type { GivenJob } from './engine-gate';
import { until } from './engine-time';
import type { Report } from './heard';
import { refundBody, refundOf, refundsPath, type Payment, type Refund } from './payments';
import type { World } from './world';

type End = 'COMMITTED' | 'ABORTED';

/** One payment of a use case. */
export interface Play {
  readonly payment: Payment;
  /** Their app, or their device, asks for it. */
  begin(): Promise<void>;
  /** They answer what they are asked; resolves with whether they were. */
  act(): Promise<boolean>;
  /** How it ended for everybody; undefined while somebody has not heard. */
  end(): End | undefined;
  isMine(job: GivenJob): boolean;
}

const phone = ({ msisdn }: Payment['payer']) => ({
  partyIdType: 'MSISDN',
  partyIdentifier: msisdn,
});

/** The payer is shown what it costs; agrees or refuses, as often as it is asked. */
class Decider {
  private decided = 0;

  constructor(
    private readonly world: World,
    private readonly payment: Payment,
    private readonly path: string,
    private readonly decision: 'accept' | 'refuse',
  ) {}

  async act(): Promise<boolean> {
    const { transactionId, payer } = this.payment;
    const states = this.world.heard.states(transactionId);
    const asked = states.filter((state) => state === 'WAITING_FOR_PAYER').length;
    if (asked <= this.decided) return false;
    this.decided = asked;
    const { decision } = this;
    await this.world.callChannel(payer.dfsp, 'POST', `${this.path}/${transactionId}/decision`, {
      decision,
    });
    return true;
  }
}

function endOf(states: readonly Report['state'][]): End | undefined {
  return states.includes('COMMITTED') ? 'COMMITTED' : states.find((state) => state === 'ABORTED');
}

function ifAgreed(ends: readonly (End | undefined)[]): End | undefined {
  return ends.every((end) => end === ends[0]) ? ends[0] : undefined;
}

function namesOneOf(ids: readonly string[]): (job: GivenJob) => boolean {
  return ({ variables }) => ids.some((id) => variables.includes(id));
}

async function requireTaken(asked: Promise<{ readonly status: number }>): Promise<void> {
  const { status } = await asked;
  if (status !== 202) throw new Error(`asked for in vain: ${status}`);
}

/** The payee asks for it; the payer's DFSP makes its ids. */
class Requested implements Play {
  readonly isMine: Play['isMine'];
  protected readonly requestId: string;

  constructor(
    protected readonly world: World,
    readonly payment: Payment,
    private readonly payersAct: () => Promise<boolean>,
  ) {
    const { request, transactionId, quoteId, transferId, payer, payee } = payment;
    this.requestId = request?.requestId ?? '';
    const ids = [this.requestId, request?.transactionRequestId ?? '', transactionId, quoteId];
    this.isMine = namesOneOf([...ids, transferId, payer.msisdn, payee.msisdn]);
  }

  begin(): Promise<void> {
    return this.ask();
  }

  act(): Promise<boolean> {
    return this.payersAct();
  }

  end(): End | undefined {
    const { heard } = this.world;
    const { transactionId } = this.payment;
    return ifAgreed([this.requestId, transactionId].map((id) => endOf(heard.states(id))));
  }

  protected ask(): Promise<void> {
    const { useCase, clientCorrelationId, payer, payee, amount } = this.payment;
    return requireTaken(
      this.world.callChannel(payee.dfsp, 'POST', '/channel/transaction-requests', {
        ...{ useCase, clientCorrelationId, payer: phone(payer), payee: phone(payee) },
        amount: { amount, currency },
      }),
    );
  }
}

export async function requestToPay(
  world: World,
  decision: 'accept' | 'refuse' | 'none',
): Promise<Play> {
  const payment = await world.prepare({ from: 'buffalo', useCase: 'request-to-pay' });
  if (decision === 'none') return new Requested(world, payment, () => Promise.resolve(false));
  const decider = new Decider(world, payment, '/channel/transfer', decision);
  return new Requested(world, payment, () => decider.act());
}

/** What its payer enters at the payee's device, as often as they are asked to. */
class AtDevice {
  private entered = 0;

  constructor(
    private readonly world: World,
    private readonly payment: Payment,
    private readonly code: (number: number) => string,
  ) {}

  async act(): Promise<boolean> {
    const { request, payee } = this.payment;
    const requestId = request?.requestId ?? '';
    const { deviceQuestions } = this.world.heard;
    const asked = deviceQuestions.filter((one) => one.requestId === requestId).length;
    if (asked <= this.entered) return false;
    this.entered = asked;
    const path = `/channel/transaction-requests/${requestId}/authorization`;
    const entry = { responseType: 'ENTERED', authenticationValue: this.code(asked) };
    await this.world.callChannel(payee.dfsp, 'POST', path, entry);
    return true;
  }
}

function lastCodeOf(world: World, id: string): string | undefined {
  return world.heard.codes.findLast((code) =>
    [code.transactionId, code.authorizationCodeId].includes(id),
  )?.oneTimePassword;
}

/** A code that is not this one: what is entered again in the same second is taken for a repeat. */
function other(code: string, number: number): string {
  return `${(Number(code.slice(0, 1)) + number) % 10}${code.slice(1)}`;
}

export async function paidAtDevice(
  world: World,
  useCase: UseCaseName,
  customer: 'enters the code' | 'guesses',
): Promise<Play> {
  const payment = await world.prepare({ from: 'buffalo', useCase });
  const shown = () => lastCodeOf(world, payment.transactionId) ?? '';
  const code = customer === 'guesses' ? (number: number) => other(shown(), number) : shown;
  const device = new AtDevice(world, payment, code);
  return new Requested(world, payment, () => device.act());
}

/** The payer asks for a code, and goes to the machine when that can be used. */
class CodeAskedForBefore extends Requested {
  private readonly codeId: string;
  private isAtMachine = false;

  constructor(world: World, payment: Payment) {
    const codeId = authorizationCodeIdOf(payment.payer.dfsp, payment.clientCorrelationId);
    const device = new AtDevice(world, payment, () => lastCodeOf(world, codeId) ?? '');
    super(world, payment, () => device.act());
    this.codeId = codeId;
  }

  override begin(): Promise<void> {
    const { payer, amount, clientCorrelationId } = this.payment;
    const order = { clientCorrelationId, payer: phone(payer), amount: { amount, currency } };
    return requireTaken(
      this.world.callChannel(payer.dfsp, 'POST', '/channel/authorization-codes', order),
    );
  }

  override async act(): Promise<boolean> {
    if (this.isAtMachine) return super.act();
    if (lastCodeOf(this.world, this.codeId) === undefined) return false;
    const path = `/channel/authorization-codes/${this.codeId}`;
    const { report } = await this.world.callChannel(this.payment.payer.dfsp, 'GET', path);
    if (report.state !== 'WAITING') return false;
    this.isAtMachine = true;
    await this.ask();
    return true;
  }
}

export async function atmCashOut(world: World): Promise<Play> {
  const payment = await world.prepare({ from: 'buffalo', useCase: 'atm-cash-out' });
  return new CodeAskedForBefore(world, payment);
}

export async function paidByQrCode(world: World): Promise<Play> {
  const useCase = 'customer-merchant-payment';
  const payment = await world.prepare({ askPayer: true, useCase });
  const { clientCorrelationId, transactionId, quoteId, transferId, payer, payee, amount } = payment;
  const path = '/channel/merchant-payments';
  const decider = new Decider(world, payment, path, 'accept');
  return {
    payment,
    isMine: namesOneOf([transactionId, quoteId, transferId, payer.msisdn, payee.msisdn]),
    begin: async () => {
      const { report } = await world.callChannel(payee.dfsp, 'POST', '/channel/qr-codes', {
        ...{ payee: phone(payee), amount, currency, merchantName: 'Duka la Mama' },
        ...{ merchantCity: 'Dodoma', merchantCategoryCode: '5411', countryCode: 'TZ' },
      });
      const { qrCode } = report as { readonly qrCode?: string };
      const { callbackUrl } = world;
      const order = { clientCorrelationId, payer: phone(payer), qrCode, askPayer: true };
      await requireTaken(world.callChannel(payer.dfsp, 'POST', path, { ...order, callbackUrl }));
    },
    act: () => decider.act(),
    end: () => endOf(world.heard.states(transactionId)),
  };
}

/** All of a payment is given back; then all of it once more, which must be refused. */
class Refunded implements Play {
  readonly isMine: Play['isMine'];
  private isAskedTwice = false;

  constructor(
    private readonly world: World,
    readonly payment: Payment,
    private readonly refunds: readonly [Refund, Refund],
  ) {
    const [{ transactionId, transferId }] = refunds;
    const { payer, payee } = payment;
    const { quoteId } = secretIdsOf(idSecretOf(payee.dfsp), transactionId);
    this.isMine = namesOneOf([transactionId, transferId, quoteId, payer.msisdn, payee.msisdn]);
  }

  begin(): Promise<void> {
    return this.ask(this.refunds[0]);
  }

  async act(): Promise<boolean> {
    if (this.isAskedTwice || this.endOf(this.refunds[0]) !== 'COMMITTED') return false;
    this.isAskedTwice = true;
    await this.ask(this.refunds[1]);
    return true;
  }

  end(): End | undefined {
    const [first, second] = this.refunds.map((refund) => this.endOf(refund));
    if (first === 'COMMITTED' && second === undefined) return undefined;
    return second === 'COMMITTED' ? undefined : first;
  }

  private endOf({ transactionId }: Refund): End | undefined {
    return endOf(this.world.heard.states(transactionId));
  }

  private ask(refund: Refund): Promise<void> {
    const body = refundBody(this.payment, refund, this.world.callbackUrl);
    return requireTaken(this.world.callChannel(this.payment.payee.dfsp, 'POST', refundsPath, body));
  }
}

/** The payment has been made when this resolves. */
export async function refund(world: World): Promise<Play> {
  const paid = await world.prepare();
  const { clientCorrelationId: id, amount } = paid;
  const first = refundOf(paid, { clientCorrelationId: `back-1-${id}`, amount });
  const second = refundOf(paid, { clientCorrelationId: `back-2-${id}`, amount });
  const payment = { ...paid, refunds: [first, second] };
  world.payments.splice(world.payments.indexOf(paid), 1, payment);
  await world.request(payment);
  await until('what is to be refunded is paid', () => world.hasEnded(payment));
  return new Refunded(world, payment, [first, second]);
}
