import type { Admin, Kafka } from 'kafkajs';
import type { Clock, Logger } from '../../runtime';

const patience = { firstMs: 200, mostMs: 5_000 };

/** One connection for questions about topics and groups, made with the first of them. */
export class AdminConnection {
  private connected: Promise<Admin> | undefined;
  private readonly closing = new AbortController();

  constructor(
    private readonly kafka: Kafka,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  async get(): Promise<Admin> {
    this.connected ??= this.connect();
    try {
      return await this.connected;
    } catch (error) {
      this.connected = undefined;
      throw error;
    }
  }

  /** Whoever starts while the brokers are not up yet waits for them. Rejects only once it is closed. */
  async retryUntilClosed<Result>(
    what: string,
    ask: (admin: Admin) => Promise<Result>,
  ): Promise<Result> {
    for (let pauseMs = patience.firstMs; ; pauseMs = Math.min(pauseMs * 2, patience.mostMs)) {
      try {
        return await ask(await this.get());
      } catch (error) {
        if (this.closing.signal.aborted) throw error;
        this.log.warn({ error }, `Kafka: could not ${what}: trying again`);
        await this.clock.sleep(pauseMs, this.closing.signal);
      }
    }
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.connected?.then((admin) => admin.disconnect()).catch(() => undefined);
  }

  private async connect(): Promise<Admin> {
    const admin = this.kafka.admin();
    await admin.connect();
    return admin;
  }
}
