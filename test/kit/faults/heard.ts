import { z } from 'zod';
import type { Answer, Passage } from './gate';

const reportSchema = z.object({
  /** Of who asks for money there is this, and no payment yet. */
  requestId: z.string().optional(),
  transactionId: z.string().optional(),
  clientCorrelationId: z.string().optional(),
  /** Of a payment that its payee has asked for: what the payer is shown. */
  request: z.object({ amount: z.object({ amount: z.string() }) }).optional(),
  quote: z.object({ payerPays: z.object({ amount: z.string() }).optional() }).optional(),
  state: z.enum(['WAITING_FOR_PAYER', 'PENDING', 'COMMITTED', 'ABORTED']),
  error: z.object({ code: z.string() }).optional(),
});
export type Report = z.output<typeof reportSchema>;

/** A one-time password, for a payment or asked for beforehand. */
const codeSchema = z.object({
  oneTimePassword: z.string(),
  number: z.number(),
  transactionId: z.string().optional(),
  authorizationCodeId: z.string().optional(),
  quote: z.object({ transferAmount: z.object({ amount: z.string() }) }).optional(),
});

/** What a device is asked to let its customer enter. */
const deviceQuestionSchema = z.object({
  requestId: z.string(),
  triesLeft: z.number(),
  links: z.object({ authorization: z.string() }),
});

/** The channel's callback address: all that the payers' apps were told. */
export class Heard {
  private readonly reports = new Map<string, Report[]>();
  /** In the order in which they came. */
  readonly codes: z.output<typeof codeSchema>[] = [];
  readonly deviceQuestions: z.output<typeof deviceQuestionSchema>[] = [];

  readonly answer = (passage: Pick<Passage, 'body'>): Answer => {
    const body: unknown = JSON.parse(passage.body);
    const code = codeSchema.safeParse(body);
    if (code.success) return this.taken(this.codes, code.data);
    const question = deviceQuestionSchema.safeParse(body);
    if (question.success) return this.taken(this.deviceQuestions, question.data);
    const report = reportSchema.parse(body);
    const id = report.requestId ?? report.transactionId ?? '';
    this.reports.set(id, [...(this.reports.get(id) ?? []), report]);
    return { status: 204, headers: {}, body: '' };
  };

  private taken<One>(list: One[], one: One): Answer {
    list.push(one);
    return { status: 204, headers: {}, body: '' };
  }

  /** Of everybody. */
  all(): readonly Report[] {
    return [...this.reports.values()].flat();
  }

  /** In the order in which they came, by transactionId or requestId. */
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
