import { withArrival } from './arrival';

const arrival = { traceparent: 'of the request', peer: { fspId: 'lion' } };

test('what came with a request has its own names for a worker', () => {
  expect(withArrival({ tenant: 'buffalo', arrival })).toMatchObject({
    tenant: 'buffalo',
    ...arrival,
  });
});

test('what a question brings goes before it, and what is null does not', () => {
  const asked = { arrival, traceparent: 'of the question', peer: null };
  expect(withArrival(asked)).toMatchObject({ traceparent: 'of the question', peer: arrival.peer });
});

test('processes from before there was one have their variables as they are', () => {
  expect(withArrival({ tenant: 'buffalo', peer: null })).toEqual({ tenant: 'buffalo', peer: null });
});
