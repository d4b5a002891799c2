import type { z } from 'zod';
import type { ErrorInformation } from '../../common/contracts/fspiop';
import type { peerSchema } from '../../common/contracts/payee';
import { errorBody } from '../api/error-body';
import type { Resource } from '../api/media-type';
import type { MojaloopDeps, MojaloopTenant } from '../settings';
import { switchNamed } from '../switches';
import { sendToSwitch } from './fspiop-client';

export type Peer = z.output<typeof peerSchema>;

/** Body of PUT /{resource}/{ID}, or what goes to its /error. */
export type Answer = { readonly body: object } | { readonly errorInformation: ErrorInformation };

interface Envelope {
  readonly tenant: MojaloopTenant;
  /** Who asked, and hears in the version that it wants. */
  readonly peer: Peer;
  readonly resource: Resource;
  readonly id: string;
  readonly traceparent: string;
  readonly signal?: AbortSignal;
}

/** The callback that answers a request. @throws as {@link sendToSwitch} */
export async function sendAnswer(answer: Answer, to: Envelope, deps: MojaloopDeps): Promise<void> {
  const { tenant, peer, resource, id, traceparent, signal } = to;
  const failed = 'errorInformation' in answer;
  await sendToSwitch(
    {
      tenant,
      via: switchNamed(tenant, peer.switchName),
      method: 'PUT',
      resource,
      path: failed ? [id, 'error'] : [id],
      destination: peer.fspId,
      version: peer.version,
      traceparent,
      tracestate: peer.tracestate,
      body: failed ? errorBody(answer.errorInformation) : answer.body,
      signal,
    },
    deps,
  );
}
