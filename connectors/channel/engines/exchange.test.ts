import { EventEmitter } from 'node:events';
import type { Response } from 'express';
import { exchangeOf, type Exchange } from './exchange';

function exchangeWith(state: { readonly closed?: boolean; readonly writableFinished?: boolean }) {
  const response = Object.assign(new EventEmitter(), {
    ...{ closed: false, writableFinished: false },
    ...state,
  });
  const { gone } = exchangeOf(
    undefined as unknown as Exchange['request'],
    response as unknown as Response,
  );
  return { response, gone };
}

test('an app that closes before it has its answer has left, before we looked or after', () => {
  expect(exchangeWith({ closed: true }).gone.aborted).toBe(true);
  const { response, gone } = exchangeWith({});
  expect(gone.aborted).toBe(false);
  response.emit('close');
  expect(gone.aborted).toBe(true);
});

test('one that has its answer has not', () => {
  expect(exchangeWith({ closed: true, writableFinished: true }).gone.aborted).toBe(false);
});

test('an exchange hears of its end once, however many engines are asked about it', () => {
  expect(exchangeWith({}).response.listenerCount('close')).toBe(1);
});
