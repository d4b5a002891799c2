/**
 * Every path of every process on a real broker. Jobs are done, refused or left unanswered by the test;
 * messages come early, late, twice or never; time passes by the broker's own clock.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { messageNames } from '../../connectors/common/contracts/messages';
import type { OperatorReason } from '../../connectors/common/contracts/operator';
import {
  deployedDiagrams,
  elementsOf,
  processOf,
  readDiagram,
  sharedDiagrams,
} from '../kit/bpmn/diagrams';
import {
  Engine,
  refusal,
  unavailability,
  type ProcessInstance,
  type TestJob,
} from '../kit/real-engine/engine';
import {
  askForQuote,
  IncomingTransfer,
  startLookUp,
  startQuote,
  startUnsupported,
} from '../kit/real-engine/payee';
import { AuthorizationCode } from '../kit/real-engine/authorization-code';
import { Payment } from '../kit/real-engine/payer';
import { MadeRequest, ReceivedRequest } from '../kit/real-engine/request-to-pay';
import { formatDateTime } from '../../connectors/common/time';

let engine: Engine;

beforeAll(async () => {
  engine = await Engine.start();
}, 150_000);

afterEach(() => engine.cleanUp());

afterAll(() => engine.stop());

const committed = { state: 'COMMITTED' };
const aborted = (errorCode: string) =>
  expect.objectContaining({
    state: 'ABORTED',
    errorInformation: expect.objectContaining({ errorCode }) as unknown,
  }) as unknown;
const farFuture = '2999-01-01T00:00:00.000Z';
const pending = (operatorReason: OperatorReason) =>
  expect.objectContaining({ state: 'PENDING', operatorReason }) as unknown;

async function expectEnd(process: ProcessInstance, endEvent: string): Promise<void> {
  await process.ends();
  expect(process.visits('END_EVENT')).toContain(endEvent);
}

/** A payee's quote or transfer stays for who asks again: its own work ends there. */
async function expectReached(process: ProcessInstance, endEvent: string): Promise<void> {
  await process.reaches(endEvent);
}

const fees = (executionPoint: string) => ({ executionPoint, ruleSetId: null, entries: [] });

/** A payer's payment stays for who asks how it ended: its own work ends there. */
async function expectSettled(process: ProcessInstance): Promise<void> {
  await process.reaches('timeToForget');
}

/** All that remains when the payer has been told. */
async function expectPaid(process: ProcessInstance): Promise<void> {
  await process.does('fee-rules:evaluate:1', { fees: fees('transfer.committed') });
  await expectSettled(process);
}

async function expectBookedAndPaid(payment: Payment): Promise<void> {
  await payment.process.does('ams:book-funds:1');
  expect(await payment.isTold()).toEqual(committed);
  await expectPaid(payment.process);
}

async function expectCredited(process: ProcessInstance): Promise<void> {
  await process.does('fee-rules:evaluate:1', { fees: fees('transfer.committed') });
  await expectReached(process, 'timeToForget');
}

async function expectQuoted(process: ProcessInstance): Promise<void> {
  await process.does('fee-rules:evaluate:1', { fees: fees('quote.accepted') });
  await expectReached(process, 'timeToForget');
}

describe('payer-transfer', () => {
  describe('when all goes well', () => {
    test('looks up, quotes, holds, transfers, books and tells', async () => {
      const payment = await Payment.requested(engine);
      await payment.hearsOfTransfer('COMMITTED');
      await payment.process.does('ams:book-funds:1');
      expect(await payment.isTold()).toEqual(committed);
      await expectPaid(payment.process);
    });

    test('gives each job the variables of its contract', async () => {
      const payment = await Payment.upTo('requestQuote', engine);
      const quoting = await payment.process.job('mojaloop:request-quote:1');
      expect(quoting.variables).toMatchObject({
        stepStartedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown,
      });
      await quoting.complete();
      await payment.quoteComes();
      const blockedFrom = engine.now();
      await payment.isBlocked();
      const requesting = await payment.process.job('mojaloop:request-transfer:1');
      const expiration = Date.parse(String(requesting.variables['transferExpiration']));
      expect(expiration - blockedFrom).toBeGreaterThan(29_000);
      expect(expiration - blockedFrom).toBeLessThan(40_000);
      expect(requesting.variables['transferCode']).toBe('code');
      await requesting.isUnavailable();
      const asking = await payment.askingJob();
      expect(asking.variables['peerFspId']).toBe('buffalo');
    });

    test('a request that is published twice starts one payment', async () => {
      const payment = await Payment.upTo('lookUpParticipant', engine);
      const key = `lion:${payment.transactionId}`;
      const again = engine.publish(messageNames.payerTransferRequested, key, {}, key);
      await expect(again).rejects.toThrow('ALREADY_EXISTS');
      await (await payment.process.job('mojaloop:look-up-participant:1')).refuse();
      await payment.isTold();
      await expectSettled(payment.process);
    });
  });

  describe('looking up the payee', () => {
    const notFound = { errorCode: '3204', errorDescription: 'x' };
    const participant = 'mojaloop:look-up-participant:1';
    const party = 'mojaloop:look-up-party:2';

    async function servedByBuffalo(): Promise<Payment> {
      const payment = await Payment.start(engine);
      await payment.participantLookedUp();
      await payment.hearsOfParticipant({ fspId: 'buffalo' });
      return payment;
    }

    async function expectFailure(payment: Payment, errorInformation: object): Promise<void> {
      expect(await payment.isTold()).toEqual({ state: 'ABORTED', errorInformation });
      await expectSettled(payment.process);
    }

    test.each([
      ['refused', refusal],
      ['unavailable', unavailability],
    ])('%s: the payer is told why', async (how, reason) => {
      const payment = await Payment.start(engine);
      const job = await payment.process.job(participant);
      await (how === 'refused' ? job.refuse() : job.isUnavailable());
      await expectFailure(payment, reason);
      const next = await servedByBuffalo();
      const nextJob = await next.process.job(party);
      await (how === 'refused' ? nextJob.refuse() : nextJob.isUnavailable());
      await expectFailure(next, reason);
    });

    test('the DFSP is asked that the switch has named', async () => {
      const payment = await servedByBuffalo();
      const job = await payment.process.job(party);
      expect(job.variables).toMatchObject({ participantAnswer: { fspId: 'buffalo' } });
      await job.refuse();
    });

    /** The switch says that no DFSP serves the payee, and the next task tells so. */
    async function hearsOfNoDfsp(payment: Payment, answer: object): Promise<void> {
      await payment.participantLookedUp();
      await payment.hearsOfParticipant(answer);
      const job = await payment.process.job(party);
      expect(job.variables).toMatchObject({ participantAnswer: answer });
      await job.refuse(notFound);
    }

    /** Whatever of its variables the request is made of. */
    const requestOf = ({ variables }: TestJob) =>
      ['tenant', 'traceparent', 'payment', 'timers'].map((name) => variables[name]);

    const noDfsp = [
      ['an error', { errorInformation: notFound }],
      ['no DFSP', { fspId: null }],
    ] as const;

    test.each(noDfsp)('%s from the switch ends it when it is said twice', async (_what, answer) => {
      const payment = await Payment.start(engine);
      await hearsOfNoDfsp(payment, answer);
      await hearsOfNoDfsp(payment, answer);
      await expectFailure(payment, notFound);
    });

    test.each(noDfsp)(
      '%s from the switch that answers another question costs the payment nothing',
      async (_what, answer) => {
        const payment = await Payment.start(engine);
        await hearsOfNoDfsp(payment, answer);
        await payment.isFound();
        const next = await payment.process.job('ams:quote-payer:1');
        expect(next.variables).toMatchObject({ errorInformation: null });
      },
    );

    test('answers that come before their questions have got a receipt count', async () => {
      const payment = await Payment.start(engine);
      await payment.process.job(participant);
      await payment.hearsOfParticipant({ fspId: 'buffalo' });
      await payment.process.job(party);
      await payment.hearsOfParty();
      expect(await payment.process.job('ams:quote-payer:1')).toBeDefined();
    });

    test('an answer from before the look-up counts for nothing, and is not kept', async () => {
      const payment = await Payment.start(engine);
      await payment.process.job(participant).then((job) => job.refuse());
      await payment.hearsOfParticipant({ errorInformation: notFound });
      await payment.hearsOfNoParty(notFound);
      await payment.isTold();
      const next = await Payment.start(engine, {}, payment.transactionId);
      await next.isFound();
      expect(await next.process.job('ams:quote-payer:1')).toBeDefined();
    });

    test('one answer is heard by all who wait for it', async () => {
      const payments = [await Payment.start(engine)];
      for (let number = 2; number <= 3; number++) {
        payments.push(await Payment.start(engine, {}, payments[0]?.transactionId));
      }
      for (const payment of payments) await payment.participantLookedUp();
      await payments[0]?.hearsOfParticipant({ fspId: 'buffalo' });
      for (const { process } of payments) await (await process.job(party)).awaitsAnswer(10);
      await payments[0]?.hearsOfParty();
      for (const { process } of payments) {
        expect(await process.job('ams:quote-payer:1')).toBeDefined();
      }
    });

    test('what DFSPs say that were not asked ends nothing, before and after the time for an answer', async () => {
      const payment = await servedByBuffalo();
      const flood = async () => {
        for (let number = 1; number <= 150; number++) {
          await payment.hearsOfParty(`hyena${number % 3}`);
          await payment.hearsOfNoParty(notFound, `hyena${number % 3}`);
        }
      };
      const job = await payment.process.job(party);
      await flood();
      await job.awaitsAnswer(10);
      await flood();
      await engine.moveClock(10);
      const again = await payment.process.job(party);
      await flood();
      await again.awaitsAnswer(10);
      await payment.hearsOfParty();
      const next = await payment.process.job('ams:quote-payer:1');
      expect(next.variables).toMatchObject({ partyAnswer: { answeredBy: 'buffalo' } });
    }, 60_000);

    test('the no of the DFSP that was asked is one', async () => {
      const payment = await Payment.start(engine);
      await payment.lookedUp();
      await payment.hearsOfNoParty(notFound, 'buffalo');
      await expectFailure(payment, notFound);
    });

    test('the no of the switch is one when it is said twice, and is told without waiting', async () => {
      const payment = await Payment.start(engine);
      const askedAt = engine.now();
      for (let times = 0; times < 2; times += 1) {
        await payment.lookedUp();
        await payment.hearsOfNoParty(notFound);
      }
      await expectFailure(payment, notFound);
      // Nobody has moved the clock: both were told as fast as the switch spoke.
      expect(engine.now() - askedAt).toBeLessThan(10_000);
    });

    test('a no of the switch that answers somebody else is followed by the same requests, and costs the payment nothing', async () => {
      const payment = await Payment.start(engine);
      const first = await payment.process.job(participant);
      await first.awaitsAnswer(10);
      await payment.hearsOfParticipant({ fspId: 'buffalo' });
      const firstOfParty = await payment.process.job(party);
      await firstOfParty.awaitsAnswer(10);
      await payment.hearsOfNoParty(notFound);
      const again = await payment.process.job(participant);
      expect(requestOf(again)).toEqual(requestOf(first));
      await again.awaitsAnswer(10);
      await payment.hearsOfParticipant({ fspId: 'buffalo' });
      const againOfParty = await payment.process.job(party);
      expect(requestOf(againOfParty)).toEqual(requestOf(firstOfParty));
      await payment.hearsOfParty();
      const next = await payment.process.job('ams:quote-payer:1');
      expect(next.variables).toMatchObject({ errorInformation: null });
    });

    test('one no of each kind is two', async () => {
      const payment = await Payment.start(engine);
      await hearsOfNoDfsp(payment, { fspId: null });
      await payment.lookedUp();
      await payment.hearsOfNoParty(notFound);
      await expectFailure(payment, notFound);
    });

    test('a payee of our own DFSP, and what the switch refuses of this very question, end it at once', async () => {
      const payment = await servedByBuffalo();
      await (await payment.process.job(party)).refuse();
      await expectFailure(payment, refusal);
      expect(payment.process.visits('INTERMEDIATE_THROW_EVENT')).not.toContain('askOnceMore');
    });

    test('both are asked again when no answer came, and the answer that comes late is taken', async () => {
      const payment = await Payment.start(engine);
      await payment.participantLookedUp();
      await engine.moveClock(10);
      expect((await payment.process.job(participant)).retries).toBe(3);
      await payment.hearsOfParticipant({ fspId: 'buffalo' });
      await (await payment.process.job(party)).awaitsAnswer(10);
      await engine.moveClock(10);
      expect((await payment.process.job(party)).retries).toBe(3);
      await payment.hearsOfParty();
      expect(await payment.process.job('ams:quote-payer:1')).toBeDefined();
    });

    test('a question that is found to be without answer ends the payment', async () => {
      const unanswered = { errorInformation: { errorCode: '2004', errorDescription: 'x' } };
      const payment = await Payment.start(engine);
      await payment.process.does(participant, unanswered);
      expect(await payment.isTold()).toEqual(aborted('2004'));
      await expectSettled(payment.process);
      const next = await servedByBuffalo();
      await next.process.does(party, unanswered);
      expect(await next.isTold()).toEqual(aborted('2004'));
      await expectSettled(next.process);
    });
  });

  describe('agreeing on the price', () => {
    test('the account may not pay: the payer is told why', async () => {
      const payment = await Payment.upTo('quotePayer', engine);
      await (await payment.process.job('ams:quote-payer:1')).refuse();
      expect(await payment.isTold()).toEqual(aborted(refusal.errorCode));
      await expectSettled(payment.process);
    });

    test('the quote cannot be asked for: the payer is told why', async () => {
      const payment = await Payment.upTo('requestQuote', engine);
      await (await payment.process.job('mojaloop:request-quote:1')).isUnavailable();
      expect(await payment.isTold()).toEqual(aborted(unavailability.errorCode));
      await expectSettled(payment.process);
    });

    test('a quote that is not answered is requested again with the same bytes, and its late answer counts', async () => {
      const payment = await Payment.upTo('requestQuote', engine);
      const first = await payment.process.job('mojaloop:request-quote:1');
      const quoteRequestedAt = first.variables['stepStartedAt'];
      const requested = { transaction: {}, switchAhead: 'PT0S', quoteRequestedAt };
      await first.complete(requested);
      await payment.process.timesOut('awaitQuote', 5);
      const again = await payment.process.job('mojaloop:request-quote:1');
      expect(again.variables['stepStartedAt']).toBe(first.variables['stepStartedAt']);
      await payment.quoteComes();
      await again.complete(requested);
      await payment.holdIsRefused();
      expect(await payment.isTold()).toEqual(aborted(refusal.errorCode));
      await expectSettled(payment.process);
    });

    test('no quote comes in time: the payer is told', async () => {
      const payment = await Payment.upTo('requestQuote', engine);
      for (let request = 1; request <= 3; request++) {
        await payment.quoteIsRequested();
        await payment.process.timesOut('awaitQuote', 5);
      }
      expect(await payment.isTold()).toEqual(aborted('2004'));
      await expectSettled(payment.process);
    });

    test("the payee's DFSP refuses: the payer is told its reason", async () => {
      const payment = await Payment.upTo('requestQuote', engine);
      await payment.process.does('mojaloop:request-quote:1');
      await payment.hearsOfQuote({ errorInformation: refusal });
      expect(await payment.isTold()).toEqual({ state: 'ABORTED', errorInformation: refusal });
      await expectSettled(payment.process);
    });

    test.each([
      ['a third DFSP', { answeredBy: 'hyena' }],
      ['another of the switches', { switchName: 'other' }],
    ])('what %s says of the quote changes nothing, and prolongs nothing', async (_who, speaker) => {
      const payment = await Payment.upTo('requestQuote', engine);
      await payment.process.does('mojaloop:request-quote:1');
      await payment.hearsOfQuote({ errorInformation: refusal, ...speaker });
      await payment.process.reaches('quoteUnasked');
      await engine.moveClock(3);
      await payment.hearsOfQuote({ quote: {}, payeeFspId: 'hyena', ...speaker });
      await payment.process.reaches('quoteUnasked');
      await payment.process.reaches('awaitQuote');
      await engine.moveClock(3);
      for (let request = 2; request <= 3; request++) {
        await payment.quoteIsRequested();
        await payment.process.timesOut('awaitQuote', 5);
      }
      expect(await payment.isTold()).toEqual(aborted('2004'));
      await expectSettled(payment.process);
    });

    test('who was asked is heard after whoever was not', async () => {
      const payment = await Payment.upTo('requestQuote', engine);
      await payment.process.does('mojaloop:request-quote:1', { transaction: {} });
      await payment.hearsOfQuote({ errorInformation: refusal, answeredBy: 'hyena' });
      await payment.process.reaches('quoteUnasked');
      await payment.quoteComes();
      await payment.holdIsRefused();
      expect(await payment.isTold()).toEqual(aborted(refusal.errorCode));
      await expectSettled(payment.process);
    });

    test.each([
      ['more than asked', '100.13', 'TZS'],
      ['another currency', '100.12', 'KES'],
    ])('a quote of %s is not taken', async (_what, amount, currency) => {
      const payment = await Payment.upTo('requestQuote', engine);
      await payment.isQuoted(amount, currency);
      expect(await payment.isTold()).toEqual(aborted('5000'));
      await expectSettled(payment.process);
    });

    test('a quote of less than asked is taken, compared as a number, and our own fee is asked for it', async () => {
      const payment = await Payment.upTo('requestQuote', engine);
      await payment.isQuoted('99.9');
      const asking = await payment.process.job('ams:quote-payer:1');
      expect(asking.variables['payment']).toMatchObject({
        amount: { amount: '99.9', currency: 'TZS' },
      });
      await asking.complete({ payerQuote: { accountId: 'for 99.9' } });
      const blocking = await payment.process.job('ams:block-funds:1');
      expect(blocking.variables).toMatchObject({
        payerQuote: { accountId: 'for 99.9' },
        payment: { amount: { amount: '100.12' } },
      });
      await blocking.isUnavailable();
      await payment.process.does('ams:release-block:1');
      expect(await payment.isTold()).toEqual(aborted(unavailability.errorCode));
      await expectSettled(payment.process);
    });

    test('a quote of the same amount, written otherwise, needs no second question', async () => {
      const payment = await Payment.upTo('requestQuote', engine);
      await payment.isQuoted('100.120');
      await payment.holdIsRefused();
      expect(await payment.isTold()).toEqual(aborted(refusal.errorCode));
      await expectSettled(payment.process);
    });

    test('the account may not pay what the quote says: the payer is told why', async () => {
      const payment = await Payment.upTo('requestQuote', engine);
      await payment.isQuoted('99.9');
      await (await payment.process.job('ams:quote-payer:1')).refuse();
      expect(await payment.isTold()).toEqual(aborted(refusal.errorCode));
      await expectSettled(payment.process);
    });

    test('a quote of less that expires while the account is asked about it is not taken', async () => {
      const payment = await Payment.upTo('requestQuote', engine);
      await payment.isQuoted('99.9', 'TZS', 30);
      const asking = await payment.process.job('ams:quote-payer:1');
      await engine.moveClock(31);
      await asking.complete({ payerQuote: { accountId: 'for 99.9' } });
      expect(await payment.isTold()).toEqual(aborted('3302'));
      await expectSettled(payment.process);
      expect(payment.process.visits('SERVICE_TASK')).not.toContain('blockFunds');
    });

    test('a quote that has expired is not taken', async () => {
      const payment = await Payment.upTo('requestQuote', engine);
      await payment.isQuoted('100.12', 'TZS', -1);
      expect(await payment.isTold()).toEqual(aborted('3302'));
      await expectSettled(payment.process);
    });
  });

  describe('when the payer wants to see the quote', () => {
    const askPayer = { askPayer: true };

    test('the payer accepts, before the process waits for it, even a higher price', async () => {
      const payment = await Payment.upTo('requestQuote', engine, askPayer);
      await payment.isQuoted('101.00');
      await payment.process.does('ams:quote-payer:1', { payerQuote: { accountId: 'for 101' } });
      const job = await payment.process.job('channel:ask-payer:1');
      expect(job.variables['payerQuote']).toEqual({ accountId: 'for 101' });
      await payment.payerDecides('accept');
      await job.complete();
      await payment.holdIsRefused();
      await payment.isTold();
      await expectSettled(payment.process);
    });

    test('another currency is not even shown', async () => {
      const payment = await Payment.upTo('requestQuote', engine, askPayer);
      await payment.isQuoted('100.12', 'KES');
      expect(await payment.isTold()).toEqual(aborted('5000'));
      await expectSettled(payment.process);
    });

    test('the payer refuses', async () => {
      const payment = await Payment.upTo('blockFunds', engine, askPayer);
      await payment.process.does('channel:ask-payer:1');
      await payment.payerDecides('refuse');
      expect(await payment.isTold()).toEqual(aborted('4100'));
      await expectSettled(payment.process);
    });

    test('the payer does not decide in time', async () => {
      const payment = await Payment.upTo('blockFunds', engine, askPayer);
      await payment.process.does('channel:ask-payer:1');
      await payment.process.timesOut('awaitPayer', 60);
      await payment.process.reaches('payerTooLate');
      await payment.payerDecides('accept');
      expect(await payment.isTold()).toEqual(aborted('4100'));
      await expectSettled(payment.process);
      expect(payment.process.visits('SERVICE_TASK')).not.toContain('blockFunds');
    });

    test('the payer decides when the quote has expired', async () => {
      const payment = await Payment.upTo('requestQuote', engine, askPayer);
      await payment.isQuoted('100.12', 'TZS', 30);
      await payment.process.does('channel:ask-payer:1');
      await payment.process.timesOut('awaitPayer', 31);
      await payment.payerDecides('accept');
      expect(await payment.isTold()).toEqual(aborted('3302'));
      await expectSettled(payment.process);
    });

    test('the payer cannot be asked', async () => {
      const payment = await Payment.upTo('blockFunds', engine, askPayer);
      await (await payment.process.job('channel:ask-payer:1')).isUnavailable();
      expect(await payment.isTold()).toEqual(aborted(unavailability.errorCode));
      await expectSettled(payment.process);
    });
  });

  describe('holding the money', () => {
    test('refused: what an attempt before may hold is released, then the payer is told why', async () => {
      const payment = await Payment.upTo('blockFunds', engine);
      await payment.holdIsRefused();
      expect(await payment.isTold()).toEqual(aborted(refusal.errorCode));
      await expectSettled(payment.process);
      expect(payment.process.visits('SERVICE_TASK')).toContain('releaseUnknown');
    });

    test('nobody knows whether it is held: what there is is released, then the payer is told', async () => {
      const payment = await Payment.upTo('blockFunds', engine);
      await (await payment.process.job('ams:block-funds:1')).isUnavailable();
      await payment.process.does('ams:release-block:1');
      expect(await payment.isTold()).toEqual(aborted(unavailability.errorCode));
      await expectSettled(payment.process);
    });

    test('nor can it be released: the operator can only have that tried again', async () => {
      const payment = await Payment.upTo('blockFunds', engine);
      await (await payment.process.job('ams:block-funds:1')).isUnavailable();
      await (await payment.process.job('ams:release-block:1')).refuse();
      expect(await payment.isTold()).toEqual(pending('HOLD_UNKNOWN'));
      for (const decision of ['book', 'ask-again']) {
        const asked = await payment.operatorDecides(decision);
        expect(asked).toMatchObject({
          operatorReason: 'HOLD_UNKNOWN',
          operatorChoices: ['release', 'close'],
          errorInformation: refusal,
        });
      }
      await payment.operatorDecides('release');
      await payment.process.does('ams:release-block:1');
      expect(await payment.isTold()).toEqual(aborted(refusal.errorCode));
      await expectSettled(payment.process);
    });
  });

  describe('the transfer', () => {
    test('COMMITTED that came before it was awaited, and twice, books once', async () => {
      const payment = await Payment.upTo('requestTransfer', engine);
      const job = await payment.process.job('mojaloop:request-transfer:1');
      await payment.hearsOfTransfer('COMMITTED');
      await payment.hearsOfTransfer('COMMITTED');
      await job.complete();
      await payment.process.does('ams:book-funds:1');
      expect(await payment.isTold()).toEqual(committed);
      await expectPaid(payment.process);
      expect(
        payment.process.visits('SERVICE_TASK').filter((id) => id === 'bookFunds'),
      ).toHaveLength(1);
    });

    test.each(['refused', 'unavailable'])('%s: the switch is asked, and believed', async (how) => {
      const payment = await Payment.upTo('requestTransfer', engine);
      const job = await payment.process.job('mojaloop:request-transfer:1');
      await (how === 'refused' ? job.refuse() : job.isUnavailable());
      await payment.asks();
      await payment.hearsOfTransfer('COMMITTED');
      await payment.process.does('ams:book-funds:1');
      expect(await payment.isTold()).toEqual(committed);
      await expectPaid(payment.process);
    });

    test.each(['ABORTED', 'ERROR', 'PENDING', 'NOT_FOUND', 'FULFILLED'])(
      'answered %s: no money moves before the switch was asked',
      async (verdict) => {
        const payment = await Payment.requested(engine);
        await payment.hearsOfTransfer(verdict, { errorInformation: refusal });
        await payment.asks();
        await payment.hearsOfTransfer('ABORTED');
        await payment.process.does('ams:release-block:1');
        expect(await payment.isTold()).toEqual({ state: 'ABORTED', errorInformation: refusal });
        await expectSettled(payment.process);
      },
    );

    test('not answered: the switch is asked, and what comes after the time-out counts', async () => {
      const payment = await Payment.requested(engine);
      await payment.process.timesOut('awaitTransfer', 35);
      const job = await payment.askingJob();
      await payment.hearsOfTransfer('COMMITTED');
      await job.complete();
      await payment.process.does('ams:book-funds:1');
      expect(await payment.isTold()).toEqual(committed);
      await expectPaid(payment.process);
    });

    test('ABORTED without a reason after no answer in time: told as a time-out', async () => {
      const payment = await Payment.requested(engine);
      await payment.process.timesOut('awaitTransfer', 35);
      await payment.asks();
      await payment.hearsOfTransfer('ABORTED');
      await payment.process.does('ams:release-block:1');
      expect(await payment.isTold()).toEqual(aborted('2004'));
      await expectSettled(payment.process);
    });

    test('ABORTED without a reason anywhere: the payer is told so', async () => {
      const payment = await Payment.requested(engine);
      await payment.hearsOfTransfer('PENDING');
      await payment.asks();
      await payment.hearsOfTransfer('ABORTED');
      await payment.process.does('ams:release-block:1');
      expect(await payment.isTold()).toEqual(aborted('2000'));
      await expectSettled(payment.process);
    });
  });

  describe('asking the switch', () => {
    const notFound = { errorInformation: { errorCode: '3208', errorDescription: 'Not found' } };

    test('"not found" is a verdict when said twice after expiration and sweep, never before', async () => {
      const payment = await Payment.asked(engine);
      const { process } = payment;
      const questionsInVain = 7;
      for (let question = 1; question <= questionsInVain; question++) {
        await payment.hearsOfTransfer('NOT_FOUND', notFound);
        await process.timesOut('timeToAskAgain', 10);
        await payment.asks();
      }
      await payment.hearsOfTransfer('NOT_FOUND', notFound);
      await process.does('ams:release-block:1');
      expect(await payment.isTold()).toEqual(aborted(unavailability.errorCode));
      await expectSettled(process);
      const waits = process.visits('RECEIVE_TASK').filter((id) => id === 'awaitState');
      expect(waits).toHaveLength(questionsInVain + 1);
    });

    test.each([
      ['another of the switches', { switchName: 'other' }],
      ['a third DFSP', { answeredBy: 'hyena' }],
    ])('what %s says of it changes nothing, and prolongs nothing', async (_who, speaker) => {
      const payment = await Payment.requested(engine);
      const { process } = payment;
      await payment.hearsOfTransfer('COMMITTED', speaker);
      await process.reaches('transferUnasked');
      await engine.moveClock(20);
      await payment.hearsOfTransfer('ERROR', speaker);
      await process.reaches('transferUnasked');
      await engine.moveClock(16);
      await payment.asks();
      for (const verdict of ['NOT_FOUND', 'NOT_FOUND', 'ABORTED', 'ERROR']) {
        await payment.hearsOfTransfer(verdict, speaker);
      }
      await engine.moveClock(60);
      await process.timesOut('timeToAskAgain', 10);
      await payment.asks();
      await payment.hearsOfTransfer('ABORTED', speaker);
      await payment.hearsOfTransfer('COMMITTED');
      await expectBookedAndPaid(payment);
    });

    test('one "not found" after the sweep, perhaps an old one, is no verdict', async () => {
      const payment = await Payment.asked(engine);
      const { process } = payment;
      await process.timesOut('awaitState', 60);
      await process.timesOut('timeToAskAgain', 10);
      await payment.asks();
      await payment.hearsOfTransfer('NOT_FOUND', notFound);
      await process.timesOut('timeToAskAgain', 10);
      await payment.asks();
      await payment.hearsOfTransfer('COMMITTED');
      await expectBookedAndPaid(payment);
    });

    test('"not found" after the sweep is no verdict when the question was asked before', async () => {
      const payment = await Payment.upTo('requestTransfer', engine);
      await (await payment.process.job('mojaloop:request-transfer:1')).isUnavailable();
      const job = await payment.askingJob();
      await engine.moveClock(60);
      await job.complete();
      await payment.hearsOfTransfer('NOT_FOUND', notFound);
      await payment.process.timesOut('timeToAskAgain', 10);
      await payment.asks();
      await payment.hearsOfTransfer('COMMITTED');
      await payment.process.does('ams:book-funds:1');
      expect(await payment.isTold()).toEqual(committed);
      await expectPaid(payment.process);
    });

    describe('whose clock is not the engine’s', () => {
      /** By the switch's clock, so long after the transfer's expiration and sweep the switch gets the question. */
      const askedAfterSweep = (payment: Payment, seconds: number) => {
        const expiration = Date.parse(String(payment.process.variable('transferExpiration')));
        return { askedAt: formatDateTime(expiration + 20_000 + seconds * 1_000) };
      };

      test('"not found" releases nothing while the switch can still commit, however late the engine thinks it is', async () => {
        const payment = await Payment.asked(engine);
        const { process } = payment;
        await engine.moveClock(600);
        await process.timesOut('awaitState', 10);
        for (let question = 1; question <= 3; question++) {
          await process.timesOut('timeToAskAgain', 10);
          await payment.asks(askedAfterSweep(payment, 4));
          await payment.hearsOfTransfer('NOT_FOUND', notFound);
        }
        await process.timesOut('timeToAskAgain', 10);
        await payment.asks();
        await payment.hearsOfTransfer('COMMITTED');
        await expectBookedAndPaid(payment);
      });

      test('"not found" is a verdict though the engine thinks that the transfer has not expired', async () => {
        const payment = await Payment.asked(engine);
        const { process } = payment;
        await process.timesOut('awaitState', 10);
        for (let question = 1; question <= 2; question++) {
          await process.timesOut('timeToAskAgain', 10);
          await payment.asks(askedAfterSweep(payment, 6));
          await payment.hearsOfTransfer('NOT_FOUND', { ...notFound, saidAt: farFuture });
        }
        await process.does('ams:release-block:1');
        expect(await payment.isTold()).toEqual(aborted(unavailability.errorCode));
        await expectSettled(process);
      });

      test.each([
        ['when its answers tell no time', { askedAt: null }, {}],
        ['that is older than the question', {}, { saidAt: '2026-01-01T00:00:00.000Z' }],
        ['without a Date', {}, { saidAt: null }],
      ])('no "not found" %s is a verdict: the operator is called', async (_how, asked, said) => {
        const payment = await Payment.asked(engine);
        const { process } = payment;
        await process.timesOut('awaitState', 60);
        for (let question = 1; question <= 5; question++) {
          await process.timesOut('timeToAskAgain', 10);
          await payment.asks(asked);
          await payment.hearsOfTransfer('NOT_FOUND', { ...notFound, ...said });
        }
        expect(await payment.isTold()).toEqual(pending('OUTCOME_UNKNOWN'));
        expect(process.visits('SERVICE_TASK')).not.toContain('releaseBlock');
      });

      test.each(['-PT60S', 'PT25.5S'])(
        'the transfer’s expiration is by its clock: %s ahead',
        async (ahead) => {
          const aheadMs = ahead === '-PT60S' ? -60_000 : 25_500;
          const payment = await Payment.upTo('requestQuote', engine);
          await payment.quoteIsRequested(ahead);
          await payment.quoteComes('100.12', 'TZS', aheadMs / 1_000 + 20);
          await payment.isBlocked();
          const requesting = await payment.process.job('mojaloop:request-transfer:1');
          const expiration = Date.parse(String(requesting.variables['transferExpiration']));
          const isAheadMs = expiration - engine.now() - 30_000;
          expect(isAheadMs).toBeLessThan(aheadMs + 1_000);
          expect(isAheadMs).toBeGreaterThan(aheadMs - 10_000);
        },
      );

      test('a quote that has expired by its clock is not taken', async () => {
        const payment = await Payment.upTo('requestQuote', engine);
        await payment.quoteIsRequested('PT60S');
        await payment.quoteComes('100.12', 'TZS', 30);
        expect(await payment.isTold()).toEqual(aborted('3302'));
        await expectSettled(payment.process);
      });
    });

    test.each(['ERROR', 'PENDING'])(
      '%s is never a verdict, not even after the sweep',
      async (verdict) => {
        const payment = await Payment.asked(engine);
        await engine.moveClock(60);
        await payment.process.timesOut('awaitState', 10);
        await payment.process.timesOut('timeToAskAgain', 10);
        await payment.asks();
        await payment.hearsOfTransfer(verdict, { errorInformation: refusal });
        await payment.process.timesOut('timeToAskAgain', 10);
        await payment.asks();
        await payment.hearsOfTransfer('ABORTED');
        await payment.process.does('ams:release-block:1');
        expect(await payment.isTold()).toEqual(aborted(refusal.errorCode));
        await expectSettled(payment.process);
      },
    );

    test('a silent switch is asked beyond expiration and sweep, then the operator is called', async () => {
      const payment = await Payment.asked(engine);
      const { process } = payment;
      const start = engine.now();
      let lastQuestionAt = start;
      let questionsAfterSweep = 0;
      await process.timesOut('awaitState', 10);
      while ((await process.reachesOneOf('timeToAskAgain', 'tellPending')) === 'timeToAskAgain') {
        await engine.moveClock(10);
        lastQuestionAt = engine.now();
        await payment.asks();
        if (lastQuestionAt - start > 50_000) questionsAfterSweep++;
        await process.timesOut('awaitState', 10);
      }
      expect(lastQuestionAt - start).toBeGreaterThan(60_000);
      expect(questionsAfterSweep).toBeGreaterThanOrEqual(4);
      expect(questionsAfterSweep).toBeLessThanOrEqual(6);
      expect(await payment.isTold()).toEqual(pending('OUTCOME_UNKNOWN'));
      await process.reaches('awaitOperator');
      expect(process.visits('SERVICE_TASK')).not.toContain('releaseBlock');
      await payment.operatorDecides('ask-again');
      await payment.asks();
      await payment.hearsOfTransfer('PENDING');
      await process.reaches('awaitOperator');
      await payment.operatorDecides('ask-again');
      await payment.asks();
      await payment.hearsOfTransfer('COMMITTED');
      await expectBookedAndPaid(payment);
    });

    test('a switch that is never reached does not keep the operator from being called', async () => {
      const payment = await Payment.asked(engine);
      const { process } = payment;
      await process.timesOut('awaitState', 60);
      for (let question = 1; question <= 5; question++) {
        await process.timesOut('timeToAskAgain', 10);
        await (await payment.askingJob()).isUnavailable();
      }
      expect(await payment.isTold()).toEqual(pending('OUTCOME_UNKNOWN'));
      await payment.operatorDecides('book');
      await expectBookedAndPaid(payment);
    });
  });

  describe('the operator', () => {
    test('is called when booking is refused, and has it tried again; the payer hears it once', async () => {
      const payment = await Payment.requested(engine);
      await payment.hearsOfTransfer('COMMITTED');
      await (await payment.process.job('ams:book-funds:1')).refuse();
      expect(await payment.isTold()).toEqual({
        state: 'PENDING',
        errorInformation: refusal,
        operatorReason: 'BOOKING_FAILED',
      });
      await payment.operatorDecides('book');
      await (await payment.process.job('ams:book-funds:1')).isUnavailable();
      expect(await payment.operatorDecides('book')).toMatchObject({
        operatorChoices: ['book', 'close'],
        errorInformation: unavailability,
      });
      await payment.process.does('ams:book-funds:1');
      expect(await payment.isTold()).toEqual(committed);
      await expectPaid(payment.process);
    });

    test('closes a payment that was booked by hand: it is paid, and what the DFSPs owe each other is evaluated', async () => {
      const payment = await Payment.requested(engine);
      await payment.hearsOfTransfer('COMMITTED');
      await (await payment.process.job('ams:book-funds:1')).refuse();
      expect(await payment.isTold()).toEqual(pending('BOOKING_FAILED'));
      await payment.operatorDecides('close');
      expect(await payment.isTold()).toEqual(committed);
      await expectPaid(payment.process);
    });

    test('closes a payment whose hold was released by hand: it is not paid', async () => {
      const payment = await Payment.asked(engine);
      await payment.hearsOfTransfer('ABORTED');
      await (await payment.process.job('ams:release-block:1')).refuse();
      expect(await payment.isTold()).toEqual(pending('RELEASE_FAILED'));
      await payment.operatorDecides('close');
      expect(await payment.isTold()).toMatchObject({ state: 'ABORTED' });
      await expectSettled(payment.process);
    });

    test('is called without telling anybody where the payment’s origin has no channel', async () => {
      const payment = await Payment.asked(engine, null);
      await payment.hearsOfTransfer('COMMITTED');
      await (await payment.process.job('ams:book-funds:1')).isUnavailable();
      await payment.process.reaches('awaitOperator');
      expect(payment.process.visits('SERVICE_TASK')).not.toContain('tellPending');
    });

    test.each(['refused', 'unavailable'])(
      'is called when the release is %s, and releases, though the payer cannot be told',
      async (how) => {
        const payment = await Payment.asked(engine);
        await payment.hearsOfTransfer('ABORTED');
        const job = await payment.process.job('ams:release-block:1');
        await (how === 'refused' ? job.refuse() : job.isUnavailable());
        await (await payment.process.job('channel:tell-payer:1')).isUnavailable();
        await payment.operatorDecides('release');
        await payment.process.does('ams:release-block:1');
        const reason = how === 'refused' ? refusal : unavailability;
        expect(await payment.isTold()).toEqual(aborted(reason.errorCode));
        await expectSettled(payment.process);
      },
    );
  });

  describe('what the switch has said is final', () => {
    test.each(['release', 'ask-again', 'Book', null])(
      'after COMMITTED nothing is released, though the operator says %s',
      async (decision) => {
        const payment = await Payment.requested(engine);
        const { process } = payment;
        await payment.hearsOfTransfer('COMMITTED');
        await (await process.job('ams:book-funds:1')).refuse();
        await payment.isTold();
        const asked = await payment.operatorDecides(decision);
        expect(asked).toMatchObject({
          operatorReason: 'BOOKING_FAILED',
          operatorChoices: ['book', 'close'],
          transferAnswer: { verdict: 'COMMITTED' },
        });
        await payment.operatorDecides('book');
        await expectBookedAndPaid(payment);
        expect(process.visits('SERVICE_TASK')).not.toContain('releaseBlock');
      },
    );

    test.each([
      ['ABORTED', 'book'],
      ['ABORTED', 'ask-again'],
      ['NOT_FOUND', 'book'],
    ])('after %s nothing is booked, though the operator says %s', async (verdict, decision) => {
      const payment = await Payment.asked(engine);
      const { process } = payment;
      if (verdict === 'NOT_FOUND') {
        await process.timesOut('awaitState', 60);
        for (let question = 1; question <= 2; question++) {
          await process.timesOut('timeToAskAgain', 10);
          await payment.asks();
          await payment.hearsOfTransfer(verdict);
        }
      } else await payment.hearsOfTransfer(verdict);
      await (await process.job('ams:release-block:1')).isUnavailable();
      expect(await payment.isTold()).toEqual(pending('RELEASE_FAILED'));
      const asked = await payment.operatorDecides(decision);
      expect(asked).toMatchObject({
        operatorReason: 'RELEASE_FAILED',
        operatorChoices: ['release', 'close'],
      });
      await payment.operatorDecides('release');
      await process.does('ams:release-block:1');
      await payment.isTold();
      await expectSettled(process);
      expect(process.visits('SERVICE_TASK')).not.toContain('bookFunds');
    });
  });

  describe('a payment that waits for an operator goes on by itself', () => {
    test('a switch that is silent for long is asked ever more seldom, and believed in the end', async () => {
      const payment = await Payment.asked(engine);
      const { process } = payment;
      await process.timesOut('awaitState', 60);
      for (let question = 1; question <= 5; question++) {
        await process.timesOut('timeToAskAgain', 10);
        await (await payment.askingJob()).isUnavailable();
      }
      expect(await payment.isTold()).toEqual(pending('OUTCOME_UNKNOWN'));
      const since = new Set<unknown>();
      for (const pauseS of [10, 20, 40, 60, 60]) {
        await process.reaches('awaitOperator');
        expect(process.variable('operatorPause')).toBe(`PT${pauseS === 60 ? '1M' : `${pauseS}S`}`);
        since.add(process.variable('operatorNeededSince'));
        await engine.moveClock(pauseS);
        await (await payment.askingJob()).isUnavailable();
      }
      expect(since.size).toBe(1);
      await process.timesOut('awaitOperator', 60);
      await payment.asks();
      await payment.hearsOfTransfer('COMMITTED');
      await expectBookedAndPaid(payment);
      expect(process.visits('SERVICE_TASK').filter((id) => id === 'tellPending')).toHaveLength(1);
    });

    test('"not found" twice is a verdict then too', async () => {
      const payment = await Payment.asked(engine);
      const { process } = payment;
      await process.timesOut('awaitState', 60);
      for (let question = 1; question <= 5; question++) {
        await process.timesOut('timeToAskAgain', 10);
        await (await payment.askingJob()).isUnavailable();
      }
      await payment.isTold();
      for (const pauseS of [10, 20]) {
        await process.timesOut('awaitOperator', pauseS);
        await payment.asks();
        await payment.hearsOfTransfer('NOT_FOUND');
      }
      await process.does('ams:release-block:1');
      await payment.isTold();
      await expectSettled(process);
    });

    test.each([
      ['COMMITTED', 'ams:book-funds:1'],
      ['ABORTED', 'ams:release-block:1'],
    ] as const)('after %s %s is tried again until Fineract does it', async (verdict, job) => {
      const payment = await Payment.asked(engine);
      const { process } = payment;
      await payment.hearsOfTransfer(verdict);
      const first = await process.job(job);
      const attempts = [first.retries];
      await first.isUnavailable();
      await payment.isTold();
      for (const pauseS of [10, 20]) {
        await process.timesOut('awaitOperator', pauseS);
        const again = await process.job(job);
        attempts.push(again.retries);
        await again.refuse();
      }
      await process.timesOut('awaitOperator', 40);
      await process.does(job);
      await payment.isTold();
      if (verdict === 'COMMITTED') await expectPaid(process);
      else await expectSettled(process);
      expect(attempts).toEqual([8, 1, 1]);
      expect(process.visits('SERVICE_TASK').filter((id) => id === 'tellPending')).toHaveLength(1);
    });
  });

  describe('a payment ends though nobody can be told', () => {
    const nobodyHears = async ({ process }: Payment) => {
      await (await process.job('channel:tell-payer:1')).isUnavailable();
    };

    test('that it failed', async () => {
      const payment = await Payment.upTo('lookUpParticipant', engine);
      await (await payment.process.job('mojaloop:look-up-participant:1')).refuse();
      await nobodyHears(payment);
      await expectSettled(payment.process);
    });

    test('that it is made', async () => {
      const payment = await Payment.requested(engine);
      await payment.hearsOfTransfer('COMMITTED');
      await payment.process.does('ams:book-funds:1');
      await nobodyHears(payment);
      await expectPaid(payment.process);
    });

    test('that it is undone', async () => {
      const payment = await Payment.asked(engine);
      await payment.hearsOfTransfer('ABORTED');
      await payment.process.does('ams:release-block:1');
      await nobodyHears(payment);
      await expectSettled(payment.process);
    });
  });

  test('a quote of a DFSP that does not have the payee is no quote: no money is held for it', async () => {
    const payment = await Payment.upTo('requestQuote', engine);
    await payment.process.does('mojaloop:request-quote:1');
    await payment.quoteComes('100.12', 'TZS', 60, 'hyena');
    expect(await payment.isTold()).toEqual(aborted('5000'));
    await expectSettled(payment.process);
  });

  describe('the channel asks how the payment stands', () => {
    test('and is answered beside the payment, each question under its own id', async () => {
      const payment = await Payment.upTo('lookUpParticipant', engine);
      const payingJob = await payment.process.job('mojaloop:look-up-participant:1');
      for (const questionId of ['question-1', 'question-2']) {
        await payment.isAsked(`hash of ${questionId}`, questionId);
        const variables = await payment.process.does('channel:answer-state:1');
        expect(variables).toMatchObject({ questionId, repeatedHash: `hash of ${questionId}` });
        expect(variables['channel']).toMatchObject({ requestHash: 'hash' });
      }
      await payingJob.refuse();
      const told = await payment.process.does('channel:tell-payer:1');
      expect(told).not.toHaveProperty('questionId');
      await expectSettled(payment.process);
    });

    test('may stay without answer: the payment goes on', async () => {
      const payment = await Payment.upTo('lookUpParticipant', engine);
      await payment.isAsked('hash', 'question');
      await (await payment.process.job('channel:answer-state:1')).isUnavailable();
      await payment.isFound();
      await (await payment.process.job('ams:quote-payer:1')).refuse();
      expect(await payment.isTold()).toEqual(aborted(refusal.errorCode));
      await expectSettled(payment.process);
    });

    test('COMMITTED, from before the payer is told until the payment is forgotten', async () => {
      const payment = await Payment.requested(engine);
      expect(await payment.outcome()).toBeUndefined();
      await payment.hearsOfTransfer('COMMITTED');
      await payment.process.does('ams:book-funds:1');
      const telling = await payment.process.job('channel:tell-payer:1');
      expect(await payment.outcome()).toEqual(committed);
      await telling.complete();
      await expectPaid(payment.process);
      expect(await payment.outcome()).toEqual(committed);
      await engine.moveClock(3_500);
      expect(await payment.outcome()).toEqual(committed);
      await engine.moveClock(221);
      await payment.process.ends();
    });

    test('ABORTED, whether anything was held or not', async () => {
      const refused = await Payment.upTo('lookUpParticipant', engine);
      await (await refused.process.job('mojaloop:look-up-participant:1')).refuse();
      const telling = await refused.process.job('channel:tell-payer:1');
      expect(await refused.outcome()).toEqual(aborted(refusal.errorCode));
      await telling.complete();
      expect(await refused.outcome()).toEqual(aborted(refusal.errorCode));

      const undone = await Payment.asked(engine);
      await undone.hearsOfTransfer('ABORTED');
      await undone.process.does('ams:release-block:1');
      await undone.isTold();
      expect(await undone.outcome()).toMatchObject({ state: 'ABORTED' });
      await undone.isForgotten();
    });

    test('WAITING_FOR_PAYER while the payer thinks, PENDING until it is decided', async () => {
      const payment = await Payment.upTo('blockFunds', engine, { askPayer: true });
      await payment.process.does('channel:ask-payer:1');
      expect(await payment.outcome()).toEqual({ state: 'WAITING_FOR_PAYER' });
      await payment.payerDecides('accept');
      await payment.isBlocked();
      expect(await payment.outcome()).toBeNull();
      await payment.process.does('mojaloop:request-transfer:1');
      await payment.hearsOfTransfer('COMMITTED');
      await (await payment.process.job('ams:book-funds:1')).refuse();
      const telling = await payment.process.job('channel:tell-payer:1');
      const pending = {
        state: 'PENDING',
        errorInformation: refusal,
        operatorReason: 'BOOKING_FAILED',
      };
      expect(await payment.outcome()).toEqual(pending);
      await telling.complete();
      expect(await payment.outcome()).toEqual(pending);
    });
  });
});

describe.each([
  [
    'payee-party-lookup',
    startLookUp,
    'ams:find-party:1',
    { party: { found: true } },
    'mojaloop:answer-party:1',
    (process: ProcessInstance) => process.ends(),
    expectEnd,
  ],
  [
    'payee-quote',
    startQuote,
    'ams:quote-payee:1',
    { payeeQuote: { accountId: '1' } },
    'mojaloop:answer-quote:1',
    expectQuoted,
    (process: ProcessInstance) => expectReached(process, 'timeToForget'),
  ],
] as const)('%s', (_name, start, askAms, found, answer, expectGiven, expectAnswered) => {
  test('asks the account management system and answers', async () => {
    const process = await start(engine);
    await process.does(askAms, found);
    const told = await process.does(answer);
    expect(told).toMatchObject(found);
    expect(told).not.toHaveProperty('errorInformation');
    await expectGiven(process);
  });

  test.each(['refused', 'unavailable'])('%s there: answers with the error', async (how) => {
    const process = await start(engine);
    const job = await process.job(askAms);
    await (how === 'refused' ? job.refuse() : job.isUnavailable());
    const answering = await process.job(answer);
    expect(answering.elementId).toBe('answerError');
    const reason = how === 'refused' ? refusal : unavailability;
    expect(answering.variables['errorInformation']).toEqual(reason);
    await answering.complete();
    await expectAnswered(process, 'errorAnswered');
  });

  test('the answer itself is refused: answers with the error', async () => {
    const process = await start(engine);
    await process.does(askAms);
    await (await process.job(answer)).refuse();
    expect((await process.does(answer))['errorInformation']).toEqual(refusal);
    await expectAnswered(process, 'errorAnswered');
  });

  test('the answer cannot be delivered: ends, whoever asked asks again', async () => {
    const process = await start(engine);
    await process.does(askAms);
    await (await process.job(answer)).isUnavailable();
    await expectAnswered(process, 'notAnswered');
  });

  test.each(['refused', 'unavailable'])('nor can the error (%s): ends', async (how) => {
    const process = await start(engine);
    await (await process.job(askAms)).refuse();
    const job = await process.job(answer);
    await (how === 'refused' ? job.refuse() : job.isUnavailable());
    await expectAnswered(process, 'notAnswered');
  });
});

describe('payee-transfer', () => {
  test('checks, reserves, answers, hears COMMITTED and credits', async () => {
    const transfer = await IncomingTransfer.answered(engine);
    await transfer.hears('COMMITTED');
    await transfer.process.does('ams:credit-payee:1');
    await expectCredited(transfer.process);
  });

  test('answers without an error, by what the account said and when the request came', async () => {
    const transfer = await IncomingTransfer.start(engine, { agreement: { quoteId: 'q' } });
    const seen = await transfer.process.does('ams:reserve-credit:1', {
      credit: { accountId: '1' },
    });
    expect(seen).toMatchObject({ agreement: { quoteId: 'q' } });
    const answering = await transfer.process.job('mojaloop:answer-transfer:1');
    expect(answering.variables).not.toHaveProperty('errorInformation');
    expect(answering.variables).toMatchObject({
      credit: { accountId: '1' },
      receivedAt: '2026-11-21T10:24:00.000Z',
    });
    await answering.complete();
    await transfer.hears('COMMITTED');
    const crediting = await transfer.process.does('ams:credit-payee:1');
    expect(crediting).toMatchObject({ agreement: { quoteId: 'q' }, credit: { accountId: '1' } });
    await expectCredited(transfer.process);
  });

  test('COMMITTED that came before it was awaited, and twice, credits once', async () => {
    const transfer = await IncomingTransfer.reserved(engine);
    const job = await transfer.process.job('mojaloop:answer-transfer:1');
    await transfer.hears('COMMITTED');
    await transfer.hears('COMMITTED');
    await job.complete();
    await transfer.process.does('ams:credit-payee:1');
    await expectCredited(transfer.process);
    expect(
      transfer.process.visits('SERVICE_TASK').filter((id) => id === 'creditPayee'),
    ).toHaveLength(1);
  });

  test('ABORTED: nothing is credited', async () => {
    const transfer = await IncomingTransfer.answered(engine);
    await transfer.hears('ABORTED');
    await expectReached(transfer.process, 'timeToForget');
    expect(transfer.process.visits('SERVICE_TASK')).not.toContain('creditPayee');
  });

  test('what is not as agreed, or cannot be taken, is refused with the reason', async () => {
    const notAsAgreed = { errorCode: '3100', errorDescription: 'not as agreed' };
    const transfer = await IncomingTransfer.start(engine, { errorInformation: notAsAgreed });
    const reserving = await transfer.process.job('ams:reserve-credit:1');
    expect(reserving.variables['errorInformation']).toEqual(notAsAgreed);
    await reserving.refuse();
    const answering = await transfer.process.job('mojaloop:answer-transfer:1');
    expect(answering.elementId).toBe('refuseTransfer');
    expect(answering.variables['errorInformation']).toEqual(refusal);
    await answering.complete();
    await expectReached(transfer.process, 'timeToForgetRefusal');
  });

  test.each(['refused', 'unavailable'])(
    'nobody hears the refusal (%s): the transfer is left to expire',
    async (how) => {
      const transfer = await IncomingTransfer.start(engine);
      await (await transfer.process.job('ams:reserve-credit:1')).refuse();
      const job = await transfer.process.job('mojaloop:answer-transfer:1');
      await (how === 'refused' ? job.refuse() : job.isUnavailable());
      await expectReached(transfer.process, 'timeToForgetRefusal');
    },
  );

  test.each(['refused', 'unavailable'])(
    'the answer fails (%s): the switch may have it, and is asked',
    async (how) => {
      const transfer = await IncomingTransfer.reserved(engine);
      const job = await transfer.process.job('mojaloop:answer-transfer:1');
      await (how === 'refused' ? job.refuse() : job.isUnavailable());
      const asking = await transfer.process.job('mojaloop:ask-transfer-state:1');
      expect(asking.variables['peerFspId']).toBe('lion');
      await asking.complete();
      await transfer.hears('COMMITTED');
      await transfer.process.does('ams:credit-payee:1');
      await expectCredited(transfer.process);
    },
  );

  test.each(['ERROR', 'NOT_FOUND', 'PENDING'])(
    '%s never lets us step back: the switch is asked until it says ABORTED',
    async (verdict) => {
      const transfer = await IncomingTransfer.answered(engine, 0);
      await transfer.hears(verdict);
      await transfer.process.does('mojaloop:ask-transfer-state:1');
      await transfer.hears(verdict);
      await transfer.process.timesOut('timeToAskAgain', 10);
      await transfer.process.does('mojaloop:ask-transfer-state:1');
      await transfer.hears('ABORTED');
      await expectReached(transfer.process, 'timeToForget');
    },
  );

  test('not confirmed in time: the switch is asked, and what comes after the time-out counts', async () => {
    const transfer = await IncomingTransfer.answered(engine);
    await transfer.process.timesOut('awaitConfirmation', 40);
    const job = await transfer.process.job('mojaloop:ask-transfer-state:1');
    await transfer.hears('COMMITTED');
    await job.complete();
    await transfer.process.does('ams:credit-payee:1');
    await expectCredited(transfer.process);
  });

  test('after ten questions the operator is called, who may have it asked again', async () => {
    const { process, ...transfer } = await silentSwitch();
    await process.reaches('awaitOperator');
    await transfer.operatorDecides('ask-again');
    await (await process.job('mojaloop:ask-transfer-state:1')).isUnavailable();
    const asked = await transfer.operatorDecides('ask-again');
    expect(asked).toMatchObject({
      operatorReason: 'OUTCOME_UNKNOWN',
      operatorChoices: ['book', 'release', 'ask-again'],
    });
    await process.does('mojaloop:ask-transfer-state:1');
    await transfer.hears('COMMITTED');
    await process.does('ams:credit-payee:1');
    await expectCredited(process);
    await engine.moveClock(86_400);
    await process.ends();
  });

  test('a switch that is silent for long is asked ever more seldom, and believed in the end', async () => {
    const { process, ...transfer } = await silentSwitch();
    for (const pauseS of [10, 20, 40, 60, 60]) {
      await process.timesOut('awaitOperator', pauseS);
      await (await process.job('mojaloop:ask-transfer-state:1')).isUnavailable();
    }
    await process.timesOut('awaitOperator', 60);
    await process.does('mojaloop:ask-transfer-state:1');
    await transfer.hears('COMMITTED');
    await process.does('ams:credit-payee:1');
    await expectCredited(process);
  });

  test.each(['release', 'ask-again', 'Book', null])(
    'what is committed is credited, though the operator says %s',
    async (decision) => {
      const transfer = await IncomingTransfer.answered(engine);
      const { process } = transfer;
      await transfer.hears('COMMITTED');
      await (await process.job('ams:credit-payee:1')).refuse();
      const asked = await transfer.operatorDecides(decision);
      expect(asked).toMatchObject({
        operatorReason: 'CREDIT_FAILED',
        operatorChoices: ['book', 'close'],
        errorInformation: refusal,
        transferAnswer: { verdict: 'COMMITTED' },
      });
      await process.reaches('awaitOperator');
      await process.reaches('awaitOperator');
      expect([process.variable('operatorDecision'), process.variable('errorInformation')]).toEqual([
        null,
        undefined,
      ]);
      await transfer.operatorDecides('book');
      await process.does('ams:credit-payee:1');
      await expectCredited(process);
    },
  );

  test('a credit that failed is tried again by itself until Fineract takes it', async () => {
    const transfer = await IncomingTransfer.answered(engine);
    const { process } = transfer;
    await transfer.hears('COMMITTED');
    const first = await process.job('ams:credit-payee:1');
    const attempts = [first.retries];
    await first.isUnavailable();
    for (const pauseS of [10, 20]) {
      await process.timesOut('awaitOperator', pauseS);
      const again = await process.job('ams:credit-payee:1');
      attempts.push(again.retries);
      await again.refuse();
    }
    await process.timesOut('awaitOperator', 40);
    await process.does('ams:credit-payee:1');
    await expectCredited(process);
    expect(attempts).toEqual([8, 1, 1]);
  });

  test('the operator closes a transfer that was credited by hand: what the DFSPs owe each other is evaluated', async () => {
    const transfer = await IncomingTransfer.answered(engine);
    const { process } = transfer;
    await transfer.hears('COMMITTED');
    await (await process.job('ams:credit-payee:1')).refuse();
    await transfer.operatorDecides('close');
    await expectCredited(process);
    expect(process.visits('SERVICE_TASK').filter((one) => one === 'creditPayee')).toHaveLength(1);
  });

  describe('credited on an operator’s word, while the switch is silent', () => {
    const unconfirmed = {
      operatorReason: 'CREDIT_UNCONFIRMED',
      operatorChoices: ['reverse', 'ask-again', 'close'],
    };

    async function creditedOnWord() {
      const transfer = await silentSwitch();
      await transfer.process.reaches('awaitOperator');
      await transfer.operatorDecides('book');
      await transfer.process.does('ams:credit-payee:1');
      await transfer.process.reaches('awaitOperator');
      return transfer;
    }

    test('ABORTED: it is taken back', async () => {
      const { process, ...transfer } = await creditedOnWord();
      await engine.moveClock(10);
      await process.does('mojaloop:ask-transfer-state:1');
      await transfer.hears('ABORTED');
      const undoing = await process.job('ams:undo-credit:1');
      expect([undoing.retries, process.variable('creditedAt')]).toEqual([8, expect.any(String)]);
      await undoing.complete();
      await expectReached(process, 'timeToForget');
      expect(process.variable('creditedAt')).toBeNull();
      expect(process.visits('SERVICE_TASK')).not.toContain('evaluateFees');
    });

    test('COMMITTED: it stands, and nothing can take it back', async () => {
      const { process, ...transfer } = await creditedOnWord();
      expect(await transfer.operatorDecides('reverse')).toMatchObject(unconfirmed);
      await process.does('mojaloop:ask-transfer-state:1');
      await transfer.hears('COMMITTED');
      await process.does('ams:credit-payee:1');
      await expectCredited(process);
      expect(process.visits('SERVICE_TASK')).not.toContain('undoCredit');
    });

    test.each(['does not answer', 'cannot be asked'])(
      'an operator says reverse, and the switch %s: it is taken back',
      async (how) => {
        const { process, ...transfer } = await creditedOnWord();
        await transfer.operatorDecides('reverse');
        const asking = await process.job('mojaloop:ask-transfer-state:1');
        if (how === 'cannot be asked') await asking.isUnavailable();
        else {
          await asking.complete();
          await process.timesOut('awaitState', 10);
        }
        await process.does('ams:undo-credit:1');
        await expectReached(process, 'timeToForget');
      },
    );

    test('what cannot be taken back is tried again by itself, and nothing else is open', async () => {
      const { process, ...transfer } = await creditedOnWord();
      await transfer.operatorDecides('ask-again');
      await process.does('mojaloop:ask-transfer-state:1');
      await transfer.hears('ABORTED');
      await (await process.job('ams:undo-credit:1')).refuse();
      await process.timesOut('awaitOperator', 10);
      const again = await process.job('ams:undo-credit:1');
      expect(again.retries).toBe(1);
      await again.isUnavailable();
      const asked = await transfer.operatorDecides('reverse');
      expect(asked).toMatchObject({
        operatorReason: 'UNDO_FAILED',
        operatorChoices: ['reverse', 'close'],
        errorInformation: unavailability,
      });
      await process.does('ams:undo-credit:1');
      await expectReached(process, 'timeToForget');
    });

    test('the operator has got the money back by hand, and closes it: nothing is owed', async () => {
      const { process, ...transfer } = await creditedOnWord();
      await transfer.operatorDecides('ask-again');
      await process.does('mojaloop:ask-transfer-state:1');
      await transfer.hears('ABORTED');
      await (await process.job('ams:undo-credit:1')).refuse();
      await transfer.operatorDecides('close');
      await expectReached(process, 'timeToForget');
      expect(process.visits('SERVICE_TASK')).not.toContain('evaluateFees');
    });

    test('the operator closes it: the credit stands, and what the DFSPs owe each other is evaluated', async () => {
      const { process, ...transfer } = await creditedOnWord();
      expect(await transfer.operatorDecides('close')).toMatchObject(unconfirmed);
      await expectCredited(process);
    });

    test('a credit of which nobody knows whether it was made is undone, never given up', async () => {
      const { process, ...transfer } = await silentSwitch();
      await transfer.operatorDecides('book');
      await (await process.job('ams:credit-payee:1')).isUnavailable();
      const asked = await transfer.operatorDecides('ask-again');
      expect(asked).toMatchObject({
        operatorReason: 'OUTCOME_UNKNOWN',
        operatorChoices: ['book', 'reverse', 'ask-again'],
        errorInformation: unavailability,
      });
      await process.does('mojaloop:ask-transfer-state:1');
      await transfer.hears('ABORTED');
      await process.does('ams:undo-credit:1');
      await expectReached(process, 'timeToForget');
    });
  });

  test('the operator decides that nothing is credited', async () => {
    const { process, ...transfer } = await silentSwitch();
    await transfer.operatorDecides('release');
    await expectReached(process, 'timeToForget');
    expect(process.visits('SERVICE_TASK')).not.toContain('creditPayee');
  });

  async function silentSwitch() {
    const transfer = await IncomingTransfer.answered(engine);
    const { process } = transfer;
    await process.timesOut('awaitConfirmation', 40);
    for (let question = 1; question <= 10; question++) {
      if (question > 1) await process.timesOut('timeToAskAgain', 10);
      await process.does('mojaloop:ask-transfer-state:1');
      await process.timesOut('awaitState', 10);
    }
    return {
      process,
      hears: (verdict: string) => transfer.hears(verdict),
      operatorDecides: (decision: string) => transfer.operatorDecides(decision),
    };
  }

  test.each(['refused', 'unavailable'])(
    'crediting is %s: the operator is called, and has it tried again',
    async (how) => {
      const transfer = await IncomingTransfer.answered(engine);
      await transfer.hears('COMMITTED');
      const job = await transfer.process.job('ams:credit-payee:1');
      await (how === 'refused' ? job.refuse() : job.isUnavailable());
      await transfer.operatorDecides('book');
      await transfer.process.does('ams:credit-payee:1');
      await expectCredited(transfer.process);
    },
  );

  describe('whose answer may have been lost', () => {
    test('gives it again, byte for byte, while the transfer has not expired', async () => {
      const transfer = await IncomingTransfer.reserved(engine, 60);
      const { process } = transfer;
      const first = await process.job('mojaloop:answer-transfer:1');
      await first.isUnavailable();
      await process.does('mojaloop:ask-transfer-state:1');
      await transfer.hears('PENDING');
      const again = await process.job('mojaloop:answer-transfer:1');
      expect(again.elementId).toBe('answerAgain');
      expect(again.variables).toMatchObject(first.variables);
      await again.complete();
      await process.timesOut('timeToAskAgain', 10);
      await process.does('mojaloop:ask-transfer-state:1');
      await transfer.hears('NOT_FOUND');
      await (await process.job('mojaloop:answer-transfer:1')).isUnavailable();
      await process.timesOut('timeToAskAgain', 10);
      await process.does('mojaloop:ask-transfer-state:1');
      await transfer.hears('COMMITTED');
      await process.does('ams:credit-payee:1');
      await expectCredited(process);
    });

    test.each([
      ['once the transfer has expired', 'PENDING', 30],
      ['when the switch has it: it names an error', 'ERROR', 300],
    ])('does not give it again %s', async (_when, verdict, expiresInS) => {
      const transfer = await IncomingTransfer.answered(engine, expiresInS);
      const { process } = transfer;
      await process.timesOut('awaitConfirmation', 40);
      await process.does('mojaloop:ask-transfer-state:1');
      await transfer.hears(verdict);
      await process.timesOut('timeToAskAgain', 10);
      await process.does('mojaloop:ask-transfer-state:1');
      await transfer.hears('ABORTED');
      await expectReached(process, 'timeToForget');
      expect(process.visits('SERVICE_TASK')).not.toContain('answerAgain');
    });
  });

  test.each([
    ['another of the switches', 'other', {}],
    ['a third DFSP', 'switch', { answeredBy: 'hyena' }],
  ])('what %s says of it changes nothing, and prolongs nothing', async (_who, via, more) => {
    const transfer = await IncomingTransfer.answered(engine);
    const { process } = transfer;
    await transfer.hears('COMMITTED', via, more);
    await process.reaches('confirmationUnasked');
    await engine.moveClock(20);
    await transfer.hears('ERROR', via, more);
    await process.reaches('confirmationUnasked');
    await engine.moveClock(20);
    await process.does('mojaloop:ask-transfer-state:1');
    await transfer.hears('ABORTED', via, more);
    await transfer.hears('COMMITTED');
    await process.does('ams:credit-payee:1');
    await expectCredited(process);
  });

  test('tells who asks how the transfer stands, without effect on it', async () => {
    const transfer = await IncomingTransfer.reserved(engine);
    const answeringJob = await transfer.process.job('mojaloop:answer-transfer:1');
    await transfer.isAskedBy('hub', { questionId: 'question-1' });
    const seen = await transfer.process.does('mojaloop:answer-transfer-state:1');
    expect(seen).toMatchObject({
      asker: { fspId: 'hub' },
      peer: { fspId: 'lion' },
      questionId: 'question-1',
      traceparent: expect.stringContaining('c7ad6b7169203331') as unknown,
    });
    expect(seen['repeatedHash']).toBeNull();
    await transfer.isAskedBy('lion', { repeatedHash: 'other hash' });
    const repeated = await transfer.process.job('mojaloop:answer-transfer-state:1');
    expect(repeated.variables).toMatchObject({ repeatedHash: 'other hash', requestHash: 'hash' });
    expect(repeated.variables['questionId']).toBeNull();
    await repeated.refuse();
    await answeringJob.isUnavailable();
    const asking = await transfer.process.job('mojaloop:ask-transfer-state:1');
    expect(asking.variables['peerFspId']).toBe('lion');
    expect(asking.variables['traceparent']).toContain('b7ad6b7169203331');
    await asking.complete();
    await transfer.hears('ABORTED');
    await expectReached(transfer.process, 'timeToForget');
    expect(transfer.process.visits('END_EVENT')).toEqual(
      expect.arrayContaining(['stateAnswered', 'stateLeft']),
    );
  });

  test('tells who asks for the transaction, and when the payee was credited', async () => {
    const transfer = await IncomingTransfer.answered(engine);
    await transfer.isTransactionAskedBy('lion', 'question-1');
    await (await transfer.process.job('mojaloop:answer-transaction-state:1')).refuse();
    await transfer.hears('COMMITTED');
    await transfer.process.does('ams:credit-payee:1');
    await expectCredited(transfer.process);
    await transfer.isTransactionAskedBy('hub', 'question-2');
    const seen = await transfer.process.does('mojaloop:answer-transaction-state:1');
    expect(seen).toMatchObject({
      asker: { fspId: 'hub' },
      questionId: 'question-2',
      creditedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown,
    });
    await expectReached(transfer.process, 'transactionAnswered');
    await expectReached(transfer.process, 'transactionLeft');
  });

  test('is remembered for its retention, and a little longer than the engine holds repeats back', async () => {
    const transfer = await IncomingTransfer.answered(engine);
    await transfer.hears('COMMITTED');
    await transfer.process.does('ams:credit-payee:1');
    await expectCredited(transfer.process);
    await engine.moveClock(11 * 60);
    await transfer.isAskedBy('lion', { repeatedHash: 'hash' });
    await transfer.process.does('mojaloop:answer-transfer-state:1');
    await expectReached(transfer.process, 'stateAnswered');
    await engine.moveClock(2 * 60);
    await transfer.process.ends();
  });

  test('goes on beyond its retention until it is decided, and is remembered from then on', async () => {
    const transfer = await IncomingTransfer.answered(engine);
    await transfer.process.reaches('awaitConfirmation');
    await engine.moveClock(13 * 60);
    await transfer.process.does('mojaloop:ask-transfer-state:1');
    await transfer.hears('COMMITTED');
    await transfer.process.does('ams:credit-payee:1');
    await expectCredited(transfer.process);
    await transfer.isAskedBy('lion', { repeatedHash: 'hash' });
    await transfer.process.does('mojaloop:answer-transfer-state:1');
    await engine.moveClock(13 * 60);
    await transfer.process.ends();
  });

  test('a transfer that is refused is remembered as any other', async () => {
    const transfer = await IncomingTransfer.start(engine);
    await (await transfer.process.job('ams:reserve-credit:1')).refuse();
    await transfer.process.does('mojaloop:answer-transfer:1');
    await transfer.process.timesOut('timeToForgetRefusal', 11 * 60 + 50);
    await transfer.isAskedBy('lion', { repeatedHash: 'hash' });
    const again = await transfer.process.does('mojaloop:answer-transfer-state:1');
    expect(again).toMatchObject({ errorInformation: refusal, answerDelivered: true });
    await engine.moveClock(20);
    await expectEnd(transfer.process, 'refused');
  });
});

describe('payee-quote that is asked for again', () => {
  test('answers beside its work, each time', async () => {
    const process = await startQuote(engine);
    const quoting = await process.job('ams:quote-payee:1');
    const { quoteId } = (quoting.variables['quoteRequest'] ?? {}) as { quoteId?: string };
    await askForQuote(engine, quoteId, { questionId: 'question' });
    const early = await process.job('mojaloop:answer-quote-state:1');
    expect(early.variables).toMatchObject({ asker: { fspId: 'hub' }, questionId: 'question' });
    expect(early.variables).not.toHaveProperty('payeeQuote');
    await early.isUnavailable();
    await quoting.complete({ payeeQuote: { accountId: '1' } });
    const { receivedAt } = await process.does('mojaloop:answer-quote:1');
    await expectQuoted(process);
    await askForQuote(engine, quoteId, { repeatedHash: 'hash' });
    const again = await process.does('mojaloop:answer-quote-state:1');
    expect(again).toMatchObject({
      receivedAt,
      payeeQuote: { accountId: '1' },
      peer: { fspId: 'lion' },
      requestHash: 'hash',
      repeatedHash: 'hash',
    });
    await expectReached(process, 'quoteGivenAgain');
    await expectReached(process, 'quoteNotGivenAgain');
  });

  test('is forgotten two minutes after its retention', async () => {
    const process = await startQuote(engine);
    await (await process.job('ams:quote-payee:1')).refuse();
    await process.does('mojaloop:answer-quote:1');
    await process.timesOut('timeToForget', 6 * 60 + 50);
    await engine.moveClock(20);
    await process.ends();
    expect(process.visits('INTERMEDIATE_CATCH_EVENT')).toEqual(['timeToForget']);
  });
});

describe('unsupported-requests', () => {
  test.each([
    ['bulkQuotes', messageNames.bulkQuoteReceived, 'bulkQuoteId', '5102'],
    ['bulkTransfers', messageNames.bulkTransferReceived, 'bulkTransferId', '5102'],
  ])('POST /%s is refused by callback', async (resource, message, idName, errorCode) => {
    const { process, id } = await startUnsupported(engine, message, idName);
    const { fspiop, ...others } = await process.does('mojaloop:send:1');
    expect(fspiop).toEqual({
      operation: `PUT /${resource}/{ID}/error`,
      id,
      body: { errorInformation: { errorCode, errorDescription: expect.any(String) as unknown } },
    });
    expect(others).toMatchObject({ tenant: 'buffalo', peer: { fspId: 'lion' } });
    await expectEnd(process, 'refused');
  });

  test.each(['refused', 'unavailable'])('nobody hears it (%s): it ends', async (how) => {
    const message = messageNames.bulkQuoteReceived;
    const { process } = await startUnsupported(engine, message, 'bulkQuoteId');
    const job = await process.job('mojaloop:send:1');
    await (how === 'refused' ? job.refuse() : job.isUnavailable());
    await expectEnd(process, 'notRefused');
  });
});

describe('fee rules', () => {
  const completedTimestamp = '2026-11-21T10:24:00.000Z';
  const aTime: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);

  test('payer: asked when the payer has been told, with the agreed amount and the switch’s time', async () => {
    const payment = await Payment.requested(engine);
    await payment.hearsOfTransfer('COMMITTED', { completedTimestamp });
    await payment.process.does('ams:book-funds:1');
    await payment.isTold();
    const job = await payment.process.job('fee-rules:evaluate:1');
    expect(job.variables).toMatchObject({
      executionPoint: 'transfer.committed',
      occurredAt: completedTimestamp,
      transaction: {
        transactionId: payment.transactionId,
        amount: { amount: '100.12', currency: 'TZS' },
      },
    });
    await job.complete({ fees: fees('transfer.committed') });
    await expectSettled(payment.process);
    expect(payment.process.variable('fees')).toEqual(fees('transfer.committed'));
  });

  test('payer: the engine’s time where the switch gave none', async () => {
    const payment = await Payment.requested(engine);
    await payment.hearsOfTransfer('PENDING', { completedTimestamp });
    await payment.asks();
    await payment.hearsOfTransfer('COMMITTED');
    await payment.process.does('ams:book-funds:1');
    await payment.isTold();
    const { occurredAt } = await payment.process.does('fee-rules:evaluate:1');
    expect(occurredAt).toEqual(aTime);
    expect(occurredAt).not.toBe(completedTimestamp);
    await expectSettled(payment.process);
  });

  test('payee: the switch’s time for the transfer, and for the quote that of its request', async () => {
    const transfer = await IncomingTransfer.answered(engine);
    await transfer.hears('COMMITTED', 'switch', { completedTimestamp });
    await transfer.process.does('ams:credit-payee:1');
    const ofTransfer = await transfer.process.does('fee-rules:evaluate:1', {
      fees: fees('transfer.committed'),
    });
    expect(ofTransfer).toMatchObject({
      executionPoint: 'transfer.committed',
      occurredAt: completedTimestamp,
    });
    await expectReached(transfer.process, 'timeToForget');
    expect(transfer.process.variable('fees')).toEqual(fees('transfer.committed'));

    const quoting = await startQuote(engine);
    await quoting.does('ams:quote-payee:1', { payeeQuote: { accountId: '1' } });
    const { receivedAt } = await quoting.does('mojaloop:answer-quote:1', {
      transaction: { transactionId: 'transaction' },
    });
    const ofQuote = await quoting.does('fee-rules:evaluate:1', { fees: fees('quote.accepted') });
    expect(ofQuote).toMatchObject({
      executionPoint: 'quote.accepted',
      occurredAt: receivedAt,
      transaction: { transactionId: 'transaction' },
    });
    await expectReached(quoting, 'timeToForget');
    expect(quoting.variable('fees')).toEqual(fees('quote.accepted'));
  });

  test('payee: a transfer without the switch’s time occurred when the payee was credited', async () => {
    const transfer = await IncomingTransfer.answered(engine);
    await transfer.hears('COMMITTED');
    await transfer.process.does('ams:credit-payee:1');
    const { occurredAt } = await transfer.process.does('fee-rules:evaluate:1');
    expect(occurredAt).toEqual(aTime);
    await expectReached(transfer.process, 'timeToForget');
    expect(occurredAt).toBe(transfer.process.variable('creditedAt'));
  });

  test('missed-fees: said twice it starts once, and ends when the rules could be evaluated', async () => {
    const executionPoint = 'transfer.committed';
    const transactionId = `missed-at-${engine.now()}`;
    const key = `lion:${transactionId}:${executionPoint}`;
    const variables = {
      tenant: 'lion',
      transaction: { transactionId },
      executionPoint,
      occurredAt: completedTimestamp,
    };
    const process = await engine.start(messageNames.feesMissed, key, variables);
    const again = engine.publish(messageNames.feesMissed, key, variables, key);
    await expect(again).rejects.toThrow('ALREADY_EXISTS');
    const seen = await process.does('fee-rules:evaluate-missed:1', { fees: fees(executionPoint) });
    expect(seen).toMatchObject(variables);
    await expectEnd(process, 'madeUp');
    expect(process.variable('fees')).toEqual(fees(executionPoint));
  });
});

describe('authorization-code', () => {
  test('is used once: what is entered after that meets nobody', async () => {
    const code = await AuthorizationCode.askedFor(engine);
    const seen = await code.isSent();
    expect(seen).toMatchObject({
      codeOrder: { amount: { amount: '25000', currency: 'TZS' } },
      stepStartedAt: expect.stringMatching(/Z$/) as unknown,
    });
    expect(await code.state()).toBe('WAITING');
    await code.isPresented('request-1');
    const first = await code.compares();
    expect(first.variables).toMatchObject({
      presentedCode: { transactionRequestId: 'request-1' },
      heldCode: { number: 1 },
    });
    await first.complete({ isAuthorized: true });
    await code.process.reaches('timeToForget');
    await code.isPresented('request-2');
    expect(await code.state()).toBe('USED');
    expect(code.process.visits('SERVICE_TASK').filter((id) => id === 'checkCode')).toHaveLength(1);
    await code.isForgotten();
  });

  test('of two entries at one time the second waits for the first, and gets no further tries', async () => {
    const code = await AuthorizationCode.sent(engine, 2);
    await code.isPresented('request-1');
    await code.isPresented('request-2');
    await (await code.compares()).complete({ isAuthorized: false });
    const second = await code.compares();
    expect(second.variables).toMatchObject({
      triesLeft: 1,
      presentedCode: { transactionRequestId: 'request-2' },
    });
    await second.complete({ isAuthorized: false });
    await code.process.reaches('timeToForget');
    expect(await code.state()).toBe('LOCKED');
  });

  test('is over when its time is, and when a newer one has been sent', async () => {
    const late = await AuthorizationCode.sent(engine);
    await late.timeIsOver();
    await late.process.reaches('timeToForget');
    expect(await late.state()).toBe('EXPIRED');
    const older = await AuthorizationCode.sent(engine);
    await older.isReplaced();
    await older.process.reaches('timeToForget');
    expect(await older.state()).toBe('REPLACED');
  });

  test.each(['refused', 'unavailable'])(
    'that could not be sent (%s) waits for nothing',
    async (how) => {
      const code = await AuthorizationCode.askedFor(engine);
      const job = await code.process.job('channel:send-authorization-code:1');
      await (how === 'refused' ? job.refuse() : job.isUnavailable());
      await code.process.reaches('timeToForget');
      await (await code.isAsked()).isUnavailable();
      await code.process.reaches('stateLeft');
      expect(await code.state()).toBe('NOT_SENT');
    },
  );
});

describe('await-answer', () => {
  test('gives the answer back to who created it', async () => {
    const questionId = `question-${engine.now()}`;
    await engine.publish(messageNames.questionAnswered, questionId, { answer: { yes: true } });
    const { process, answer } = await engine.ask(questionId);
    expect(answer).toEqual({ yes: true });
    await expectEnd(process, 'answered');
  });

  test('gives none back when the time is over', async () => {
    const waits = (): number =>
      engine.stream.records.filter(
        ({ intent, value }) => intent === 'ELEMENT_ACTIVATED' && value.elementId === 'awaitAnswer',
      ).length;
    const before = waits();
    const asking = engine.ask(`question-${engine.now()}`);
    await engine.stream.first('the wait', () => waits() > before);
    const isOver = () => {
      const patience = sleep(5_000, false, { ref: false });
      return Promise.race([asking.then(() => true), patience]);
    };
    // A broker that is busy can be between two looks at its timers when the clock is moved.
    do await engine.moveClock(6);
    while (!(await isOver()));
    const { process, answer } = await asking;
    expect(answer).toBeUndefined();
    await expectEnd(process, 'timeOver');
  }, 120_000);
});

describe('payer-request-to-pay', () => {
  const failed = (errorCode: string) =>
    expect.objectContaining({
      state: 'ABORTED',
      errorInformation: expect.objectContaining({ errorCode }) as unknown,
    }) as unknown;

  test('is taken, agreed on, shown to the payer and paid', async () => {
    const request = await ReceivedRequest.received(engine);
    const { process, payment } = request;
    await request.isTaken();
    await payment.mayPay();
    expect(await request.isAnswered()).toBeUndefined();
    await payment.isFound();
    await payment.mayPay();
    await payment.isQuoted();
    await process.does('channel:ask-payer:1');
    await payment.payerDecides('accept');
    await payment.isBlocked();
    await process.does('mojaloop:request-transfer:1');
    await payment.hearsOfTransfer('COMMITTED');
    await process.does('ams:book-funds:1');
    expect(await payment.isTold()).toEqual(committed);
    await process.does('fee-rules:evaluate:1', { fees: fees('transfer.committed') });
    await request.isForgotten();
  });

  test.each([
    ['the request itself', 0],
    ['the account', 1],
  ])(
    'where %s speaks against it, the DFSP that asks hears why, and nobody else',
    async (_what, step) => {
      const request = await ReceivedRequest.received(engine);
      const { process } = request;
      if (step === 0) await (await process.job('channel:take-request:1')).refuse();
      else {
        await request.isTaken();
        await (await process.job('ams:quote-payer:1')).refuse();
      }
      expect(await request.isAnswered()).toEqual(failed(refusal.errorCode));
      await process.reaches('timeToForget');
    },
  );

  test('no terms, and an answer that is not delivered, change nothing of that', async () => {
    const request = await ReceivedRequest.received(engine);
    const { process } = request;
    await request.isTaken();
    await request.payment.mayPay();
    await (await process.job('mojaloop:answer-request:1')).isUnavailable();
    await (await process.job('mojaloop:look-up-participant:1')).refuse();
    await (await process.job('mojaloop:answer-request:1')).isUnavailable();
    await process.reaches('timeToForget');
    expect(await request.payment.outcome()).toEqual(failed(refusal.errorCode));
  });

  test('a payer who refuses, or cannot be asked, pays nothing', async () => {
    const asked = await ReceivedRequest.shown(engine);
    await asked.payment.payerDecides('refuse');
    expect(await asked.isAnswered()).toEqual(failed('4101'));
    expect(await asked.payment.isTold()).toEqual(failed('4101'));
    await asked.process.reaches('timeToForget');

    const unasked = await ReceivedRequest.agreed(engine);
    await (await unasked.process.job('channel:ask-payer:1')).isUnavailable();
    await (await unasked.process.job('mojaloop:answer-request:1')).isUnavailable();
    await (await unasked.process.job('channel:tell-payer:1')).isUnavailable();
    await unasked.process.reaches('timeToForget');
  });

  test.each([
    ['our own DFSP gives its payers', null, 61, '4100'],
    ['the request gives', 45, 46, '3301'],
  ])('the payer has the time that %s', async (_who, expiresInS, passesS, errorCode) => {
    const request = await ReceivedRequest.shown(engine, expiresInS);
    await request.process.timesOut('awaitPayer', passesS);
    expect(await request.isAnswered()).toEqual(failed(errorCode));
    expect(await request.payment.isTold()).toEqual(failed(errorCode));
    await request.process.reaches('timeToForget');
  });

  test('terms that have expired meanwhile are not paid by', async () => {
    const request = await ReceivedRequest.received(engine);
    const { process, payment } = request;
    await request.isTaken();
    await payment.mayPay();
    await process.does('mojaloop:answer-request:1');
    await payment.isFound();
    await payment.mayPay();
    await payment.isQuoted('100.12', 'TZS', 20);
    await process.does('channel:ask-payer:1');
    await process.timesOut('awaitPayer', 30);
    await payment.payerDecides('accept');
    expect(await request.isAnswered()).toEqual(failed('3302'));
    await payment.isTold();
  });

  test('terms that come again, and are others, are not what the payer has agreed to', async () => {
    const request = await ReceivedRequest.shown(engine);
    await request.payment.quoteComes('99999', 'TZS', 600);
    await request.payment.payerDecides('accept');
    const holding = await request.process.job('ams:block-funds:1');
    expect(holding.variables).toMatchObject({
      quoteAnswer: { quote: { transferAmount: { amount: '100.12' } } },
    });
    await holding.refuse();
    await request.process.does('ams:release-block:1');
    expect(await request.isAnswered()).toEqual(failed(refusal.errorCode));
    expect(await request.payment.isTold()).toEqual(failed(refusal.errorCode));
    await request.process.reaches('timeToForget');
  });

  test('a payer who cannot be told has paid all the same', async () => {
    const request = await ReceivedRequest.shown(engine);
    const { process, payment } = request;
    await payment.payerDecides('accept');
    await payment.isBlocked();
    await process.does('mojaloop:request-transfer:1');
    await payment.hearsOfTransfer('COMMITTED');
    await process.does('ams:book-funds:1');
    await (await process.job('channel:tell-payer:1')).isUnavailable();
    await process.does('fee-rules:evaluate:1', { fees: fees('transfer.committed') });
    await process.reaches('timeToForget');
    expect(await payment.outcome()).toEqual(committed);
  });

  test('who repeats the request or asks for it is answered beside it, and so is the channel', async () => {
    const request = await ReceivedRequest.shown(engine);
    const { process, payment } = request;
    for (const how of [{ repeatedHash: 'hash' }, { questionId: 'question' }]) {
      await request.isAskedAgain(how);
      const job = await process.job('mojaloop:answer-request-state:1');
      expect(job.variables).toMatchObject({ outcome: { state: 'WAITING_FOR_PAYER' }, ...how });
      await ('questionId' in how ? job.isUnavailable() : job.complete());
    }
    expect(await payment.outcome()).toEqual({ state: 'WAITING_FOR_PAYER' });
    await payment.isAsked(null, 'question');
    await (await process.job('channel:answer-state:1')).isUnavailable();
    await payment.payerDecides('refuse');
    await request.isAnswered();
    await payment.isTold();
  });
});

describe('payer-request-to-pay, authorised at a device', () => {
  const entered = { responseType: 'ENTERED', digest: 'd' };
  const check = 'channel:check-authorization:1';
  const notAuthorised = (errorCode: string) =>
    expect.objectContaining({
      state: 'ABORTED',
      errorInformation: expect.objectContaining({ errorCode }) as unknown,
    }) as unknown;

  async function expectNotPaid(request: ReceivedRequest, errorCode: string): Promise<void> {
    expect(await request.isAnswered()).toEqual(notAuthorised(errorCode));
    await request.payment.isTold();
    await request.process.reaches('timeToForget');
  }

  test('is paid when the second try is right, whatever others say meanwhile', async () => {
    const request = await ReceivedRequest.atDevice(engine);
    const { process, payment } = request;
    await process.does('channel:show-authorization-code:1', {
      ...{ codeMadeBeforehand: false, heldCode: { number: 1 }, triesLeft: 2, codesLeft: 1 },
      codeUntil: formatDateTime(engine.now() + 180_000),
    });
    expect(await request.deviceIsAsked()).toMatchObject({
      operation: 'GET /authorizations/{ID}',
      query: { authenticationType: 'OTP', retriesLeft: 2, amount: '100.12', currency: 'TZS' },
    });
    await request.hearsOfEntry(entered, 'hyena');
    await request.hearsOfEntry({ errorInformation: { errorCode: '3206', errorDescription: 'no' } });
    await request.hearsOfEntry(entered);
    await process.does(check, { isAuthorized: false });
    expect(await request.deviceIsAsked()).toMatchObject({ query: { retriesLeft: 1 } });
    await request.hearsOfEntry(entered);
    await process.does(check, { isAuthorized: true });
    await payment.isBlocked();
  });

  test('is locked after the last try, and what is entered then meets nobody', async () => {
    const request = await ReceivedRequest.atDevice(engine);
    await request.codeIsShown({ triesLeft: 1 });
    await request.hearsOfEntry(entered);
    await request.hearsOfEntry(entered);
    await request.process.does(check, { isAuthorized: false });
    await expectNotPaid(request, '4100');
  });

  test('another code is shown as often as there are codes', async () => {
    const request = await ReceivedRequest.atDevice(engine);
    await request.codeIsShown();
    await request.hearsOfEntry({ responseType: 'RESEND' });
    await request.codeIsShown({ codesLeft: 0 });
    await request.hearsOfEntry({ responseType: 'RESEND' });
    await expectNotPaid(request, '4100');
  });

  test.each([
    [{ responseType: 'REJECTED' }, '4101'],
    [{ errorInformation: refusal }, refusal.errorCode],
  ])('%j ends it', async (answer, errorCode) => {
    const request = await ReceivedRequest.atDevice(engine);
    await request.codeIsShown();
    await request.hearsOfEntry(answer);
    await expectNotPaid(request, errorCode);
  });

  test.each([
    ['the code is right', null, '4100'],
    ['the request is open', 180, '3301'],
  ])(
    'the device is asked again while %s, and then no more',
    async (_while, expiresInS, errorCode) => {
      const request = await ReceivedRequest.atDevice(engine, expiresInS);
      await request.codeIsShown();
      await request.process.timesOut('awaitEntry', 61);
      await request.deviceIsAsked();
      await engine.moveClock(120);
      await expectNotPaid(request, errorCode);
    },
  );

  test('a code that cannot be shown, and a device that cannot be asked, end it', async () => {
    const one = await ReceivedRequest.atDevice(engine);
    await (await one.process.job('channel:show-authorization-code:1')).refuse();
    await expectNotPaid(one, refusal.errorCode);
    const other = await ReceivedRequest.atDevice(engine);
    await other.process.does('channel:show-authorization-code:1', {
      ...{ codeMadeBeforehand: false, heldCode: { number: 1 }, triesLeft: 2, codesLeft: 1 },
      codeUntil: formatDateTime(engine.now() + 180_000),
    });
    await (await other.process.job('mojaloop:send:1')).isUnavailable();
    await expectNotPaid(other, unavailability.errorCode);
  });

  test('a code made beforehand is held against by its own process, and one that is not there is wrong', async () => {
    const beforehand = { codeMadeBeforehand: true, heldCode: null, codesLeft: 0 };
    const present = 'channel:present-authorization-code:1';
    const paid = await ReceivedRequest.atDevice(engine);
    await paid.codeIsShown(beforehand);
    await paid.hearsOfEntry(entered);
    await paid.process.does(present);
    await paid.hearsOfCheck(true);
    await paid.payment.isBlocked();
    const none = await ReceivedRequest.atDevice(engine);
    await none.codeIsShown(beforehand);
    await none.hearsOfEntry(entered);
    await none.process.does(present);
    await none.process.timesOut('awaitCheck', 31);
    await expectNotPaid(none, '4100');
  });
});

describe('payee-request-to-pay, at a device', () => {
  test('what is entered goes to the payer’s DFSP, as often as it asks', async () => {
    const { process, ...kit } = await asked();
    await kit.request.isEntered();
    await process.does('mojaloop:answer-authorization:1');
    await process.reaches('entryTold');
    await kit.request.isAskedToAuthorise();
    await process.does('mojaloop:take-question:1');
    await process.does('channel:ask-device:1');
    await kit.request.isEntered();
    await (await process.job('mojaloop:answer-authorization:1')).isUnavailable();
    await process.reaches('entryLeft');
    expect(process.visits('END_EVENT')).toEqual(['entryTold', 'entryLeft']);
  });

  test('who was not asked is not answered', async () => {
    const request = await MadeRequest.taken(engine);
    await request.isAskedToAuthorise('hyena');
    await request.process.reaches('notTheirs');
    expect(request.process.visits('END_EVENT')).toEqual(['notTheirs']);
  });

  test('a device that is not there, or at which nothing is entered, leaves it', async () => {
    const request = await MadeRequest.taken(engine);
    await request.isAskedToAuthorise();
    await request.process.does('mojaloop:take-question:1');
    await (await request.process.job('channel:ask-device:1')).refuse();
    await request.process.reaches('entryLeft');
    await request.isAskedToAuthorise();
    await (await request.process.job('mojaloop:take-question:1')).isUnavailable();
    await request.process.reaches('entryLeft');
    await request.isAskedToAuthorise();
    await request.process.does('mojaloop:take-question:1');
    await request.process.does('channel:ask-device:1');
    await request.process.timesOut('awaitDevice', 61);
    await request.process.reaches('entryLeft');
    const ends = ['entryLeft', 'entryLeft', 'entryLeft'];
    expect(request.process.visits('END_EVENT')).toEqual(ends);
  });

  async function asked() {
    const request = await MadeRequest.taken(engine);
    await request.isAskedToAuthorise();
    const { process } = request;
    await process.does('mojaloop:take-question:1');
    await process.does('channel:ask-device:1');
    return { request, process };
  }
});

describe('payee-request-to-pay', () => {
  const waiting = { state: 'WAITING_FOR_PAYER' };
  const rejected = expect.objectContaining({
    state: 'ABORTED',
    errorInformation: expect.objectContaining({ errorCode: '4101' }) as unknown,
  }) as unknown;
  const failed = (errorInformation: object) => ({ state: 'ABORTED', errorInformation });
  const lookUp = 'mojaloop:look-up-participant:1';
  const send = 'mojaloop:request-payment:1';
  const ask = 'mojaloop:ask-request-state:1';

  test('asks, is paid, and tells the channel both', async () => {
    const request = await MadeRequest.sent(engine);
    await request.hears({ transactionRequestState: 'RECEIVED' });
    expect(await request.isTold()).toEqual(waiting);
    await request.isCredited();
    expect(await request.isTold()).toEqual(committed);
    await request.process.timesOut('timeToForget', 3_721);
    await request.process.ends();
  });

  test('a credit counts though the payer’s DFSP has never answered', async () => {
    const request = await MadeRequest.sent(engine);
    await request.isCredited();
    expect(await request.isTold()).toEqual(committed);
    await request.process.reaches('timeToForget');
  });

  test('an answer and the credit that both lie ready before they are waited for are both heard', async () => {
    const request = await MadeRequest.toBeSent(engine);
    await request.hears({ transactionRequestState: 'RECEIVED' });
    await request.isCredited();
    const requestExpiration = formatDateTime(engine.now() + 300_000);
    await request.process.does(send, { requestExpiration });
    expect(await request.isTold()).toEqual(waiting);
    expect(await request.isTold()).toEqual(committed);
    await request.process.reaches('timeToForget');
  });

  test('a credit of another amount, from another DFSP or to another account is not the one that was asked for', async () => {
    const request = await MadeRequest.taken(engine);
    await request.isCredited('1');
    await request.isCredited('100.12', 'hyena');
    await request.isCredited('100.12', 'buffalo', 'LION-2');
    await request.isCredited();
    const telling = await request.process.job('channel:tell-payee:1');
    expect(telling.variables).toMatchObject({ outcome: committed });
    await telling.isUnavailable();
    await request.process.reaches('timeToForget');
  });

  test.each(['refuse', 'isUnavailable'] as const)(
    'a payee who may not be paid, and a question that fails, bother no payer (%s)',
    async (how) => {
      const reason = how === 'refuse' ? refusal : unavailability;
      const unfit = await MadeRequest.made(engine);
      await (await unfit.process.job('ams:check-payee:1'))[how]();
      expect(await unfit.isTold()).toEqual(failed(reason));
      await unfit.process.reaches('timeToForget');

      const unasked = await MadeRequest.made(engine);
      await unasked.process.does('ams:check-payee:1');
      await (await unasked.process.job(lookUp))[how]();
      await (await unasked.process.job('channel:tell-payee:1')).isUnavailable();
      await unasked.process.reaches('timeToForget');
    },
  );

  test('a switch that does not answer who serves the payer ends it', async () => {
    const request = await MadeRequest.made(engine);
    await request.process.does('ams:check-payee:1');
    await request.process.does(lookUp, { errorInformation: unavailability });
    expect(await request.isTold()).toEqual(failed(unavailability));
    await request.process.reaches('timeToForget');
  });

  test('a no of the switch ends it when it is said twice', async () => {
    const request = await MadeRequest.toBeSent(engine, { fspId: null });
    await (await request.process.job(send)).refuse();
    await request.hearsOfParticipant({ fspId: null });
    await (await request.process.job(send)).refuse();
    expect(await request.isTold()).toEqual(failed(refusal));
    await request.process.reaches('timeToForget');
  });

  test('a request that is refused is over', async () => {
    const request = await MadeRequest.toBeSent(engine);
    await (await request.process.job(send)).refuse();
    expect(await request.isTold()).toEqual(failed(refusal));
    await request.process.reaches('timeToForget');
  });

  test('a request of which nobody knows whether it arrived is asked for', async () => {
    const request = await MadeRequest.toBeSent(engine);
    await (await request.process.job(send)).isUnavailable();
    await request.process.timesOut('awaitNews', 11);
    await request.process.does(ask);
    await request.hears({ transactionRequestState: 'RECEIVED' });
    expect(await request.isTold()).toEqual(waiting);
    await request.hears({ transactionRequestState: 'REJECTED' });
    expect(await request.isTold()).toEqual(rejected);
  });

  test('what a stranger or the switch says is no answer of the payer’s DFSP', async () => {
    const request = await MadeRequest.sent(engine);
    await request.hears({ transactionRequestState: 'REJECTED' }, 'hyena');
    await request.hears({ transactionRequestState: 'REJECTED' }, null);
    await request.hears({ errorInformation: unavailability }, null);
    await request.hears({ transactionRequestState: 'RECEIVED' });
    await (await request.process.job('channel:tell-payee:1')).isUnavailable();
    await request.hears({ errorInformation: refusal });
    expect(await request.isTold()).toEqual(failed(refusal));
  });

  test('money that comes after a refusal puts it right', async () => {
    const request = await MadeRequest.taken(engine);
    await request.hears({ transactionRequestState: 'REJECTED' });
    await (await request.process.job('channel:tell-payee:1')).isUnavailable();
    await request.isCredited();
    expect(await request.isTold()).toEqual(committed);
  });

  /** Nothing is heard: after the request's end, and the transfer's time, it is asked three times more. */
  async function asksInVain(request: MadeRequest): Promise<void> {
    await request.process.timesOut('awaitNews', 301 + 35);
    for (const last of [false, false, true]) {
      const asking = await request.process.job(ask);
      await (last ? asking.isUnavailable() : asking.complete());
      await request.process.timesOut('awaitNews', 11);
    }
  }

  test('without news it has expired, and is forgotten when its time is over', async () => {
    const request = await MadeRequest.taken(engine);
    await request.process.reaches('awaitNews');
    await asksInVain(request);
    expect(await request.isTold()).toEqual(
      failed({ errorCode: '3301', errorDescription: 'Transaction request expired' }),
    );
    await request.process.timesOut('awaitNews', 3_721);
    await request.process.ends();
  });

  test('ACCEPTED without a credit is neither paid nor not paid', async () => {
    const request = await MadeRequest.taken(engine);
    await request.process.reaches('awaitNews');
    await request.hears({ transactionRequestState: 'ACCEPTED' });
    await request.process.reaches('awaitNews');
    await asksInVain(request);
    expect(await request.isTold()).toEqual({ state: 'PENDING' });
    await request.isCredited();
    expect(await request.isTold()).toEqual(committed);
  });

  test('tells the channel how it stands, beside the request', async () => {
    const request = await MadeRequest.taken(engine);
    for (const isAnswered of [true, false]) {
      await request.isAsked('question');
      const job = await request.process.job('channel:answer-request-state:1');
      expect(job.variables).toMatchObject({ outcome: waiting, questionId: 'question' });
      await (isAnswered ? job.complete() : job.isUnavailable());
      await request.process.reaches(isAnswered ? 'stateAnswered' : 'stateLeft');
    }
    await request.isCredited();
    expect(await request.isTold()).toEqual(committed);
  });
});

test('these tests went through every element and every flow of every process', async () => {
  const visited = new Set(
    engine.stream.records
      .filter(({ intent }) => intent === 'ELEMENT_ACTIVATED' || intent === 'SEQUENCE_FLOW_TAKEN')
      .map(({ value: { bpmnProcessId = '', elementId = '' } }) => `${bpmnProcessId} ${elementId}`),
  );
  const shared = await Promise.all(
    sharedDiagrams.map(async ({ xml }) => elementsOf(processOf(await readDiagram(xml)))),
  );
  const sharedIds = new Set(shared.flat().map(({ id }) => id));
  const everywhere = new Set([...visited].map((one) => one.split(' ')[1] ?? ''));
  const isWalkedElsewhere = (id: string) => {
    const elementId = id.split(' ')[1] ?? '';
    return sharedIds.has(elementId) && everywhere.has(elementId);
  };
  const listing: string[] = [];
  const missing: string[] = [];
  for (const { xml } of await deployedDiagrams()) {
    const diagram = processOf(await readDiagram(xml));
    const elements = elementsOf(diagram);
    const ids = elements.map(({ id }) => `${diagram.id} ${id}`);
    // The engine notes no flow from an event-based gateway, only the event that it leads to.
    for (const { id, sourceRef, targetRef } of elements) {
      const isNoted = sourceRef?.$type !== 'bpmn:EventBasedGateway';
      if (!isNoted && visited.has(`${diagram.id} ${targetRef?.id}`)) {
        visited.add(`${diagram.id} ${id}`);
      }
    }
    // Of a called process every element is walked once, in whatever process it is woven into.
    const left = ids.filter((id) => !visited.has(id) && !isWalkedElsewhere(id));
    listing.push(`${diagram.id}: ${ids.length - left.length} of ${ids.length} elements visited`);
    missing.push(...left);
  }
  process.stdout.write(`${listing.join('\n')}\n`);
  expect(missing).toEqual([]);
});
