/** One-time passwords: who is shown one, what the process knows of it, and what is right. */
import fc from 'fast-check';
import { digestOf } from '../../connectors/common/authorizations/codes';
import { authorizationKeysOf } from '../../connectors/common/authorizations/keys';
import { authorizationsSchema } from '../../connectors/common/authorizations/settings';
import { systemRandom } from '../../connectors/common/clock';
import type { variables } from '../../connectors/common/contracts/variables';
import { Refused, TryAgain } from '../../connectors/common/failures';
import type { HttpRequest, Logger, Signal } from '../../connectors/common/runtime';
import type { ChannelWorkerDeps } from '../../connectors/channel/callbacks';
import { checkAuthorization } from '../../connectors/channel/workers/check-authorization';
import { checkPresentedCode } from '../../connectors/channel/workers/check-presented-code';
import { presentAuthorizationCode } from '../../connectors/channel/workers/present-authorization-code';
import { sendAuthorizationCode } from '../../connectors/channel/workers/send-authorization-code';
import { showAuthorizationCode } from '../../connectors/channel/workers/show-authorization-code';
import type { z } from 'zod';
import { EngineInMemory } from '../kit/engine-in-memory';
import { authorizationsOfTenant, job as usualJob, order, traceparent } from '../kit/mojaloop';
import { expectSchema, tenantOf } from '../kit/parts/channel';
import { fixedTenants } from '../kit/tenants';

const lion = tenantOf('lion', { callbacks: { default: 'https://app.lion.example/hub' } });
const keys = authorizationKeysOf(authorizationsOfTenant('lion'));
const transactionId = '6f1c2f0e-6a54-5f0b-9d57-0b9a4c7a1f10';
const transactionRequestId = '0d1b7a7e-9a0b-4c39-8a53-9f0f3f9c2b11';
const stepStartedAt = '2026-11-21T10:24:00.000Z';
const tzs = (amount: string) => ({ amount, currency: 'TZS' });

let posted: HttpRequest[];
let logged: unknown[];
let signals: Signal[];
let engine: EngineInMemory;
let deps: ChannelWorkerDeps;
let status: number;

beforeEach(() => {
  [posted, logged, signals, status] = [[], [], [], 204];
  engine = new EngineInMemory();
  const note = (...line: unknown[]) => void logged.push(line);
  const log: Logger = { debug: note, info: note, warn: note, error: note, child: () => log };
  deps = {
    clock: { now: () => Date.parse(stepStartedAt), sleep: () => Promise.resolve() },
    random: systemRandom,
    http: {
      request: (request) => {
        posted.push(request);
        return Promise.resolve({ status, headers: {}, body: '' });
      },
    },
    log,
    messages: {
      publish: (message) => engine.publish(message),
      broadcast: (signal) => Promise.resolve(void signals.push(signal)),
    },
    ...{ tenants: fixedTenants([lion]), callbackTimeoutMs: 5_000, dedupeWindowMs: 86_400_000 },
  };
});

const payment = {
  ...order,
  askPayer: true,
  amountType: 'RECEIVE' as const,
  amount: tzs('25000'),
  note: 'cash',
};
const payerQuote = { accountId: '42', fspFee: tzs('50') };
const quoteAnswer = {
  payeeFspId: 'buffalofsp',
  quote: {
    transferAmount: tzs('25100'),
    expiration: '2026-11-21T10:30:00.000Z',
    ilpPacket: 'packet',
    condition: 'condition',
  },
};
const agreed = {
  tenant: 'lion',
  transactionId,
  transactionRequestId,
  payment,
  payerQuote,
  quoteAnswer,
};
const channel = {
  clientCorrelationId: 'of-the-hub',
  requestHash: 'a',
  waitingQuestionId: null,
  callbackUrl: 'https://app.lion.example/hub' as string | undefined,
};

/** As the executor runs it: on what the worker's schema lets through, and held to what it says it gives. */
async function show(change: object = {}, job = usualJob) {
  const given = { ...agreed, traceparent, channel, stepStartedAt, ...change };
  const input = showAuthorizationCode.input.parse(given);
  return showAuthorizationCode.output.parse(await showAuthorizationCode.run(input, deps, job));
}
const shown = (which = -1) =>
  JSON.parse(posted.at(which)?.body ?? '{}') as { oneTimePassword: string; number: number };

async function enter(value: unknown, heldCode: unknown, change: object = {}, job = usualJob) {
  const digest = digestOf(keys, transactionRequestId, value);
  const authorizationAnswer = { responseType: 'ENTERED', digest, answeredBy: 'buffalofsp' };
  const given = { ...agreed, authorizationAnswer, heldCode, ...change };
  const input = checkAuthorization.input.parse(given);
  const { isAuthorized } = await checkAuthorization.run(input, deps, job);
  return isAuthorized;
}

describe('a one-time password', () => {
  test('is shown to the payer with what it costs in all, and for what', async () => {
    const known = await show();
    expectSchema('ShownCode', shown());
    expect(shown()).toEqual({
      oneTimePassword: expect.stringMatching(/^\d{6}$/) as string,
      number: 1,
      validUntil: '2026-11-21T10:27:00.000Z',
      transactionId,
      transactionRequestId,
      note: 'cash',
      quote: {
        transferAmount: tzs('25100'),
        payerFee: tzs('50'),
        payerPays: tzs('25150'),
        expiration: '2026-11-21T10:30:00.000Z',
      },
    });
    expect(known).toMatchObject({ triesLeft: 3, codesLeft: 2, codeMadeBeforehand: false });
  });

  test('is right though the secret has changed since, for as long as the former one is told', async () => {
    const { heldCode } = await show();
    const code = shown().oneTimePassword;
    const changeTo = (formerSecrets: readonly string[]) => {
      const secret = 'a newer authorization secret of the lion';
      const authorizations = authorizationsSchema.parse({ secret, formerSecrets });
      deps = { ...deps, tenants: fixedTenants([{ ...lion, authorizations }]) };
    };
    changeTo([authorizationsOfTenant('lion').secret]);
    expect(await enter(code, heldCode)).toBe(true);
    changeTo([]);
    expect(await enter(code, heldCode)).toBe(false);
  });

  test('stands nowhere but in that callback: neither in the process nor in the log nor in the journal', async () => {
    status = 400;
    await expect(show()).rejects.toBeInstanceOf(Refused);
    status = 204;
    const known = await show();
    const { oneTimePassword: code } = shown();
    expect(JSON.stringify([known, logged, engine.published])).not.toContain(code);
    expect(logged.length).toBeGreaterThan(0);
    expect(posted.map(({ journaledAs }) => journaledAs?.hasSecretBody)).toEqual([true, true]);
  });

  test('is the same when its job is done again, and the same event to the app', async () => {
    expect(await show()).toEqual(await show());
    expect(shown(0)).toEqual(shown(1));
    expect(posted[0]?.headers['webhook-id']).toBe(posted[1]?.headers['webhook-id']);
  });

  test('is another one in another process, though the request is the same', async () => {
    await show();
    await show({}, { ...usualJob, processInstanceKey: '3' });
    expect(shown(0).oneTimePassword).not.toBe(shown(1).oneTimePassword);
  });

  test('that is sent anew ends the one before it, and gives no further tries', async () => {
    const first = await show();
    const second = await show({ heldCode: first.heldCode, triesLeft: 1 });
    expect(second).toMatchObject({ triesLeft: 1, codesLeft: 1 });
    expect(await enter(shown(0).oneTimePassword, second.heldCode)).toBe(false);
    expect(await enter(shown(1).oneTimePassword, second.heldCode)).toBe(true);
  });

  test('can be entered no longer than there is something to pay, by the clock of the engine', async () => {
    const ending = (expiration: string) => ({
      quoteAnswer: { ...quoteAnswer, quote: { ...quoteAnswer.quote, expiration } },
    });
    const soon = ending('2026-11-21T10:25:00.000Z');
    expect(await show(soon)).toMatchObject({ codeUntil: '2026-11-21T10:25:00.000Z' });
    const ahead = await show({ ...soon, switchAhead: 'PT10S' });
    expect(ahead.codeUntil).toBe('2026-11-21T10:24:50.000Z');
    const behind = await show({ ...soon, switchAhead: '-PT1.5S' });
    expect(behind.codeUntil).toBe('2026-11-21T10:25:01.500Z');
  });

  test('is not made by a DFSP without the section: 4102', async () => {
    const { tenant, fspId, currencies, settings } = lion;
    deps = { ...deps, tenants: fixedTenants([{ tenant, fspId, currencies, settings }]) };
    await expect(show()).rejects.toMatchObject({ errorInformation: { errorCode: '4102' } });
  });

  test('that no app takes is not waited for: 4100', async () => {
    const nowhere = { channel: { ...channel, callbackUrl: undefined } };
    await expect(show(nowhere)).rejects.toMatchObject({ errorInformation: { errorCode: '4100' } });
    status = 404;
    await expect(show()).rejects.toMatchObject({ errorInformation: { errorCode: '4100' } });
  });

  test('is shown again where the app is away', async () => {
    status = 503;
    await expect(show()).rejects.toBeInstanceOf(TryAgain);
  });
});

describe('what is entered', () => {
  test('is right if it is the code, and for nothing but what the payer was shown', async () => {
    const { heldCode } = await show();
    const { oneTimePassword: code } = shown();
    expect(await enter(code, heldCode)).toBe(true);
    expect(await enter('000000', heldCode)).toBe(code === '000000');
    const dearer = { ...quoteAnswer.quote, transferAmount: tzs('25101') };
    const changes = [
      { quoteAnswer: { ...quoteAnswer, quote: dearer } },
      { quoteAnswer: { ...quoteAnswer, payeeFspId: 'hyenafsp' } },
      { payerQuote: { ...payerQuote, fspFee: tzs('51') } },
      { payment: { ...payment, payee: { partyIdType: 'MSISDN', partyIdentifier: '9' } } },
      { transactionId: transactionRequestId },
      { transactionRequestId: transactionId },
    ];
    for (const change of changes) expect(await enter(code, heldCode, change)).toBe(false);
    expect(await enter(code, heldCode, {}, { ...usualJob, processInstanceKey: '3' })).toBe(false);
  });

  test('without anything, or with an error, is wrong', async () => {
    const { heldCode } = await show();
    const errorInformation = { errorCode: '5100', errorDescription: 'no' };
    for (const authorizationAnswer of [{ responseType: 'ENTERED' }, { errorInformation }]) {
      expect(await enter('1', heldCode, { authorizationAnswer })).toBe(false);
    }
  });

  test('never gets in as it is: the schema of its variable has no place for it', () => {
    const { code } = { code: '123456' };
    for (const answer of [
      { responseType: 'ENTERED', authenticationInfo: { authenticationValue: code } },
      { responseType: 'ENTERED', authenticationValue: code },
      { responseType: 'ENTERED', digest: code },
    ]) {
      const given = { ...agreed, heldCode: {}, authorizationAnswer: answer };
      expect(checkAuthorization.input.shape.authorizationAnswer.safeParse(given).success).toBe(
        false,
      );
    }
  });
});

describe('a code asked for beforehand', () => {
  const authorizationCodeId = '1f6c2f0e-6a54-5f0b-9d57-0b9a4c7a1f10';
  type Order = z.input<typeof variables.codeOrder>;
  const codeOrder: Order = {
    ...{ payer: payment.payer, amount: tzs('25000'), amountLimit: 'EXACT', feesMax: '150' },
  };
  const codeProcess = { ...usualJob, processInstanceKey: '7' };
  const ids = { tenant: 'lion', authorizationCodeId, codePayer: 'MSISDN/1' };

  async function sent(order = codeOrder) {
    const given = { ...ids, traceparent, channel, codeOrder: order, stepStartedAt };
    const input = sendAuthorizationCode.input.parse(given);
    const known = await sendAuthorizationCode.run(input, deps, codeProcess);
    return sendAuthorizationCode.output.parse(known);
  }
  /** The payer enters it at a device, for the payment with these changes. */
  async function present(value: string, change: object = {}) {
    const digest = digestOf(keys, transactionRequestId, value);
    const authorizationAnswer = { responseType: 'ENTERED', digest };
    const given = { ...agreed, authorizationAnswer, triesLeft: 3, ...change };
    const input = presentAuthorizationCode.input.parse(given);
    await presentAuthorizationCode.run(input, deps, usualJob);
    const { correlationKey, variables: told } = engine.published.at(-1) ?? {};
    return { correlationKey, ...(told as { presentedCode: object }) };
  }
  async function check(heldCode: unknown, presentedCode: object, order = codeOrder) {
    const given = { ...ids, codeOrder: order, heldCode, presentedCode };
    const input = checkPresentedCode.input.parse(given);
    const { isAuthorized } = await checkPresentedCode.run(input, deps, codeProcess);
    const { correlationKey, variables: told } = engine.published.at(-1) ?? {};
    // The payment that waits hears the same.
    expect([correlationKey, told]).toEqual([`lion:${transactionRequestId}`, { isAuthorized }]);
    return isAuthorized;
  }

  test('is told once it can be used, and then ends those before it', async () => {
    const known = await sent();
    expectSchema('ShownCode', shown());
    expect(shown()).toMatchObject({ authorizationCodeId, amount: tzs('25000'), number: 1 });
    expect(known).toMatchObject({ triesLeft: 3, codeUntil: '2026-11-21T10:39:00.000Z' });
    expect(signals).toEqual([{ name: 'authorization-code-replaced:lion:MSISDN/1', variables: {} }]);
    expect(JSON.stringify([known, logged, engine.published])).not.toContain(
      shown().oneTimePassword,
    );
  });

  test('that cannot be told ends none', async () => {
    status = 404;
    await expect(sent()).rejects.toBeInstanceOf(Refused);
    expect(signals).toEqual([]);
  });

  test('is found by its payer and is right for what it was asked for', async () => {
    const { heldCode } = await sent();
    const { oneTimePassword: code } = shown();
    const { correlationKey, presentedCode } = await present(code);
    expect(correlationKey).toBe('lion:MSISDN/1');
    expect(JSON.stringify(presentedCode)).not.toContain(code);
    expect(await check(heldCode, presentedCode)).toBe(true);
    const { presentedCode: wrong } = await present('0', {
      triesLeft: 2,
    });
    expect(await check(heldCode, wrong)).toBe(false);
  });

  test('is not right for another order than its own', async () => {
    const { heldCode } = await sent();
    const { presentedCode } = await present(shown().oneTimePassword);
    expect(await check(heldCode, presentedCode, { ...codeOrder, feesMax: '151' })).toBe(false);
  });

  test('pays what it was asked for and no more, whatever the payee’s side charges', async () => {
    const whole = fc.integer({ min: 0, max: 60_000 }).map(String);
    const orders = fc.record({
      limit: fc.constantFrom('EXACT' as const, 'MAX' as const),
      ...{ ordered: whole, feesMax: whole, asked: whole, transfer: whole, ownFee: whole },
    });
    await fc.assert(
      fc.asyncProperty(orders, async ({ limit, ordered, feesMax, asked, transfer, ownFee }) => {
        const own: Order = {
          ...codeOrder,
          ...{ amount: tzs(ordered), amountLimit: limit, feesMax },
        };
        const { heldCode } = await sent(own);
        const { presentedCode } = await present(shown().oneTimePassword, {
          payment: { ...payment, amount: tzs(asked) },
          payerQuote: { ...payerQuote, fspFee: tzs(ownFee) },
          quoteAnswer: {
            ...quoteAnswer,
            quote: { ...quoteAnswer.quote, transferAmount: tzs(transfer) },
          },
        });
        const pays = Number(transfer) + Number(ownFee);
        const isAmount = limit === 'EXACT' ? asked === ordered : Number(asked) <= Number(ordered);
        const expected = isAmount && pays <= Number(asked) + Number(feesMax);
        expect(await check(heldCode, presentedCode, own)).toBe(expected);
        engine.published.length = 0;
      }),
      { numRuns: 60 },
    );
  });

  test('pays nothing in another currency', async () => {
    const { heldCode } = await sent();
    const kes = { amount: '25000', currency: 'KES' };
    const inKes = { ...quoteAnswer, quote: { ...quoteAnswer.quote, transferAmount: kes } };
    for (const change of [
      { payment: { ...payment, amount: kes }, triesLeft: 3 },
      { quoteAnswer: inKes, triesLeft: 2 },
    ]) {
      const { presentedCode } = await present(shown().oneTimePassword, change);
      expect(await check(heldCode, presentedCode)).toBe(false);
    }
  });
});
