/** A Service: connections in turn to whichever of its pods lets one in. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';

export interface Service {
  /** `127.0.0.1:40123` */
  readonly address: string;
  close(): Promise<void>;
}

export interface ServiceOptions {
  /** Where it listens; on a free port of 127.0.0.1 by default. */
  readonly host?: string;
  readonly port?: number;
  /** The address that pods see it come from; whichever the system takes by default. */
  readonly from?: string | undefined;
}

/** @param pods `127.100.0.2:5001` of each */
export async function startService(
  pods: readonly string[],
  { host = '127.0.0.1', port = 0, from }: ServiceOptions = {},
): Promise<Service> {
  const open = new Set<Socket>();
  let turn = 0;
  const server = createServer((client) => {
    open.add(client);
    client.once('close', () => open.delete(client)).on('error', () => client.destroy());
    turn += 1;
    const inTurn = [...pods.slice(turn % pods.length), ...pods.slice(0, turn % pods.length)];
    bring(client, inTurn, from);
  });
  await once(server.listen(port, host), 'listening');
  return {
    address: `${host}:${(server.address() as AddressInfo).port}`,
    close: async () => {
      for (const one of open) one.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function bring(client: Socket, [pod, ...others]: readonly string[], from?: string): void {
  const [host = '', port] = pod?.split(':') ?? [];
  if (pod === undefined) {
    client.destroy();
    return;
  }
  const there = connect({
    port: Number(port),
    host,
    ...(from !== undefined && { localAddress: from }),
  });
  const next = (): void => bring(client, others, from);
  there.once('error', next);
  there.once('connect', () => {
    there.off('error', next).on('error', () => client.destroy());
    client.once('close', () => there.destroy());
    client.pipe(there).pipe(client);
  });
}
