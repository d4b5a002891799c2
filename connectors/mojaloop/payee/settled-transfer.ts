import type { z } from 'zod';
import type { variables } from '../../common/contracts/variables';
import { CannotWork } from '../../common/failures';
import { instantOf } from '../../common/instant';
import { formatDateTime } from '../../common/time';
import { openOurAgreement } from '../ilp/agreement';
import type { Answer, Peer } from '../outbound/send-answer';
import { ilpSecretsOf, type MojaloopTenant } from '../settings';

type Variable<Name extends keyof typeof variables> = z.output<(typeof variables)[Name]>;

/** What a payee's transfer knows of its answer. */
export interface TransferProcess {
  readonly peer: Peer;
  readonly transferRequest: Variable<'transferRequest'>;
  readonly receivedAt?: string | null | undefined;
  /** Of processes from before 0.2.0; goes with the release after it. */
  readonly answeredAt?: string | null | undefined;
  /** There once the payee's account is ready to take it. */
  readonly credit?: object | null | undefined;
  readonly errorInformation?: Variable<'errorInformation'>;
}

/**
 * The answer to POST /transfers, from what the process keeps: the same bytes however often it is given.
 * Undefined while it is not settled. FSPIOP 6.7.4.
 */
export function settledTransfer(
  { errorInformation, transferRequest, receivedAt, answeredAt, credit, peer }: TransferProcess,
  tenant: MojaloopTenant,
): Answer | undefined {
  if (errorInformation != null) return { errorInformation };
  const settledAt = receivedAt ?? answeredAt;
  if ((credit ?? answeredAt) == null || settledAt == null) return undefined;
  // A switch refuses an answer from its future: so it is receivedAt, by its own clock.
  const completedTimestamp = formatDateTime(instantOf('receivedAt', settledAt));
  // FSPIOP 1.0 knows no RESERVED: a switch that is answered so waits until the transfer expires.
  const transferState = peer.version === '1.0' ? 'COMMITTED' : tenant.settings.transferAnswer;
  const fulfilment = fulfilmentOf(transferRequest, tenant);
  return { body: { fulfilment, completedTimestamp, transferState } };
}

/** @throws CannotWork when it would not be the one that was promised: a switch undoes the transfer for it. */
export function fulfilmentOf(
  transferRequest: TransferProcess['transferRequest'],
  { settings }: MojaloopTenant,
): string {
  const opened = openOurAgreement(transferRequest, ilpSecretsOf(settings));
  if (opened?.condition !== transferRequest.condition) {
    throw new CannotWork(
      'the ILP packet was sealed with none of the secrets that are set now: put its own into formerIlpSecrets',
    );
  }
  return opened.fulfilment;
}
