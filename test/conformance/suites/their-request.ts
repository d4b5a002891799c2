import { z } from 'zod';
import type { FspiopVersion } from '../../../connectors/mojaloop/api/media-type';
import type { Heard } from '../../kit/payments/world';
import { currency, payee, payer } from '../bank';
import type { Sent } from '../recorder';
import type { Stage } from '../stage';
import { toolkitFsp } from '../tenants';
import { comesTrue } from './hearsay';
import { say, type Said } from './say';

export const amount = { amount: '100.12', currency };

interface Asking {
  readonly stage: Stage;
  readonly version: FspiopVersion;
  /** Whose customer is asked. */
  readonly tenant: string;
}

const answerSchema = z.union([
  z.object({ transactionId: z.string(), transactionRequestState: z.string() }),
  z.object({ errorInformation: z.object({ errorCode: z.string() }) }),
]);

/** A customer of the toolkit's asks one of ours for money. */
export class TheirRequest {
  readonly transactionRequestId = crypto.randomUUID();
  /** Ours of the payment; empty until its DFSP was told. */
  transactionId = '';

  constructor(private readonly asking: Asking) {}

  /** POST /transactionRequests, as often as it is called. Resolves with what it is answered. */
  async asks(changes: object = {}): Promise<string> {
    const { tenant } = this.asking;
    const partyOf = (msisdn: string, fspId: string) => ({
      ...{ partyIdType: 'MSISDN', partyIdentifier: msisdn, fspId },
    });
    const said = await this.say('post', 'transactionRequests', {
      operationPath: '/transactionRequests',
      body: {
        transactionRequestId: this.transactionRequestId,
        payee: { partyIdInfo: partyOf(payee.msisdn, toolkitFsp) },
        payer: partyOf(payer.msisdn, tenant),
        ...{ amount, note: 'My half of the bill' },
        transactionType: { scenario: 'TRANSFER', initiator: 'PAYEE', initiatorType: 'CONSUMER' },
        ...changes,
      },
    });
    this.transactionId ||= transactionIdOf(said.callback?.body);
    return wordsOf(said.callback?.body);
  }

  /** GET /transactionRequests/{ID} */
  async stands(): Promise<string> {
    const said = await this.say('get', 'transactionRequests', {
      operationPath: '/transactionRequests/{ID}',
      params: { ID: this.transactionRequestId },
    });
    return wordsOf(said.callback?.body);
  }

  /** What its customer has entered at its device. */
  async enters(body: object, source = toolkitFsp): Promise<Said> {
    return this.say('put', 'authorizations', {
      ...{ operationPath: '/authorizations/{ID}', params: { ID: this.transactionRequestId } },
      ...{ body, source },
    });
  }

  async decides(decision: 'accept' | 'refuse'): Promise<Heard> {
    const app = await this.asking.stage.app(this.asking.tenant);
    return app.decide(this.transactionId, decision);
  }

  /** What its DFSP was told of it, in this order: `RECEIVED, REJECTED`. */
  told(): string {
    return this.sent('PUT', `/transactionRequests/${this.transactionRequestId}`)
      .map(({ body }) => wordsOf(JSON.parse(body)))
      .join(', ');
  }

  /** The codes that our customer was shown for it. */
  codes(): string[] {
    return this.asking.stage.heard.codes
      .filter(({ transactionId }) => transactionId === this.transactionId)
      .map(({ oneTimePassword }) => oneTimePassword);
  }

  /** With what its device was asked for a code, question by question. */
  questions(): Record<string, string>[] {
    return this.sent('GET', `/authorizations/${this.transactionRequestId}`).map(({ path }) =>
      Object.fromEntries(new URL(path, 'http://switch.example').searchParams),
    );
  }

  /** The next code has been shown, and the device asked for it. Resolves with the code. */
  async isAskedForCode(codes: number, questions: number): Promise<string> {
    await comesTrue(() => this.codes().length >= codes && this.questions().length >= questions);
    return this.codes().at(-1) ?? '';
  }

  private sent(method: string, path: string): Sent[] {
    return this.asking.stage.sent
      .seen()
      .filter((one) => one.method === method && one.path.split(/\/error|\?/)[0] === path);
  }

  private say(
    method: 'get' | 'post' | 'put',
    resource: string,
    message: {
      operationPath: string;
      params?: Record<string, string>;
      body?: object;
      source?: string;
    },
  ): Promise<Said> {
    const { stage, version, tenant } = this.asking;
    return say(stage, version, { method, resource, ...message, destination: tenant });
  }
}

/** `RECEIVED`, `error 3204` */
function wordsOf(body: unknown): string {
  const { success, data } = answerSchema.safeParse(body);
  if (!success) return 'nothing';
  return 'errorInformation' in data
    ? `error ${data.errorInformation.errorCode}`
    : data.transactionRequestState;
}

function transactionIdOf(body: unknown): string {
  const { data } = answerSchema.safeParse(body);
  return data !== undefined && 'transactionId' in data ? data.transactionId : '';
}
