/** A collector of traces: takes OTLP over HTTP as JSON, as a real one does, and keeps what it is told. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const valueSchema = z
  .object({ stringValue: z.string(), intValue: z.coerce.number(), doubleValue: z.number() })
  .partial()
  .transform((one) => one.stringValue ?? one.intValue ?? one.doubleValue);
const attributesSchema = z
  .array(z.object({ key: z.string(), value: valueSchema }))
  .transform((all) => Object.fromEntries(all.map(({ key, value }) => [key, value])));

const spanSchema = z.object({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
  attributes: attributesSchema,
  status: z.object({ code: z.number().optional(), message: z.string().optional() }),
});
export type CollectedSpan = z.output<typeof spanSchema>;

const requestSchema = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: attributesSchema }),
      scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })),
    }),
  ),
});

/** By the kinds of OTLP. */
export const spanKinds = { server: 2, client: 3, job: 5 } as const;

export class Collector {
  readonly spans: CollectedSpan[] = [];
  /** Every body, as it came. */
  readonly bodies: string[] = [];
  readonly services = new Set<unknown>();
  readonly headers: (string | undefined)[] = [];
  /** 200, or what it answers in its place. */
  answers = 200;

  private constructor(private readonly server: ReturnType<typeof createServer>) {}

  static async start(): Promise<Collector> {
    const server = createServer();
    const collector = new Collector(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        collector.headers.push(request.headers.authorization);
        if (collector.answers === 200) collector.take(Buffer.concat(chunks).toString('utf8'));
        response.writeHead(collector.answers, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return collector;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private take(body: string): void {
    this.bodies.push(body);
    for (const { resource, scopeSpans } of requestSchema.parse(JSON.parse(body)).resourceSpans) {
      this.services.add(resource.attributes['service.name']);
      this.spans.push(...scopeSpans.flatMap(({ spans }) => spans));
    }
  }
}
