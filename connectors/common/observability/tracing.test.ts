import { systemRandom } from '../clock';
import { childOf, isTraceparent, newTraceparent, traceIdOf } from './tracing';

const given = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

test('a child keeps the trace and its flags and names a new span', () => {
  const child = childOf(given, systemRandom);
  expect(isTraceparent(child)).toBe(true);
  expect(traceIdOf(child)).toBe(traceIdOf(given));
  expect(child).not.toBe(given);
});

test('what is no trace context starts a new trace', () => {
  expect(isTraceparent(childOf('garbage', systemRandom))).toBe(true);
  expect(isTraceparent(newTraceparent(systemRandom))).toBe(true);
});

test.each([
  '',
  'garbage',
  given.toUpperCase(),
  `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
  `${given}-x`,
])('%p is no trace context', (value) => {
  expect(isTraceparent(value)).toBe(false);
  expect(traceIdOf(value)).toBeUndefined();
});
