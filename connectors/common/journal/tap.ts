import type { JournalPeer } from '../contracts/message-journal';
import {
  peerNames,
  TransportError,
  type Clock,
  type HttpRequest,
  type HttpTransport,
  type Peer,
} from '../runtime';
import type { Exchange, Journal } from './exchange';
import { jobOf } from './job-of';
import { mask } from './left-out';

/** The same transport, all that it says to peers being told to the journal. What has no peer is no message of a payment. */
export function tapped(transport: HttpTransport, journal: Journal, clock: Clock): HttpTransport {
  return {
    request: async (request) => {
      const to = request.journaledAs?.to ?? request.peer;
      if (to === undefined) return transport.request(request);
      const startedMs = clock.now();
      try {
        const response = await transport.request(request);
        const { status, headers, body } = response;
        const answered = { outcome: 'answered', status, answer: { headers, body } } as const;
        journal.note({ ...sent(request, to), ...answered, startedMs, endedMs: clock.now() });
        return response;
      } catch (error) {
        const outcome = error instanceof TransportError ? error.reason : 'other';
        journal.note({ ...sent(request, to), outcome, startedMs, endedMs: clock.now() });
        throw error;
      }
    },
  };
}

type Sent = Omit<Exchange, 'outcome' | 'startedMs' | 'endedMs'>;

function sent({ method, url, headers, signal, ...request }: HttpRequest, to: Peer): Sent {
  const body = request.journaledAs?.hasSecretBody === true ? mask : request.body;
  return {
    direction: 'sent',
    ...whom(to),
    tenant: to.tenant,
    request: { method, url, headers, body },
    job: jobOf(signal),
  };
}

function whom({ name }: Peer): { readonly peer: JournalPeer; readonly peerName?: string } {
  if (name === peerNames.fineract) return { peer: 'fineract' };
  if (name === peerNames.app) return { peer: 'app' };
  return { peer: 'switch', peerName: name.replace(switchPrefix, '') };
}

const switchPrefix = new RegExp(`^${peerNames.switch('')}`);
