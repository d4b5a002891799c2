import { z } from 'zod';
import { moneySchema } from '../../common/contracts/fspiop';
import { postEvent, type ChannelWorkerDeps } from '../callbacks';
import { shownQuoteSchema } from '../report';
import type { JobContext } from '../../common/hub/worker';
import { Refused } from '../../common/failures';
import { errorInformation } from '../../common/fspiop-errors';

/** `ShownCode` in openapi.yaml: a code goes out of the hub in this callback, and nowhere else. */
export const shownCodeSchema = z.strictObject({
  oneTimePassword: z.string().regex(/^\d{4,8}$/),
  /** The how-manieth: one that comes late must not take the place of a later one. */
  number: z.int(),
  validUntil: z.string(),
  /** Of a payment that waits for it. */
  transactionId: z.string().optional(),
  transactionRequestId: z.string().optional(),
  quote: shownQuoteSchema.optional(),
  note: z.string().optional(),
  /** Of one that was asked for beforehand. */
  authorizationCodeId: z.string().optional(),
  clientCorrelationId: z.string().optional(),
  amount: moneySchema.optional(),
});
export type ShownCode = z.output<typeof shownCodeSchema>;

interface Payer {
  readonly tenant: string;
  readonly traceparent: string;
  readonly callbackUrl: string | undefined;
}

/**
 * Shows the code to its payer's app. The log gets ids only.
 * @throws Refused where there is no address, or it does not want it: nobody could enter it.
 * @throws as {@link postEvent}
 */
export async function showCode(
  shown: ShownCode,
  { tenant, traceparent, callbackUrl }: Payer,
  deps: ChannelWorkerDeps,
  job: JobContext,
): Promise<void> {
  const id = shown.transactionId ?? shown.authorizationCodeId ?? '';
  const { transactionId, authorizationCodeId, number } = shown;
  const about = { transactionId, authorizationCodeId, number };
  const event = {
    name: `${id}\nCODE ${number} ${job.processInstanceKey}`,
    body: shown,
    about,
    isSecret: true as const,
  };
  const answer =
    callbackUrl === undefined
      ? 'refused'
      : await postEvent(event, { tenant, traceparent, callbackUrl }, deps, job);
  if (answer === 'heard') return;
  const detail = 'no app takes the one-time password';
  throw new Refused(errorInformation('PAYER_REJECTION', detail));
}
