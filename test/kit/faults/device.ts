/** A device of lion's at which a customer of buffalo's pays by a one-time password. */
import type { UseCaseName } from '../../../connectors/common/contracts/use-cases';
import { until } from './engine-time';
import type { Payment } from './payments';
import type { World } from './world';

const path = '/channel/transaction-requests';

/** What a device asks for, and what becomes of it. */
export class DevicePayment {
  private questionsAnswered = 0;

  private constructor(
    private readonly world: World,
    readonly payment: Payment,
    readonly requestId: string,
  ) {}

  static async asked(
    world: World,
    useCase: UseCaseName,
    payment?: Payment,
  ): Promise<DevicePayment> {
    const asking = payment ?? (await world.prepare({ from: 'buffalo' }));
    const { payer, payee, amount, clientCorrelationId } = asking;
    const { status, report } = await world.callChannel('lion', 'POST', path, {
      useCase,
      clientCorrelationId: `${clientCorrelationId}-${useCase}`,
      payer: { partyIdType: 'MSISDN', partyIdentifier: payer.msisdn },
      payee: { partyIdType: 'MSISDN', partyIdentifier: payee.msisdn },
      amount: { amount, currency: 'TZS' },
    });
    if (status !== 202) throw new Error(`asked for in vain: ${status}`);
    return new DevicePayment(world, asking, report.requestId ?? '');
  }

  /** The payer's id of it, once the payer's DFSP has told it. */
  get transactionId(): string {
    return this.world.heard.of(this.requestId).at(-1)?.transactionId ?? '';
  }

  /** The codes that its payer was shown for it. */
  get codes(): readonly string[] {
    return this.world.heard.codes
      .filter(({ transactionId }) => transactionId === this.transactionId)
      .map(({ oneTimePassword }) => oneTimePassword);
  }

  /** The device is asked to let the payer enter something, once more than it has answered. Resolves with the tries left. */
  async isAsked(): Promise<number> {
    const { heard, time } = this.world;
    const mine = () =>
      heard.deviceQuestions.filter(({ requestId }) => requestId === this.requestId);
    await time.passUntil('the device is asked', () =>
      Promise.resolve(mine().length > this.questionsAnswered || this.hasEnded),
    );
    this.questionsAnswered = mine().length;
    return mine().at(-1)?.triesLeft ?? 0;
  }

  async answers(body: object): Promise<number> {
    const address = `${path}/${this.requestId}/authorization`;
    return (await this.world.callChannel('lion', 'POST', address, body)).status;
  }

  async enters(authenticationValue: string): Promise<void> {
    const status = await this.answers({ responseType: 'ENTERED', authenticationValue });
    if (status !== 202) throw new Error(`entered in vain: ${status}`);
  }

  /** `PUT /authorizations` to the payer's hub, as a switch hands it on, from whoever says so. Resolves with the HTTP status. */
  async putAuthorization(
    transactionRequestId: string,
    authenticationValue: string,
    from = 'lion',
  ): Promise<number> {
    return this.world.callHub({
      method: 'PUT',
      path: `/authorizations/${transactionRequestId}`,
      body: JSON.stringify({
        responseType: 'ENTERED',
        authenticationInfo: { authentication: 'OTP', authenticationValue },
      }),
      ...{ from, to: 'buffalo' },
    });
  }

  private get hasEnded(): boolean {
    const states = this.world.heard.states(this.requestId);
    return states.includes('COMMITTED') || states.includes('ABORTED');
  }

  /** Both sides have heard how it ended. */
  async ends(state: 'COMMITTED' | 'ABORTED'): Promise<void> {
    const { heard, time } = this.world;
    await time.passUntil(`both have heard ${state}`, () =>
      Promise.resolve(
        [this.requestId, this.transactionId].every((id) => heard.states(id).includes(state)),
      ),
    );
    await until('the payer’s hold is over', async () => (await this.money()).holds === 0);
  }

  /** What the two accounts hold now. */
  async money(): Promise<{ payer: string; payee: string; holds: number }> {
    const { payer, payee } = this.payment;
    const accountOf = ({ dfsp, accountId }: Payment['payer']) =>
      this.world.stack.fineract[dfsp].control.account(accountId);
    const [ofPayer, ofPayee] = [await accountOf(payer), await accountOf(payee)];
    return {
      payer: ofPayer.ledger,
      payee: ofPayee.ledger,
      holds: ofPayer.openHolds.length,
    };
  }
}
