/** The development issuer as a process of its own. Argument: a file of its settings. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { startLocalServer } from '../../local-server';
import { developmentIssuer } from './development-issuer';
import { stackPersons } from './persons';

const settingsSchema = z.object({
  port: z.int(),
  issuer: z.url(),
  signingKey: z.record(z.string(), z.string()),
  audience: z.string(),
  client: z.object({ id: z.string(), secret: z.string(), origin: z.url() }),
});

async function main(): Promise<void> {
  const text = readFileSync(process.argv[2] ?? '', 'utf8');
  const { port, signingKey, ...rest } = settingsSchema.parse(JSON.parse(text));
  const key = { kty: 'EC', ...signingKey };
  const { listener } = await developmentIssuer({ ...rest, signingKey: key, persons: stackPersons });
  const { url } = await startLocalServer(listener, { port });
  process.stdout.write(`${JSON.stringify({ url })}\n`);
}

void main();
