import { Agent, type AgentOptions } from 'node:https';
import type { TlsIdentity, TlsSource } from '../runtime';

/** Connections to peers over TLS, kept apart by the identity that they were made with. */
export class HttpsAgents {
  private readonly shared: Agent;
  private readonly bySource = new WeakMap<TlsSource, { identity: TlsIdentity; agent: Agent }>();
  private readonly inUse = new Set<Agent>();

  constructor(private readonly options: AgentOptions) {
    this.shared = this.create({ own: undefined, authorities: undefined });
  }

  /** New connections are made with what the source holds now; older ones end with their requests. */
  agentFor(source: TlsSource | undefined): Agent {
    if (source === undefined) return this.shared;
    const identity = source.current();
    const kept = this.bySource.get(source);
    if (kept?.identity === identity) return kept.agent;
    if (kept !== undefined) this.retire(kept.agent);
    const agent = this.create(identity);
    this.bySource.set(source, { identity, agent });
    return agent;
  }

  close(): void {
    for (const agent of this.inUse) agent.destroy();
  }

  private create({ own, authorities }: TlsIdentity): Agent {
    const agent = new Agent({
      ...this.options,
      cert: own?.certificates,
      key: own?.key,
      ca: authorities,
      minVersion: 'TLSv1.2',
      // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
      rejectUnauthorized: true,
    });
    this.inUse.add(agent);
    return agent;
  }

  private retire(agent: Agent): void {
    // A socket that becomes free is closed where there is no room for it.
    agent.maxFreeSockets = 0;
    for (const sockets of Object.values(agent.freeSockets)) {
      for (const socket of sockets ?? []) socket.destroy();
    }
    this.inUse.delete(agent);
  }
}
