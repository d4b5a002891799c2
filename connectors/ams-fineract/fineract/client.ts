import { z } from 'zod';
import type { PartyId, TransactionType } from '../../common/contracts/fspiop';
import { parseAmount, type Money } from '../../common/money';
import { TransportError, type HttpRequest, type HttpTransport } from '../../common/runtime';
import type { Settings } from '../settings';
import { Turnstile } from '../turnstile';
import { payersAccountSchema, type PayersAccount } from './payers-account';
import { readAnswer, readFailure, type Answer, type NotOk, type WrongIn } from './answer';

/** Requests that may wait for one of `requestsMax` places; the engine's jobs in flight stay far below. */
const requestsWaitingMax = 10_000;
const searchPageSize = 200;

export type Call =
  | 'find-party'
  | 'get-account'
  | 'get-client'
  | 'get-charges'
  | 'transfer'
  | 'search'
  | 'reverse'
  | 'report';

/** `failure` is undefined for a good answer. */
type OnAnswer = (call: Call, failure: NotOk | undefined) => void;

export interface FineractAccount {
  readonly accountId: string;
  readonly currency: string;
  readonly status: string;
  readonly subStatus?: string | undefined;
  /** A group's account has none. */
  readonly clientId?: string | undefined;
  readonly identifiers: readonly {
    readonly idType: string;
    readonly idValue: string;
    readonly subIdOrType?: string | undefined;
  }[];
}

export interface FineractClientDetails {
  readonly active: boolean;
  readonly firstname?: string | undefined;
  readonly middlename?: string | undefined;
  readonly lastname?: string | undefined;
  readonly displayName?: string | undefined;
}

/** What PREPARE, CREATE and RELEASE ask. The three must agree in amount and fee: they make the hold's total. */
export interface Transfer {
  readonly transferCode: string;
  readonly transactionCode: string;
  readonly accountId: string;
  readonly role: 'PAYER' | 'PAYEE';
  readonly amount: Money;
  readonly fspFee?: Money | undefined;
  readonly transactionType: TransactionType;
  /** In the Idempotency-Keys of a hold only: whose hold it is. */
  readonly holdTag?: string | undefined;
  /** Kept with the row that CREATE makes; with a hold Fineract keeps none. */
  readonly note?: string | undefined;
}

export type TransferAction = 'PREPARE' | 'CREATE' | 'RELEASE';

/** A row of an account: a deposit, a withdrawal or a hold. */
export interface Booking {
  /** Fineract's own number of the row: a later one has a higher. */
  readonly id: string;
  readonly amount: Money;
  /** A hold shows none. */
  readonly receiptNumber: string | undefined;
  readonly note: string | undefined;
  readonly reversed: boolean;
  /** Of a hold: it holds no more. */
  readonly released: boolean;
}

const rowTypes = { deposit: 1, withdrawal: 2, hold: 20 } as const;
export type BookingKind = keyof typeof rowTypes;

export interface BookingPage {
  readonly bookings: readonly Booking[];
  readonly isLast: boolean;
}

const quantitySchema = z.string().regex(/^\d+(\.\d+)?(E[+-]?\d+)?$/i);
const idSchema = z.string().regex(/^\d+$/);

const bookingsSchema = z.object({
  content: z.array(
    z.object({
      id: idSchema,
      amount: quantitySchema,
      currency: z.object({ code: z.string() }),
      paymentDetailData: z.object({ receiptNumber: z.string().optional() }).optional(),
      note: z.string().optional(),
      reversed: z.boolean(),
      isReversal: z.boolean(),
      releaseTransactionId: idSchema.default('0'),
    }),
  ),
});

// Made once: zod compiles each schema, which costs more than all that it reads in a payment.
const foundPartySchema = z
  .object({ accountId: z.string() })
  .transform(({ accountId }) => accountId);
const accountSchema = z.object({
  accountId: z.string(),
  currency: z.string(),
  status: z.string(),
  subStatus: z.string().optional(),
  clientId: idSchema.optional(),
  identifiers: z
    .array(
      z.object({ idType: z.string(), idValue: z.string(), subIdOrType: z.string().optional() }),
    )
    .default([]),
});
const clientSchema = z.object({
  active: z.boolean(),
  firstname: z.string().optional(),
  middlename: z.string().optional(),
  lastname: z.string().optional(),
  displayName: z.string().optional(),
});
const transferredSchema = z.object({ state: z.literal('ACCEPTED'), transferCode: z.string() });
const reversedSchema = z.object({ savingsId: idSchema });
const savingsIdSchema = z.object({ id: idSchema }).transform(({ id }) => id);
const bookingPageSchema = bookingsSchema.transform(({ content }) => ({
  bookings: content
    .filter((row) => !row.isReversal)
    .map(({ id, amount, currency, paymentDetailData, note, reversed, releaseTransactionId }) => ({
      ...{ id, note, reversed },
      amount: parseAmount(amount, currency.code),
      receiptNumber: paymentDetailData?.receiptNumber,
      released: releaseTransactionId !== '0',
    })),
  isLast: content.length < searchPageSize,
}));

/** Fineract refuses an instant with a zone, and lock-in errors become 500 without these two. */
const formats = { locale: 'en', dateFormat: 'yyyy-MM-dd' };

/** Fineract's API as far as the hub uses it. Never throws for an answer, or for the want of one. */
export class FineractClient {
  private readonly places: Turnstile;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(
    private readonly settings: Settings,
    private readonly http: HttpTransport,
    private readonly onAnswer: OnAnswer,
  ) {
    this.places = new Turnstile(settings.requestsMax, requestsWaitingMax);
    const credentials = Buffer.from(`${settings.username}:${settings.password}`).toString('base64');
    this.headers = {
      Accept: 'application/json',
      Authorization: `Basic ${credentials}`,
      'Fineract-Platform-TenantId': settings.fineractTenantId,
    };
  }

  /** GET /interoperation/parties/{idType}/{idValue}[/{subIdOrType}] */
  findAccountId(party: PartyId, signal: AbortSignal): Promise<Answer<string>> {
    const { partyIdType, partyIdentifier, partySubIdOrType } = party;
    const names = [partyIdentifier, ...(partySubIdOrType === undefined ? [] : [partySubIdOrType])];
    if (!names.every(canStandInPath)) return Promise.resolve(noSuchIdentifier);
    const path = ['interoperation/parties', partyIdType, ...names.map(encodeURIComponent)].join(
      '/',
    );
    return this.get('find-party', path, foundPartySchema, signal);
  }

  /** GET /interoperation/accounts/{accountId} */
  getAccount(accountId: string, signal: AbortSignal): Promise<Answer<FineractAccount>> {
    const path = `interoperation/accounts/${encodeURIComponent(accountId)}`;
    return this.get('get-account', path, accountSchema, signal);
  }

  /** GET /clients/{clientId} */
  getClient(clientId: string, signal: AbortSignal): Promise<Answer<FineractClientDetails>> {
    return this.get('get-client', `clients/${clientId}`, clientSchema, signal);
  }

  /** POST /interoperation/transfers?action=. Good only when Fineract says that it has done just this. */
  transfer(
    action: TransferAction,
    transfer: Transfer,
    idempotencyKey: string,
    signal: AbortSignal,
  ): Promise<Answer<unknown>> {
    const { transferCode, transactionCode, accountId, role, amount, fspFee, note } = transfer;
    const body = {
      transferCode,
      transactionCode,
      accountId,
      transactionRole: role,
      amount,
      ...(fspFee === undefined ? {} : { fspFee }),
      transactionType: typeForFineract(transfer.transactionType),
      ...(note === undefined || action !== 'CREATE' ? {} : { note }),
      ...formats,
    };
    const path = `interoperation/transfers?action=${action}`;
    return this.post('transfer', path, body, transferredSchema, {
      timeoutMs: this.settings.commandTimeoutMs,
      ...{ signal, idempotencyKey },
      wrongIn: (done) => (done.transferCode === transferCode ? undefined : 'transferCode'),
    });
  }

  /**
   * A command without account, code and amount, and with a field that Fineract does not know: it is refused for want
   * of the permission or, after that, for its fields. Without a key, which it would use up.
   */
  sendNothing(action: TransferAction, signal: AbortSignal): Promise<Answer<unknown>> {
    const wrongIn = () => undefined;
    const options = { timeoutMs: this.settings.lookUpTimeoutMs, signal, wrongIn };
    const path = `interoperation/transfers?action=${action}`;
    return this.post('transfer', path, { nothing: true }, z.unknown(), options);
  }

  /** GET /savingsaccounts/external-id/{accountId}: how it stands, and what a debit takes beside its amount. */
  getPayersAccount(accountId: string, signal: AbortSignal): Promise<Answer<PayersAccount>> {
    // Fineract knows the fields of an account, for `fields=`, but not its charges: the whole account.
    const path = `savingsaccounts/external-id/${encodeURIComponent(accountId)}?associations=charges`;
    return this.get('get-charges', path, payersAccountSchema, signal);
  }

  /** GET /savingsaccounts/external-id/{accountId}: Fineract's own number of the account. */
  getSavingsId(accountId: string, signal: AbortSignal): Promise<Answer<string>> {
    const path = `savingsaccounts/external-id/${encodeURIComponent(accountId)}?fields=id`;
    return this.get('search', path, savingsIdSchema, signal);
  }

  /**
   * GET /savingsaccounts/{id}/transactions/search: the newest first. Fineract's `offset` counts pages.
   * Rows that take back others are left out.
   */
  getBookings(
    savingsId: string,
    kind: BookingKind,
    page: number,
    signal: AbortSignal,
  ): Promise<Answer<BookingPage>> {
    const query = `types=${rowTypes[kind]}&limit=${searchPageSize}&offset=${page}`;
    const path = `savingsaccounts/${savingsId}/transactions/search?${query}`;
    return this.get('search', path, bookingPageSchema, signal);
  }

  /** GET /runreports/{name}: one that was defined in Fineract before; its rows in the order of its columns. */
  runReport<Value>(
    name: string,
    parameters: Readonly<Record<string, string>>,
    schema: z.ZodType<Value>,
    signal: AbortSignal,
  ): Promise<Answer<Value>> {
    const query = new URLSearchParams();
    for (const [one, value] of Object.entries(parameters)) query.set(`R_${one}`, value);
    const path = `runreports/${encodeURIComponent(name)}?${query.toString()}`;
    // It reads many rows at once, of which no payment waits.
    const timeoutMs = this.settings.commandTimeoutMs;
    return this.ask('report', { ...this.request('GET', path), timeoutMs, signal }, schema);
  }

  /**
   * POST /savingsaccounts/{id}/transactions/{id}?command=reverse: takes one row back, by a row against it. Without a key:
   * a row is reversed once in its life, and each further time is told that there is none.
   */
  reverse(savingsId: string, bookingId: string, signal: AbortSignal): Promise<Answer<unknown>> {
    const path = `savingsaccounts/${savingsId}/transactions/${bookingId}?command=reverse`;
    return this.post('reverse', path, { isBulk: true }, reversedSchema, {
      timeoutMs: this.settings.commandTimeoutMs,
      signal,
      wrongIn: (done) => (done.savingsId === savingsId ? undefined : 'savingsId'),
    });
  }

  private get<Value>(
    call: Call,
    path: string,
    schema: z.ZodType<Value>,
    signal: AbortSignal,
  ): Promise<Answer<Value>> {
    const timeoutMs = this.settings.lookUpTimeoutMs;
    return this.ask(call, { ...this.request('GET', path), timeoutMs, signal }, schema);
  }

  private post<Value>(
    call: Call,
    path: string,
    body: object,
    schema: z.ZodType<Value>,
    options: {
      readonly timeoutMs: number;
      readonly signal: AbortSignal;
      readonly idempotencyKey?: string;
      readonly wrongIn: WrongIn<Value>;
    },
  ): Promise<Answer<Value>> {
    const { timeoutMs, signal, idempotencyKey, wrongIn } = options;
    const request = this.request('POST', path);
    const headers = {
      ...request.headers,
      'Content-Type': 'application/json',
      // An empty key is a key, shared by all that send it: rather none.
      ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
    };
    const whole = { ...request, headers, body: JSON.stringify(body), timeoutMs, signal };
    return this.ask(call, whole, schema, wrongIn);
  }

  private request(method: 'GET' | 'POST', path: string) {
    return { method, url: `${this.settings.baseUrl}/api/v1/${path}`, headers: this.headers };
  }

  private async ask<Value>(
    call: Call,
    request: HttpRequest & { readonly signal: AbortSignal },
    schema: z.ZodType<Value>,
    wrongIn?: WrongIn<Value>,
  ): Promise<Answer<Value>> {
    const answer = await this.places.pass(request.signal, () =>
      this.exchange(request, schema, wrongIn),
    );
    this.onAnswer(call, answer.ok ? undefined : answer);
    return answer;
  }

  private async exchange<Value>(
    request: HttpRequest,
    schema: z.ZodType<Value>,
    wrongIn?: WrongIn<Value>,
  ): Promise<Answer<Value>> {
    try {
      return readAnswer(await this.http.request(request), schema, wrongIn);
    } catch (error) {
      if (error instanceof TransportError) return readFailure(error);
      throw error;
    }
  }
}

/**
 * Fineract's server refuses these even when they are encoded, so no identifier has them; and `..`
 * would ask for another path.
 */
function canStandInPath(name: string): boolean {
  return !/[/\\%;\p{Cc}]/u.test(name) && !/^\.{1,2}$/.test(name);
}

const noSuchIdentifier: NotOk = {
  ok: false,
  problem: 'identifier-unknown',
  fromCache: false,
  detail: 'not asked: no identifier of Fineract can look like this',
};

/** An unknown field is a 400. */
function typeForFineract({ scenario, initiator, initiatorType }: TransactionType) {
  return { scenario, initiator, initiatorType };
}
