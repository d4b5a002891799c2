/**
 * Every address at which the channel takes a body, against bodies that nobody foresaw: each example of its description with a
 * piece replaced, left out or added. FUZZ_RUNS multiplies the cases, FUZZ_SEED repeats a run.
 */
import fc from 'fast-check';
import { openApiDocument } from '../../connectors/channel/openapi';
import { startChannel, tenantOf, type Channel } from '../kit/parts/channel';

jest.setTimeout(120_000);

const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const numRuns = 30 * Number(process.env['FUZZ_RUNS'] ?? 1);
const headers = { 'Platform-TenantId': 'lion' };

let channel: Channel;
beforeAll(async () => {
  process.stdout.write(`FUZZ_SEED=${seed}\n`);
  const callbacks = { default: 'https://app.lion.example/hub' };
  const lion = tenantOf('lion', { callbacks, qrCodes: { scheme: 'tz.example.scheme' } });
  channel = await startChannel([lion], {
    CHANNEL_UNSAFE_DEVELOPMENT_MODE: 'true',
    CHANNEL_REQUESTS_PER_MINUTE_MAX: '1000000',
  });
});
afterAll(() => channel.close());

const taken = Object.entries(openApiDocument().paths).flatMap(([path, { post }]) => {
  if (post === undefined) return [];
  const { examples } = post.requestBody.content['application/json'] as {
    readonly examples: Readonly<Record<string, { readonly value: object }>>;
  };
  return [{ path, examples: Object.values(examples).map(({ value }) => value) }];
});

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(null, '', '0', '-1', '1e3', '99999999999999999999', 'PAYEE', '__proto__', '***'),
);
type Change = (value: unknown) => unknown;
/** At one place of it, wherever that is. */
const change: fc.Arbitrary<Change> = fc
  .tuple(fc.infiniteStream(fc.nat(20)), odd, fc.constantFrom('put', 'leave out', 'add'))
  .map(
    ([places, put, what]) =>
      (value) =>
        changed(value, places, put, what),
  );

function changed(value: unknown, places: Iterator<number>, put: unknown, what: string): unknown {
  if (typeof value !== 'object' || value === null) return put;
  const entries = Object.entries(value);
  const place = (places.next().value as number) % (entries.length + 1);
  const [name, inner] = entries[place] ?? [];
  if (name === undefined) return what === 'add' ? { ...value, [String(put)]: put } : put;
  if (what === 'leave out') return Object.fromEntries(entries.filter(([one]) => one !== name));
  const now = changed(inner, places, put, what);
  return Array.isArray(value) ? value.with(place, now) : { ...value, [name]: now };
}

test.each(taken)('POST $path never fails, whatever comes', async ({ path, examples }) => {
  const changes = fc.array(change, { minLength: 1, maxLength: 3 });
  const address = path.replace('{id}', '6f1c2f0e-6a54-5f0b-9d57-0b9a4c7a1f10');
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...examples), changes, async (example, all) => {
      const body = all.reduce<unknown>((value, one) => one(value), example);
      // Answers are held to the description, problems too.
      const answer = await channel.post(address, { headers, body: JSON.stringify(body ?? null) });
      // 503: another body under an id that has been taken, and how the first stands is not known here.
      expect([200, 202, 400, 409, 503]).toContain(answer.status);
    }),
    { seed, numRuns },
  );
});
