import { z } from 'zod';
import { faultSchema } from './faults';
import type { HttpAnswer, Incoming } from './machine/messages';
import type { SwitchEngine } from './engine';

const prefix = '/simulator/';

const amount = z.string().regex(/^\d+(\.\d{1,4})?$/);

export const fspSchema = z.object({
  fspId: z.string().min(1).max(32),
  callbackUrl: z.url().transform((url) => url.replace(/\/$/, '')),
  currency: z.string().length(3),
  /** Net debit limit. */
  limit: amount.default('1000000000'),
  funds: amount.default('1000000000'),
});

export const partySchema = z.object({
  partyIdType: z.string(),
  partyIdentifier: z.string(),
  partySubIdOrType: z.string().optional(),
  fspId: z.string(),
  currency: z.string().optional(),
});

export const tickSchema = z.object({
  /** Moves the switch's clock ahead first. */
  advanceMs: z.number().int().nonnegative().default(0),
  /** False: the clock only. */
  sweep: z.boolean().default(true),
});

export const settingsSchema = z.object({
  delivery: z.enum(['concurrent', 'one-by-one']).optional(),
  preparationMs: z.number().int().nonnegative().optional(),
});

const replaySchema = z.object({ count: z.number().int().positive() });

type Handler = (engine: SwitchEngine, body: unknown, query: URLSearchParams) => unknown;

/** One line each: `METHOD path`, under /simulator/. */
const handlers: Readonly<Record<string, Handler>> = {
  'POST reset': (engine) => engine.reset(),
  'POST fsps': (engine, body) => engine.machine.participants.add(fspSchema.parse(body)),
  'GET fsps': (engine) => engine.machine.participants.view(),
  'POST parties': (engine, body) =>
    engine.machine.oracle.add(withoutUndefined(partySchema.parse(body))),
  'GET transfers': (engine) => engine.machine.ledger.view(),
  'POST tick': (engine, body) => {
    const { advanceMs, sweep } = tickSchema.parse(body);
    engine.advance(advanceMs);
    return { expired: sweep ? engine.sweep() : 0 };
  },
  'POST settings': (engine, body) => {
    const { delivery, preparationMs } = settingsSchema.parse(body);
    if (delivery !== undefined) engine.deliveries.mode = delivery;
    if (preparationMs !== undefined) engine.machine.settings.preparationMs = preparationMs;
  },
  'POST faults': (engine, body) => engine.faults.add(faultSchema.parse(body)),
  'DELETE faults': (engine) => engine.faults.clear(),
  'POST replay': (engine, body) => ({
    replayed: engine.deliveries.replay(replaySchema.parse(body).count),
  }),
  'POST settled': (engine) => engine.deliveries.settled(),
  'GET log': (engine, _body, query) => engine.log.after(Number(query.get('after') ?? '0')),
  'GET health': () => ({ status: 'up' }),
};

export function isControlPath(path: string): boolean {
  return path.startsWith(prefix);
}

export async function answerControl(engine: SwitchEngine, incoming: Incoming): Promise<HttpAnswer> {
  const [path = '', query = ''] = incoming.path.slice(prefix.length).split('?');
  const handler = handlers[`${incoming.method} ${path}`];
  if (!handler) return { status: 404, body: JSON.stringify({ known: Object.keys(handlers) }) };
  try {
    const body: unknown = incoming.body === '' ? {} : JSON.parse(incoming.body);
    const result: unknown = await handler(engine, body, new URLSearchParams(query));
    return { status: 200, body: JSON.stringify(result ?? {}) };
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError) {
      return { status: 400, body: JSON.stringify({ problem: error.message }) };
    }
    throw error;
  }
}

/** zod gives an absent optional field a type that may be undefined; the state machine's may not. */
function withoutUndefined<T extends object>(value: T) {
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
