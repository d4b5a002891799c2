import { z } from 'zod';
import type { Answer, Passage } from './gate';

const reportSchema = z.object({
  transactionId: z.string(),
  clientCorrelationId: z.string(),
  state: z.enum(['WAITING_FOR_PAYER', 'PENDING', 'COMMITTED', 'ABORTED']),
  error: z.object({ code: z.string() }).optional(),
});
export type Report = z.output<typeof reportSchema>;

/** The channel's callback address: all that the payers' apps were told. */
export class Heard {
  private readonly reports = new Map<string, Report[]>();

  readonly answer = (passage: Passage): Answer => {
    const report = reportSchema.parse(JSON.parse(passage.body));
    const earlier = this.reports.get(report.transactionId) ?? [];
    this.reports.set(report.transactionId, [...earlier, report]);
    return { status: 204, headers: {}, body: '' };
  };

  /** In the order in which they came. */
  of(transactionId: string): readonly Report[] {
    return this.reports.get(transactionId) ?? [];
  }

  states(transactionId: string): readonly Report['state'][] {
    return this.of(transactionId).map(({ state }) => state);
  }

  last(transactionId: string): Report['state'] | undefined {
    return this.of(transactionId).at(-1)?.state;
  }
}
