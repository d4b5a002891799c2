import type { z } from 'zod';
import type { fspSchema, partySchema, settingsSchema, tickSchema } from './control';
import type { Fault } from './faults';
import type { TransferView } from './machine/ledger';
import type { AccountView } from './machine/participants';
import type { LoggedMessage } from './message-log';

/** The simulator's control plane, for tests and the demo. */
export class SwitchSimulatorClient {
  /** @param url as {@link RunningSwitchSimulator} gives it, without a slash at the end */
  constructor(private readonly url: string) {}

  /** Forgets FSPs, parties, transfers, faults, settings and the log; the clock is right again. */
  async reset(): Promise<void> {
    await this.call('POST', 'reset');
  }

  async addFsp(fsp: z.input<typeof fspSchema>): Promise<void> {
    await this.call('POST', 'fsps', fsp);
  }

  async addParty(party: z.input<typeof partySchema>): Promise<void> {
    await this.call('POST', 'parties', party);
  }

  /** Positions, limits and funds by FSP, as decimal strings. */
  async fsps(): Promise<Record<string, readonly AccountView[]>> {
    return (await this.call('GET', 'fsps')) as Record<string, readonly AccountView[]>;
  }

  async position(fspId: string, currency: string): Promise<string | undefined> {
    return (await this.fsps())[fspId]?.find((account) => account.currency === currency)?.position;
  }

  async transfers(): Promise<readonly TransferView[]> {
    return (await this.call('GET', 'transfers')) as readonly TransferView[];
  }

  /** Looks for expired transfers, after moving the clock if asked; says how many it found. */
  async tick(tick: z.input<typeof tickSchema> = {}): Promise<number> {
    return ((await this.call('POST', 'tick', tick)) as { expired: number }).expired;
  }

  async set(settings: z.input<typeof settingsSchema>): Promise<void> {
    await this.call('POST', 'settings', settings);
  }

  async addFault(fault: Fault): Promise<void> {
    await this.call('POST', 'faults', fault);
  }

  async clearFaults(): Promise<void> {
    await this.call('DELETE', 'faults');
  }

  /** Sends the last callbacks again, as the real switch does after a crash. */
  async replay(count: number): Promise<number> {
    return ((await this.call('POST', 'replay', { count })) as { replayed: number }).replayed;
  }

  /** Resolves when every callback has been delivered, and whatever followed from it. */
  async settled(): Promise<void> {
    await this.call('POST', 'settled');
  }

  async log(after = 0): Promise<readonly LoggedMessage[]> {
    return (await this.call('GET', `log?after=${after}`)) as readonly LoggedMessage[];
  }

  private async call(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.url}/simulator/${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  }
}
