import type { Request, Response } from 'express';
import { silentLog } from '../../../test/kit/mojaloop';
import type { AsItCame } from '../../common/engines/as-it-came';
import type { Engine } from '../../common/engines/engine-list';
import { HandOn } from './hand-on';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const address = 'https://dar-1.example';
const engine: Engine = { name: 'dar-1', number: 0, address, channel: address, drained: [] };

async function handOn(prefer?: string, gone = new AbortController().signal) {
  const passed: { readonly request: AsItCame; readonly timeoutMs: number }[] = [];
  const hop = {
    isAway: () => false,
    pass: (_to: Engine, request: AsItCame, { timeoutMs }: { readonly timeoutMs: number }) => {
      passed.push({ request, timeoutMs });
      return Promise.resolve({ kind: 'not-here' } as const);
    },
  };
  const metrics = { handedOn: () => undefined };
  const response = {
    locals: { caller: { log: silentLog } },
    get: () => traceparent,
  } as unknown as Response;
  const rawHeaders = ['Authorization', 'Bearer x', 'Connection', 'close', 'Traceparent', 'wrong'];
  const request = {
    ...{ method: 'POST', originalUrl: '/channel/transfer?a=%2e', rawHeaders },
    ...{ body: Buffer.from('{}'), get: () => prefer },
  } as unknown as Request;
  const times = { waitMaxS: 60, answerMs: 17_000 };
  const exchange = { request, response, gone };
  const heard = await new HandOn({ hop, metrics }, times).to(engine, exchange, {
    why: 'begins it',
  });
  return { heard, ...passed[0] };
}

test('a hop outlasts the wait that its app prefers, which is served over there', async () => {
  const timeouts = [undefined, 'wait=7', 'wait=900'].map(
    async (prefer) => (await handOn(prefer)).timeoutMs,
  );
  expect(await Promise.all(timeouts)).toEqual([17_000, 24_000, 77_000]);
});

test('a request goes on as it came, in the trace that this engine writes to its log', async () => {
  const { request } = await handOn();
  expect(request).toEqual({
    ...{ method: 'POST', uri: '/channel/transfer?a=%2e', body: Buffer.from('{}') },
    rawHeaders: ['Authorization', 'Bearer x', 'traceparent', traceparent],
  });
});

test('for an app that has left nothing is handed on', async () => {
  expect(await handOn(undefined, AbortSignal.abort())).toEqual({ heard: { kind: 'left' } });
});
