import type { AddressInfo } from 'node:net';
import { fineractControl, type FineractControl, type TenantSeed } from './control-client';
import { Bank } from './http/bank';
import { createSimulatorServer } from './http/server';
import type { Clock } from './state/clock';

export interface SimulatorOptions {
  /** 0: any free port. */
  readonly port?: number;
  readonly host?: string;
  /** One seed a tenant; `reset` comes back to them. */
  readonly seeds?: readonly TenantSeed[];
  readonly clock?: Clock;
}

export interface FineractSimulator {
  /** http://host:port */
  readonly address: string;
  /** What a tenant's FINERACT_BASE_URL must be: address + /fineract-provider/api/v1 */
  readonly baseUrl: string;
  readonly control: FineractControl;
  readonly close: () => Promise<void>;
}

export async function startFineractSimulator(
  options: SimulatorOptions = {},
): Promise<FineractSimulator> {
  const bank = new Bank(options.clock ?? Date.now, options.seeds ?? [{ tenant: 'default' }]);
  const server = createSimulatorServer(bank);
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const address = `http://${host}:${port}`;
  return {
    address,
    baseUrl: `${address}/fineract-provider/api/v1`,
    control: fineractControl(address),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
