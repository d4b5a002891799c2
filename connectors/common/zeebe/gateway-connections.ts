import {
  credentials,
  makeClientConstructor,
  type ChannelCredentials,
  type ChannelOptions,
  type ServiceClientConstructor,
} from '@grpc/grpc-js';
import type { TlsIdentity, TlsSource } from '../runtime';
import { gatewayService } from './gateway-service';

type GatewayClient = InstanceType<ServiceClientConstructor>;
const GatewayClient = makeClientConstructor(gatewayService(), 'Gateway');

interface Connection {
  readonly client: GatewayClient;
  readonly identity: TlsIdentity | undefined;
  callsUnderWay: number;
}

/** A call's hold on its connection. */
export interface Lease {
  readonly client: GatewayClient;
  /** Once the call has ended. */
  release(): void;
}

/**
 * One HTTP/2 connection for all calls. When our certificates are renewed, calls to come get a connection that
 * shows the new ones, and the former one is closed with its last call: nothing under way is cut off.
 */
export class GatewayConnections {
  private newest: Connection | undefined;
  private readonly former = new Set<Connection>();

  constructor(
    private readonly address: string,
    private readonly tls: TlsSource | false,
    private readonly options: ChannelOptions,
  ) {
    // Whether there is a gateway is seen with the first call; what its credentials are must hold now.
    this.current();
  }

  lease(): Lease {
    const connection = this.current();
    connection.callsUnderWay += 1;
    const release = (): void => {
      connection.callsUnderWay -= 1;
      this.closeIfDone(connection);
    };
    return { client: connection.client, release };
  }

  close(): void {
    const all: (Connection | undefined)[] = [...this.former, this.newest];
    for (const connection of all) connection?.client.close();
    this.former.clear();
  }

  private current(): Connection {
    const identity = this.tls === false ? undefined : this.tls.current();
    if (this.newest !== undefined && this.newest.identity === identity) return this.newest;
    const replaced = this.newest;
    const client = new GatewayClient(this.address, securityOf(identity), this.options);
    this.newest = { client, identity, callsUnderWay: 0 };
    if (replaced !== undefined) {
      this.former.add(replaced);
      this.closeIfDone(replaced);
    }
    return this.newest;
  }

  private closeIfDone(connection: Connection): void {
    if (connection.callsUnderWay > 0 || !this.former.delete(connection)) return;
    connection.client.close();
  }
}

function securityOf(identity: TlsIdentity | undefined): ChannelCredentials {
  if (identity === undefined) return credentials.createInsecure();
  const { own, authorities } = identity;
  return credentials.createSsl(bytes(authorities), bytes(own?.key), bytes(own?.certificates));
}

function bytes(pem: string | undefined): Buffer | null {
  return pem === undefined ? null : Buffer.from(pem);
}
