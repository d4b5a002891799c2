import { Registry } from 'prom-client';
import { TransportError, type HttpRequest, type HttpTransport, type Logger } from '../runtime';
import { PeerCircuits } from './peer-circuits';

beforeEach(() => {
  // The breaker counts by the machine's clock.
  jest.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  jest.useRealTimers();
});

const lionsSwitch = { tenant: 'lion', name: 'switch main' };
const url = 'http://switch.example/transfers';
const answers = { status: 202, headers: {}, body: '' };
const dead = () =>
  Promise.reject(new TransportError('timeout', false, 'POST switch.example gave no answer'));

/** A peer that does as told, behind its circuit. */
function world() {
  const metrics = new Registry();
  const lines: string[] = [];
  const note = (level: string) => (_fields: object, text: string) =>
    void lines.push(`${level}: ${text}`);
  const log = { error: note('error'), info: note('info') } as unknown as Logger;
  const circuits = new PeerCircuits(
    { log, random: { uuid: () => '', fraction: () => 0 } },
    metrics,
  );
  const state = {
    sent: 0,
    does: (): ReturnType<HttpTransport['request']> => Promise.resolve(answers),
  };
  const transport = circuits.guard({
    request: () => {
      state.sent += 1;
      return state.does();
    },
  });
  const ask = (more: Partial<HttpRequest> = {}) =>
    transport
      .request({
        ...{ method: 'POST', url, headers: {}, timeoutMs: 1_000, peer: lionsSwitch },
        ...more,
      })
      .then(
        ({ status }) => String(status),
        (error: unknown) => (error instanceof TransportError ? error.reason : String(error)),
      );
  const askOften = async (times: number) => {
    for (let n = 0; n < times; n += 1) await ask();
  };
  const gauge = async () => (await metrics.getSingleMetric('hub_peer_circuit_open')?.get())?.values;
  return { state, ask, askOften, circuits, lines, gauge, transport };
}

test('a peer that fails ten times in a row is left alone: what is held back was certainly not sent', async () => {
  const { state, ask, askOften, circuits, lines, gauge, transport } = world();
  state.does = dead;
  await askOften(10);
  expect(await ask()).toBe('held-back');
  expect(state.sent).toBe(10);
  expect(circuits.heldBackMs('lion', ['fineract', 'switch main'])).toBe(2_000);
  const request = { method: 'GET', url, headers: {}, timeoutMs: 1, peer: lionsSwitch } as const;
  await expect(transport.request(request)).rejects.toMatchObject({
    notSent: true,
    notBeforeMs: 2_500,
  });
  expect(await gauge()).toMatchObject([
    { value: 1, labels: { tenant: 'lion', peer: 'switch main' } },
  ]);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('error: a peer has ceased to answer (10 times in a row)');
});

test('one request tries it after a pause that grows; when it answers, all pass', async () => {
  const { state, ask, askOften, circuits, lines, gauge } = world();
  state.does = dead;
  await askOften(10);
  jest.advanceTimersByTime(2_001);
  expect(await ask()).toBe('timeout');
  expect(await ask()).toBe('held-back');
  expect(circuits.heldBackMs('lion', ['switch main'])).toBe(4_000);
  state.does = () => Promise.resolve(answers);
  jest.advanceTimersByTime(4_001);
  expect(await ask()).toBe('202');
  expect(await ask()).toBe('202');
  expect(state.sent).toBe(13);
  expect(circuits.heldBackMs('lion', ['switch main'])).toBeUndefined();
  expect(await gauge()).toMatchObject([{ value: 0 }]);
  expect(lines).toHaveLength(2);
});

test('another tenant’s peer, another peer of this one, and what has no peer are not held back', async () => {
  const { state, ask, askOften, circuits } = world();
  state.does = dead;
  await askOften(10);
  state.does = () => Promise.resolve(answers);
  expect(await ask({ peer: { ...lionsSwitch, tenant: 'buffalo' } })).toBe('202');
  expect(await ask({ peer: { ...lionsSwitch, name: 'fineract' } })).toBe('202');
  expect(await ask({ url: 'http://quotes.example/quotes' })).toBe('202');
  expect(await ask()).toBe('held-back');
  expect(circuits.heldBackMs('buffalo', ['switch main'])).toBeUndefined();
});

test.each([
  ['an answer of its own, a 500 or a refusal', () => Promise.resolve({ ...answers, status: 500 })],
  [
    'a request that we gave up ourselves',
    () => Promise.reject(new TransportError('aborted', false, 'given up')),
  ],
])('%s is no sign that a peer is dead', async (_what, does) => {
  const { state, ask, askOften } = world();
  state.does = does;
  await askOften(20);
  expect(await ask()).not.toBe('held-back');
  expect(state.sent).toBe(21);
});

test('a gateway that says again and again that nobody is behind it is', async () => {
  const { state, ask, askOften } = world();
  state.does = () => Promise.resolve({ ...answers, status: 503 });
  await askOften(10);
  expect(await ask()).toBe('held-back');
});
