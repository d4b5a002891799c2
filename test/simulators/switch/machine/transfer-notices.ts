import type { EpochMs } from '../../../../connectors/common/runtime';
import type { SwitchContext } from './context';
import { errorBody, type ErrorBody } from './errors';
import { contentType, forwardedHeaders, hubHeaders } from './headers';
import { causeText, type Transfer } from './ledger';
import type { Callback, Incoming } from './messages';
import { nextTrace, type Trace } from './trace';

interface Target {
  readonly to: string;
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly body: string;
}

/** The words in which the switch speaks of transfers: one method for each thing that can have happened. */
export class TransferNotices {
  constructor(private readonly context: SwitchContext) {}

  /** POST /transfers as the payer sent it, to the payee named in the body. */
  request(incoming: Incoming, { payee }: Transfer): Callback {
    const target = { to: payee, method: 'POST', path: '/transfers', body: incoming.body } as const;
    return this.forwarded(incoming, target);
  }

  error(incoming: Incoming, to: string, transferId: string, body: ErrorBody): Callback {
    const target = {
      to,
      method: 'PUT',
      path: errorPath(transferId),
      body: JSON.stringify(body),
    } as const;
    return this.fromHub(incoming, target);
  }

  /** What GET and a repeated POST are answered with. */
  state(incoming: Incoming, to: string, transfer: Transfer): Callback {
    const body = JSON.stringify(stateOf(transfer));
    return this.fromHub(incoming, { to, method: 'PUT', path: pathOf(transfer), body });
  }

  /** The payee said COMMITTED: its own message goes on, and once the payer took it, back as a copy. */
  committedByPayee(incoming: Incoming, transfer: Transfer): readonly Callback[] {
    const message = { method: 'PUT', path: pathOf(transfer), body: incoming.body } as const;
    return [
      {
        ...this.forwarded(incoming, { ...message, to: transfer.payer }),
        afterAccepted: this.fromHub(incoming, { ...message, to: transfer.payee }),
      },
    ];
  }

  /** The payee said RESERVED: the switch says COMMITTED to the payer, then PATCHes the payee. */
  committedByHub(incoming: Incoming, transfer: Transfer): readonly Callback[] {
    const path = pathOf(transfer);
    const body = JSON.stringify(stateOf(transfer));
    const patch = JSON.stringify(stateOf({ ...transfer, fulfilment: undefined }));
    return [
      {
        ...this.fromHub(incoming, { to: transfer.payer, method: 'PUT', path, body }),
        afterAccepted: this.fromHub(incoming, {
          to: transfer.payee,
          method: 'PATCH',
          path,
          body: patch,
        }),
      },
    ];
  }

  /** The payee's PUT /error goes on, and at the same time back to it. */
  abortedByPayee(incoming: Incoming, transfer: Transfer): readonly [Callback, Callback] {
    const message = {
      method: 'PUT',
      path: errorPath(transfer.transferId),
      body: incoming.body,
    } as const;
    return [
      this.forwarded(incoming, { ...message, to: transfer.payer }),
      this.fromHub(incoming, { ...message, to: transfer.payee }),
    ];
  }

  /** A defect of the real switch: the body of this PUT /error is the payee's PUT, without any error. */
  wrongFulfilment(
    incoming: Incoming,
    transfer: Transfer,
    cause: ErrorBody,
    isReserve: boolean,
  ): readonly Callback[] {
    const message = {
      method: 'PUT',
      path: errorPath(transfer.transferId),
      body: incoming.body,
    } as const;
    const odd = {
      ...this.fromHub(incoming, { ...message, to: transfer.payer }),
      afterAccepted: this.fromHub(incoming, { ...message, to: transfer.payee }),
    };
    const at = transfer.completedMs;
    return isReserve ? [this.patchAborted(incoming, transfer, cause, at), odd] : [odd];
  }

  mismatched(
    incoming: Incoming,
    transfer: Transfer,
    cause: ErrorBody,
    isReserve: boolean,
  ): readonly Callback[] {
    const told = this.error(incoming, transfer.payer, transfer.transferId, cause);
    const at = incoming.receivedAt;
    return isReserve ? [this.patchAborted(incoming, transfer, cause, at), told] : [told];
  }

  /** The payee's PUT once more, after the end. */
  answerAgain(incoming: Incoming, transfer: Transfer, isReserve: boolean): Callback {
    if (isReserve) return this.state(incoming, transfer.payee, transfer);
    const path = pathOf(transfer);
    return this.fromHub(incoming, { to: transfer.payee, method: 'PUT', path, body: incoming.body });
  }

  /** The payee's PUT /error once more: it comes back without the `/error`. */
  errorAgain(incoming: Incoming, transfer: Transfer): Callback {
    const path = pathOf(transfer);
    return this.fromHub(incoming, { to: transfer.payee, method: 'PUT', path, body: incoming.body });
  }

  /** A reservation that came after the end. A defect of the real switch: its time is not ISO 8601. */
  lateReservation(incoming: Incoming, transfer: Transfer): Callback {
    const completedTimestamp = isoTime(transfer.completedMs).replace('T', ' ').replace('Z', '');
    const body = JSON.stringify({ completedTimestamp, transferState: 'ABORTED' });
    return this.fromHub(incoming, {
      to: transfer.payee,
      method: 'PATCH',
      path: pathOf(transfer),
      body,
    });
  }

  /** 3303 to the payer and, if it took it, to the payee. */
  expired(transfer: Transfer, now: EpochMs): readonly Callback[] {
    const cause: Incoming = {
      method: 'PUT',
      path: errorPath(transfer.transferId),
      headers: { 'content-type': contentType('transfers'), date: new Date(now).toUTCString() },
      body: '',
      receivedAt: now,
    };
    const body = errorBody('3303');
    return [
      {
        ...this.error(cause, transfer.payer, transfer.transferId, body),
        afterAccepted: this.error(cause, transfer.payee, transfer.transferId, body),
      },
    ];
  }

  private patchAborted(
    incoming: Incoming,
    transfer: Transfer,
    cause: ErrorBody,
    at: EpochMs,
  ): Callback {
    const body = JSON.stringify({
      completedTimestamp: isoTime(at),
      extensionList: { extension: [{ key: 'cause', value: causeText(cause) }] },
      transferState: 'ABORTED',
    });
    return this.fromHub(incoming, {
      to: transfer.payee,
      method: 'PATCH',
      path: pathOf(transfer),
      body,
    });
  }

  private forwarded(incoming: Incoming, target: Target): Callback {
    const { to, method, path, body } = target;
    const trace = this.trace(incoming);
    const headers = {
      ...forwardedHeaders(incoming, method, to, trace),
      'fspiop-http-method': method,
      'fspiop-uri': path,
    };
    return { service: 'transfers', to, method, path, headers, body };
  }

  /** ml-api-adapter notes in the trace state when it took a POST or a PUT; not so for PUT /error. */
  private trace(incoming: Incoming): Trace {
    const { method, path, headers, receivedAt } = incoming;
    const isFulfilment = method === 'PUT' && !path.endsWith('/error');
    const name = method === 'POST' ? 'timeApiPrepare' : isFulfilment ? 'timeApiFulfil' : undefined;
    const tags = name === undefined ? {} : { [name]: String(receivedAt) };
    return nextTrace(headers, this.context.hexDigits, tags);
  }

  private fromHub(incoming: Incoming, target: Target): Callback {
    const { to, method, path, body } = target;
    const trace = this.trace(incoming);
    const headers = hubHeaders(incoming, { resource: 'transfers', to, method, uri: path, trace });
    return { service: 'transfers', to, method, path, headers, body };
  }
}

function pathOf({ transferId }: Transfer): string {
  return `/transfers/${transferId}`;
}

function errorPath(transferId: string): string {
  return `/transfers/${transferId}/error`;
}

function isoTime(time: EpochMs): string {
  return new Date(time).toISOString();
}

/** Keys sorted, as the ledger's come out. */
function stateOf(transfer: Transfer) {
  const { cause } = transfer;
  const extension = [
    ...(transfer.extensions?.extension ?? []),
    ...(cause === undefined ? [] : [{ key: 'cause', value: cause }]),
  ];
  return {
    completedTimestamp: isoTime(transfer.completedMs),
    ...(extension.length > 0 && { extensionList: { extension } }),
    ...(transfer.fulfilment !== undefined && { fulfilment: transfer.fulfilment }),
    transferState: transfer.state,
  };
}
