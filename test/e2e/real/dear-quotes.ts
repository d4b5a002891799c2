import { z } from 'zod';
import { startDoor, type Door } from './door';

const quoteRequestSchema = z.looseObject({
  amount: z.object({ amount: z.string(), currency: z.string() }),
});

/** Stands before a DFSP's POST /quotes and lets it be asked for half as much again: so it quotes more. */
export async function startDearQuotes(host: string, dfspUrl: string): Promise<Door> {
  const door = await startDoor(host, dfspUrl);
  door.treat((message, passOn) =>
    passOn(message.method === 'POST' ? { ...message, body: dearer(message.body) } : message),
  );
  return door;
}

function dearer(body: Buffer): Buffer<ArrayBuffer> {
  const asked = quoteRequestSchema.parse(JSON.parse(body.toString('utf8')));
  const { amount, currency } = asked.amount;
  const more = { ...asked, amount: { amount: String(Number(amount) * 1.5), currency } };
  return Buffer.from(JSON.stringify(more));
}
