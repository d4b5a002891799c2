import { SwitchSimulatorClient } from '../client';
import { currency, funds, limit, type Target } from './target';

/** The simulator as a target: time moves by control calls, and it says itself when all is quiet. */
export class SimulatedSwitch implements Target {
  readonly control: SwitchSimulatorClient;
  private aheadMs = 0;

  constructor(private readonly address: string) {
    this.control = new SwitchSimulatorClient(address);
  }

  url(): string {
    return this.address;
  }

  async reset(): Promise<void> {
    this.aheadMs = 0;
    await this.control.reset();
  }

  async addFsp(fspId: string, callbackUrl: string): Promise<void> {
    await this.control.addFsp({ fspId, callbackUrl, currency, limit, funds });
  }

  async position(fspId: string): Promise<string> {
    const position = await this.control.position(fspId, currency);
    if (position === undefined) throw new Error(`${fspId} has no position`);
    return position;
  }

  now(): number {
    return Date.now() + this.aheadMs;
  }

  async quiet(): Promise<void> {
    await this.control.settled();
  }

  async farFromSweep(): Promise<void> {
    // It sweeps only when told to.
  }

  async pass(ms: number): Promise<void> {
    this.aheadMs += ms;
    await this.control.tick({ advanceMs: ms, sweep: false });
  }

  async sweep(): Promise<void> {
    await this.control.tick();
    await this.control.settled();
  }

  async crash(callbacks: number): Promise<void> {
    await this.control.replay(callbacks);
    await this.control.settled();
  }

  async startRace(): Promise<void> {
    await this.control.set({ preparationMs: 60_000 });
  }

  async endRace(): Promise<void> {
    await this.control.set({ preparationMs: 0 });
  }
}
