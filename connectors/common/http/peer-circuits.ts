/**
 * A peer that has ceased to answer is left alone for a while, and then tried by a single request: a circuit breaker for each
 * tenant's peer and each of its hosts. What was held back was certainly not sent, and is tried again by its job, which says
 * UNAVAILABLE in the end, as it does for any other peer that is away: no payment fails for it.
 */
import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  handleWhen,
  IterableBackoff,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import { Gauge, type Registry } from 'prom-client';
import {
  TransportError,
  type HttpRequest,
  type HttpResponse,
  type HttpTransport,
  type Logger,
  type Peer,
  type Random,
} from '../runtime';

/** In a row, whoever asked. Fewer happen while a peer is being replaced. */
const failuresMax = 10;
/** From one probe in vain to the next. */
const pausesMs = [2_000, 4_000, 8_000, 15_000];
/** Jobs that were held back do not come back all at once. */
const spreadMs = 1_000;

/** What a gateway in front says when nobody is behind it. A 500 is an answer to just that request. */
const nobodyBehind = new Set([502, 503, 504]);

interface Circuit {
  readonly peer: Peer;
  readonly policy: CircuitBreakerPolicy;
  /** By the machine's clock, as the breaker counts; undefined while requests pass. */
  probedAtMs: number | undefined;
}

export class PeerCircuits {
  private readonly circuits = new Map<string, Circuit>();
  private readonly gauge: Gauge;

  constructor(
    private readonly deps: { readonly log: Logger; readonly random: Random },
    metrics: Registry,
  ) {
    this.gauge = new Gauge({
      name: 'hub_peer_circuit_open',
      help: '1: a peer of the tenant has ceased to answer, and requests to it are held back between probes',
      labelNames: ['tenant', 'peer', 'host'],
      registers: [metrics],
    });
  }

  /** Requests that name a peer pass through its circuit. */
  guard(transport: HttpTransport): HttpTransport {
    return {
      request: (request) =>
        request.peer === undefined
          ? transport.request(request)
          : this.pass(request, request.peer, () => transport.request(request)),
    };
  }

  /** Until when requests to one of these peers are held back, in milliseconds from now; undefined where none is. */
  heldBackMs(tenant: string, names: readonly string[]): number | undefined {
    const waits = [...this.circuits.values()]
      .filter(({ peer }) => peer.tenant === tenant && names.includes(peer.name))
      .map(({ probedAtMs = 0 }) => probedAtMs - Date.now());
    const longest = Math.max(0, ...waits);
    return longest > 0 ? longest : undefined;
  }

  private async pass(
    { url }: HttpRequest,
    peer: Peer,
    send: () => Promise<HttpResponse>,
  ): Promise<HttpResponse> {
    const { host } = new URL(url);
    const circuit = this.of(peer, host);
    try {
      return await circuit.policy.execute(send);
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error;
      const leftMs = Math.max(0, (circuit.probedAtMs ?? 0) - Date.now());
      const notBeforeMs = Math.round(leftMs + spreadMs * (0.5 + this.deps.random.fraction() / 2));
      const what = `${host} has ceased to answer, and is left alone for a while`;
      throw new TransportError('held-back', true, what, notBeforeMs);
    }
  }

  private of(peer: Peer, host: string): Circuit {
    const key = `${peer.tenant} ${peer.name} ${host}`;
    const known = this.circuits.get(key);
    if (known !== undefined) return known;
    const circuit: Circuit = { peer, policy: newPolicy(), probedAtMs: undefined };
    this.circuits.set(key, circuit);
    this.tell(circuit, host);
    return circuit;
  }

  private tell(circuit: Circuit, host: string): void {
    const { tenant, name } = circuit.peer;
    const where = { tenant, peer: name, host };
    let probesInVain = 0;
    circuit.policy.onBreak(() => {
      const pauseMs = pausesMs[Math.min(probesInVain, pausesMs.length - 1)] ?? 0;
      circuit.probedAtMs = Date.now() + pauseMs;
      this.gauge.set(where, 1);
      if (probesInVain === 0) {
        this.deps.log.error(
          where,
          `a peer has ceased to answer (${failuresMax} times in a row): requests to it are held back, and it is tried now and then`,
        );
      }
      probesInVain += 1;
    });
    circuit.policy.onReset(() => {
      circuit.probedAtMs = undefined;
      probesInVain = 0;
      this.gauge.set(where, 0);
      this.deps.log.info(where, 'a peer answers again');
    });
  }
}

function newPolicy(): CircuitBreakerPolicy {
  const failures = handleWhen(
    // That we gave up says nothing of the peer.
    (error) => error instanceof TransportError && error.reason !== 'aborted',
  ).orWhenResult((response) => nobodyBehind.has((response as HttpResponse).status));
  return circuitBreaker(failures, {
    breaker: new ConsecutiveBreaker(failuresMax),
    halfOpenAfter: new IterableBackoff(pausesMs),
  });
}
