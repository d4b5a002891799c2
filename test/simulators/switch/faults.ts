import { z } from 'zod';

/** Which messages a fault hits. What is left out matches everything. */
const matchSchema = z.object({
  /** `in`: from a DFSP to the switch. `out`: from the switch to a DFSP. */
  direction: z.enum(['in', 'out']),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
  /** The first part of the path: parties, quotes, transfers, participants. */
  resource: z.string().optional(),
  /** The DFSP at the other end: the sender of what comes in, the receiver of what goes out. */
  fsp: z.string().optional(),
  /** A part of the path, or an id in the body (transferId, quoteId). */
  id: z.string().optional(),
  /** Whether the path ends in /error. */
  isError: z.boolean().optional(),
  /** How often it strikes; without it, until faults are cleared. */
  count: z.number().int().positive().optional(),
});

const effectSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('delay'), delayMs: z.number().int().nonnegative() }),
  /** In: the connection is cut before the switch has seen the message. Out: it is never sent. */
  z.object({ kind: z.literal('drop') }),
  /** In: handled twice, one HTTP answer. Out: sent twice. */
  z.object({ kind: z.literal('duplicate') }),
  /** Held back until the next message to or from the same DFSP has gone. */
  z.object({ kind: z.literal('reorder') }),
  /** In only: accepted over HTTP, not handled; the sender gets a PUT /error with this code. */
  z.object({ kind: z.literal('error-code'), errorCode: z.string().regex(/^\d{4}$/) }),
  /** In: answered so and not handled. Out: not sent, and taken as the DFSP's answer. */
  z.object({ kind: z.literal('http-status'), status: z.number().int().min(200).max(599) }),
]);

export const faultSchema = z
  .object({ match: matchSchema, effect: effectSchema })
  .refine(({ match, effect }) => effect.kind !== 'error-code' || match.direction === 'in', {
    message: 'error-code is for messages that come in',
  });

export type Fault = z.infer<typeof faultSchema>;
export type FaultEffect = Fault['effect'];

export interface FaultSubject {
  readonly direction: 'in' | 'out';
  readonly method: string;
  readonly path: string;
  readonly fsp: string;
  readonly body: string;
}

export class Faults {
  private list: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.list.push({ fault, left: fault.match.count ?? Infinity });
  }

  clear(): void {
    this.list = [];
  }

  /** The effects that strike this message, in the order in which they were set; counts them down. */
  strike(subject: FaultSubject): readonly FaultEffect[] {
    if (this.list.length === 0) return [];
    const hits = this.list.filter(({ fault }) => isHit(fault.match, subject));
    for (const hit of hits) hit.left -= 1;
    this.list = this.list.filter(({ left }) => left > 0);
    return hits.map(({ fault }) => fault.effect);
  }
}

function isHit(match: Fault['match'], subject: FaultSubject): boolean {
  const [path = ''] = subject.path.split('?');
  return (
    match.direction === subject.direction &&
    (match.method === undefined || match.method === subject.method) &&
    (match.resource === undefined || match.resource === path.split('/')[1]) &&
    (match.fsp === undefined || match.fsp === subject.fsp) &&
    (match.isError === undefined || match.isError === path.endsWith('/error')) &&
    (match.id === undefined || path.includes(match.id) || subject.body.includes(`"${match.id}"`))
  );
}
