import { z } from 'zod';
import type { ErrorInformation } from '../../common/contracts/fspiop';
import type { TransferAnswer } from '../../common/contracts/answers';
import { errorCodeOf } from '../../common/fspiop-errors';
import { formatDateTime, parseDateTime } from '../../common/time';
import { peerErrorOf } from '../api/peer-error';
import { conditionOf } from '../ilp/agreement';

/** What came to PUT or PATCH /transfers/{ID}, or to its /error. */
export interface TransferCallback {
  readonly kind: 'put' | 'patch' | 'error';
  readonly body: unknown;
  /** FSPIOP-Source is the switch itself, not the other FSP. */
  readonly fromHub: boolean;
}

const verdictSchema = z.object({
  transferState: z.enum(['RECEIVED', 'RESERVED', 'COMMITTED', 'ABORTED']),
  fulfilment: z.string().optional(),
  completedTimestamp: z.unknown().optional(),
  extensionList: z.unknown().optional(),
});

/**
 * What a callback means for the money. Only the switch ends a transfer: an ABORTED or "not found" of the
 * other FSP is a reason to ask, and its COMMITTED is kept apart from the switch's. Whatever comes to
 * /error is an error even if its body is not, and an errorInformation is one even if it comes to PUT:
 * real switches send both.
 */
export function transferAnswerOf(callback: TransferCallback): TransferAnswer {
  const { kind, body, fromHub } = callback;
  const error = peerErrorOf(body);
  if (error !== undefined) return errorAnswer(error, fromHub);
  const verdict = kind === 'error' ? undefined : verdictSchema.safeParse(body).data;
  if (verdict === undefined) return { verdict: 'ERROR' };
  const completedTimestamp = timestampOf(verdict.completedTimestamp);
  switch (verdict.transferState) {
    case 'COMMITTED': {
      const { fulfilment } = verdict;
      return {
        verdict: fromHub ? 'COMMITTED' : 'FULFILLED',
        fulfilment,
        fulfilledCondition: fulfilment === undefined ? undefined : conditionOf(fulfilment),
        completedTimestamp,
      };
    }
    case 'ABORTED': {
      const errorInformation = causeOf(verdict.extensionList);
      return { verdict: fromHub ? 'ABORTED' : 'ERROR', completedTimestamp, errorInformation };
    }
    case 'RECEIVED':
    case 'RESERVED':
      return { verdict: 'PENDING', completedTimestamp };
  }
}

function errorAnswer(errorInformation: ErrorInformation, fromHub: boolean): TransferAnswer {
  const notFound = errorInformation.errorCode === errorCodeOf('TRANSFER_ID_NOT_FOUND');
  return { verdict: notFound && fromHub ? 'NOT_FOUND' : 'ERROR', errorInformation };
}

function timestampOf(value: unknown): string | undefined {
  const epochMs = typeof value === 'string' ? parseDateTime(value) : undefined;
  return epochMs === undefined ? undefined : formatDateTime(epochMs);
}

const causesSchema = z.object({
  extension: z.array(
    z.object({ key: z.string(), value: z.string() }).catch({ key: '', value: '' }),
  ),
});

/** A switch tells why it aborted in an extension: key `cause`, value `5001: text`. */
function causeOf(extensionList: unknown): ErrorInformation | undefined {
  const extension = causesSchema.safeParse(extensionList).data?.extension ?? [];
  const cause = extension.find(({ key }) => key === 'cause')?.value;
  const match = /^([1-9]\d{3})\s*:\s*(.+)$/s.exec(cause ?? '');
  if (match === null) return undefined;
  return peerErrorOf({
    errorInformation: { errorCode: match[1], errorDescription: match[2] },
  });
}
