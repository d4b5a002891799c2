import { z } from 'zod';
import { tenantNamed } from '../../common/config/tenants';
import { partyIdSchema, transactionTypeSchema } from '../../common/contracts/fspiop';
import { lookupKeyOf, secretIdsOf } from '../../common/contracts/keys';
import { authenticationByOtp } from '../../common/contracts/use-cases';
import { variables } from '../../common/contracts/variables';
import { idMaker } from '../../common/engines/engine-list';
import { Refused } from '../../common/failures';
import { errorInformation, type FspiopErrorName } from '../../common/fspiop-errors';
import { defineWorker } from '../../common/hub/worker';
import { instantOf } from '../../common/instant';
import { hasTooManyDecimals, isZero } from '../../common/money';
import { stepOf } from '../../common/retries/steps';
import { readableDateTime } from '../../common/time';
import type { ChannelWorkerDeps } from '../callbacks';
import type { ChannelTenant } from '../settings';
import { timersOf } from '../shared-variables';

const input = z.object({
  tenant: variables.tenant,
  peer: variables.peer,
  transactionId: variables.transactionId,
  transactionRequest: variables.transactionRequest,
  requestHash: variables.requestHash,
  receivedAt: variables.receivedAt,
});
type Asked = z.output<typeof input>;

/** What `payment.origin` says of a payment that another DFSP's customer has asked for. */
const origin = 'requested-payment';

/** What the payer's own DFSP makes of POST /transactionRequests, FSPIOP 6.4.3.2. Decided here, and nothing else is done. */
export const takeRequest = defineWorker({
  ...stepOf('channel:take-request:1'),
  title: 'Take the request to pay',
  summary:
    'Makes the payment that a payee asks for: its parties and amount, the time that the payer has, and whom the channel tells.',
  input,
  output: z.object({
    payment: variables.payment,
    channel: variables.channel,
    timers: variables.timers,
    quoteId: variables.quoteId,
    transferId: variables.transferId,
    requestExpiration: variables.requestExpiration,
  }),
  bpmnErrors: {
    REFUSED:
      'It has expired, is of a kind or currency that is not served, or there is nobody to ask',
    UNAVAILABLE: 'It could not be worked on',
  },
  whenExhausted: 'bpmn-error',
  run: (asked, deps: ChannelWorkerDeps) => {
    const tenant = tenantNamed(deps.tenants, asked.tenant);
    requireServed(asked, tenant);
    const { callbacks, idSecret } = tenant.settings;
    const callbackUrl = callbacks.default;
    if (callbackUrl === undefined) {
      const { log } = deps;
      log.warn(
        { tenant: asked.tenant, transactionId: asked.transactionId },
        'a request to pay is refused: set channel.callbacks.default, for without it no customer can be asked',
      );
      refuse('PAYER_FSP_UNSUPPORTED_TXN_TYPE', 'nobody can be asked');
    }
    return Promise.resolve({
      payment: paymentOf(asked),
      channel: { requestHash: asked.requestHash, waitingQuestionId: null, callbackUrl },
      timers: timersOf(tenant, deps.dedupeWindowMs),
      requestExpiration: expirationOf(asked),
      ...secretIdsOf(idSecret, asked.transactionId, idMaker(deps.engines, tenant.fspId)),
    });
  },
});

function requireServed({ transactionRequest }: Asked, tenant: ChannelTenant): void {
  const { amount, authenticationType, transactionType } = transactionRequest;
  if (transactionType.initiator !== 'PAYEE') {
    refuse('VALIDATION_ERROR', 'transactionType.initiator is not PAYEE');
  }
  // Who was paid begins a refund, as its payer (FSPIOP 5.3): asked for like this nobody would look at what is left of it.
  // A refundInfo beside another scenario says nothing (Mojaloop's toolkit sends one), and goes no further.
  if (transactionType.scenario === 'REFUND') {
    refuse('PAYER_FSP_UNSUPPORTED_TXN_TYPE', 'a refund is begun by its payer');
  }
  const isServed = authenticationType === 'OTP' && tenant.authorizations !== undefined;
  if (authenticationType !== undefined && !isServed) {
    refuse('PAYER_FSP_UNSUPPORTED_TXN_TYPE', `authentication by ${authenticationType}`);
  }
  if (!tenant.currencies.includes(amount.currency)) {
    refuse('PAYER_UNSUPPORTED_CURRENCY', amount.currency);
  }
  if (isZero(amount)) refuse('VALIDATION_ERROR', 'amount is zero');
  if (hasTooManyDecimals(amount)) {
    refuse('VALIDATION_ERROR', `more decimals than ${amount.currency} has`);
  }
}

function paymentOf({ tenant, peer, transactionRequest }: Asked) {
  const { transactionRequestId, amount, note, extensionList, authenticationType } =
    transactionRequest;
  const transactionType = transactionTypeSchema.parse(transactionRequest.transactionType);
  const payee = partyOf('payee', transactionRequest.payee.partyIdInfo);
  const { switchName } = peer;
  return {
    ...{ origin, switchName, lookupKey: lookupKeyOf(tenant, switchName, payee) },
    ...{ payer: partyOf('payer', transactionRequest.payer), payee },
    // Who asks for so much gets so much.
    ...{ amountType: 'RECEIVE' as const, amount },
    transactionType,
    ...(note !== undefined && { note }),
    ...(extensionList !== undefined && { extensionList }),
    askPayer: true,
    ...(authenticationType === 'OTP' && { authentication: authenticationByOtp(transactionType) }),
    ...{ transactionRequestId, requestedBy: peer.fspId },
  };
}

/** It will stand in a path, where `.` leads elsewhere. */
function partyOf(whose: 'payer' | 'payee', named: unknown) {
  const party = partyIdSchema.safeParse(named);
  return party.success ? party.data : refuse('VALIDATION_ERROR', `the identifier of the ${whose}`);
}

/** None where the request names no end: then only our own DFSP's time for its payers counts. */
function expirationOf({ transactionRequest, receivedAt }: Asked): string | null {
  const { expiration } = transactionRequest;
  if (expiration === undefined) return null;
  const readable = readableDateTime(expiration);
  if (readable === undefined) return refuse('VALIDATION_ERROR', 'expiration is no date and time');
  const isOver = instantOf('expiration', readable) <= instantOf('receivedAt', receivedAt);
  return isOver ? refuse('TXN_REQUEST_EXPIRED') : readable;
}

function refuse(name: FspiopErrorName, detail?: string): never {
  throw new Refused(errorInformation(name, detail));
}
