import { z } from 'zod';
import { useCases, type UseCaseName } from '../../../connectors/common/contracts/use-cases';
import type { FspiopVersion } from '../../../connectors/mojaloop/api/media-type';
import { partyOf, type App } from '../../kit/real/app';
import { currency, payee, payer } from '../bank';
import type { Stage } from '../stage';
import { toolkitFsp } from '../tenants';
import { completedTimestamp, hub } from './answers';
import { comesTrue } from './hearsay';
import { say, type Message, type Said } from './say';

const amount = { amount: '100.12', currency };

const askedSchema = z.object({ transactionRequestId: z.string() });
const quoteSchema = z.object({
  expiration: z.string(),
  ilpPacket: z.string(),
  condition: z.string(),
});

interface Asking {
  readonly stage: Stage;
  readonly version: FspiopVersion;
  readonly tenant: string;
  readonly useCase: UseCaseName;
}

/** Our customer, whose account the payer of other suites has, asks a customer of the toolkit's for money. */
export class OurRequest {
  private questionsAnswered = 0;

  private constructor(
    private readonly asking: Asking,
    private readonly app: App,
    readonly requestId: string,
  ) {}

  static async made(asking: Asking): Promise<OurRequest> {
    const { stage, tenant, useCase } = asking;
    const app = await stage.app(tenant);
    const { status, report } = await app.post(
      '/channel/transaction-requests',
      {
        useCase,
        clientCorrelationId: crypto.randomUUID(),
        ...{ payer: partyOf(payee.msisdn), payee: partyOf(payer.msisdn) },
        ...{ amount, note: 'My half of the bill' },
      },
      0,
    );
    if (report.requestId === undefined) throw new Error(`asked for in vain: ${status}`);
    return new OurRequest(asking, app, report.requestId);
  }

  /** What the toolkit got; undefined when that does not come. */
  async transactionRequestId(): Promise<string | undefined> {
    const find = () =>
      this.asking.stage.sent
        .seen()
        .filter(({ method, path }) => method === 'POST' && path === '/transactionRequests')
        .at(-1);
    await comesTrue(() => find() !== undefined);
    const sent = find();
    return sent && askedSchema.parse(JSON.parse(sent.body)).transactionRequestId;
  }

  /** The toolkit's customer has agreed: its DFSP looks us up, takes our terms and pays, and its switch confirms. */
  async isPaid(transactionId: string, transactionRequestId: string): Promise<Said[]> {
    const { tenant, version, useCase } = this.asking;
    const partyIdInfo = partyOf(payer.msisdn);
    const found = await this.say({
      ...{ resource: 'parties', method: 'get', operationPath: '/parties/{Type}/{ID}' },
      params: { Type: 'MSISDN', ID: payer.msisdn },
    });
    const quoted = await this.say({
      ...{ resource: 'quotes', method: 'post', operationPath: '/quotes' },
      body: {
        ...{ quoteId: crypto.randomUUID(), transactionId, transactionRequestId },
        payee: { partyIdInfo: { ...partyIdInfo, fspId: tenant } },
        payer: {
          partyIdInfo: { ...partyIdInfo, partyIdentifier: payee.msisdn, fspId: toolkitFsp },
        },
        ...{ amountType: 'RECEIVE', amount },
        transactionType: useCases[useCase].transactionType,
      },
    });
    const quote = quoteSchema.safeParse(quoted.callback?.body);
    if (!quote.success) return [found, quoted];
    const transferId = crypto.randomUUID();
    const transferred = await this.say({
      ...{ resource: 'transfers', method: 'post', operationPath: '/transfers' },
      body: { transferId, payerFsp: toolkitFsp, payeeFsp: tenant, amount, ...quote.data },
    });
    const confirmed = await this.say({
      // FSPIOP 1.0 has no PATCH.
      ...{ resource: 'transfers', method: version === '1.0' ? 'put' : 'patch', source: hub },
      ...{ operationPath: '/transfers/{ID}', params: { ID: transferId } },
      body: { transferState: 'COMMITTED', completedTimestamp },
    });
    return [found, quoted, transferred, confirmed];
  }

  /** The toolkit's DFSP lets its customer enter something at our device, which answers as `entry` says. */
  async authorises(
    transactionRequestId: string,
    retriesLeft: number,
    entry: object,
  ): Promise<{ shown: { readonly triesLeft: number } | undefined; told: Said }> {
    const asked = this.say({
      ...{ resource: 'authorizations', method: 'get', operationPath: '/authorizations/{ID}' },
      params: { ID: transactionRequestId },
      queryParams: { authenticationType: 'OTP', retriesLeft: String(retriesLeft), ...amount },
    });
    const questions = () =>
      this.asking.stage.heard.deviceQuestions.filter((one) => one.requestId === this.requestId);
    await comesTrue(() => questions().length > this.questionsAnswered);
    this.questionsAnswered = questions().length;
    await this.app.post(`/channel/transaction-requests/${this.requestId}/authorization`, entry, 0);
    return { shown: questions().at(-1), told: await asked };
  }

  /** Its DFSP says how the request stands, without being asked. */
  async stands(transactionRequestId: string, body: object, source = toolkitFsp): Promise<Said> {
    return this.say({
      ...{ resource: 'transactionRequests', method: 'put', source, body },
      ...{ operationPath: '/transactionRequests/{ID}', params: { ID: transactionRequestId } },
    });
  }

  private say(message: Omit<Message, 'destination'>): Promise<Said> {
    const { stage, version, tenant } = this.asking;
    return say(stage, version, { ...message, destination: tenant });
  }
}
