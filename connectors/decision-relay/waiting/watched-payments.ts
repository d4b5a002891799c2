/** Whom to tell of, and how often: pure, by the looks that were had. */
import type { WaitingPayment } from './waiting-payment';

interface Watched {
  readonly payment: WaitingPayment;
  readonly lastSeenLook: number;
  readonly lastSeenMs: number;
  readonly told: number;
  readonly nextTellMs: number;
}

/** One look may miss a payment that another onlooker holds, or whose process is trying by itself. */
const looksMissedMax = 2;

/** A process that asks anew after it has tried by itself is no news: so long it is remembered. */
const rememberedMs = 6 * 3_600_000;

const firstReminderMs = 5 * 60_000;
const reminderMsMax = 6 * 3_600_000;

export class WatchedPayments {
  private readonly watched = new Map<string, Watched>();
  private look = 0;

  /** @returns those that a person is to be told of now: new ones, and old ones ever more seldom */
  see(payments: readonly WaitingPayment[], nowMs: number): WaitingPayment[] {
    this.look += 1;
    const toTell = payments.filter((payment) => this.note(payment, nowMs));
    for (const [key, one] of this.watched) {
      if (nowMs - one.lastSeenMs > rememberedMs) this.watched.delete(key);
    }
    return toTell;
  }

  waiting(): WaitingPayment[] {
    return [...this.watched.values()]
      .filter(({ lastSeenLook }) => this.look - lastSeenLook < looksMissedMax)
      .map(({ payment }) => payment);
  }

  /** Whether to tell of it. */
  private note(payment: WaitingPayment, nowMs: number): boolean {
    const key = `${payment.processInstanceKey} ${payment.elementId}`;
    const before = this.watched.get(key);
    const isNews = before?.payment.reason !== payment.reason;
    const told = isNews ? 0 : before.told;
    const isDue = isNews || nowMs >= before.nextTellMs;
    this.watched.set(key, {
      payment,
      lastSeenLook: this.look,
      lastSeenMs: nowMs,
      told: isDue ? told + 1 : told,
      nextTellMs: isDue ? nowMs + pauseMs(told) : before.nextTellMs,
    });
    return isDue;
  }
}

function pauseMs(told: number): number {
  return Math.min(reminderMsMax, firstReminderMs * 2 ** Math.min(told, 20));
}
