import fc from 'fast-check';
import { leaseAfter, type Lease } from './caller-lease';

const claims = (...all: readonly (readonly [caller: string, atMs: number, forMs?: number])[]) =>
  all.reduce<Lease | undefined>(
    (lease, [caller, atMs, forMs = 60]) => leaseAfter(lease, { caller, forMs }, atMs),
    undefined,
  );

test('of two that claim at one moment the first has it', () => {
  expect(claims(['one', 0], ['two', 0])).toEqual({ caller: 'one', untilMs: 60 });
});

test('whoever has it prolongs it, and nobody else does', () => {
  expect(claims(['one', 0], ['one', 20], ['two', 30])).toEqual({ caller: 'one', untilMs: 80 });
});

test('it is free when it is over, or given up', () => {
  expect(claims(['one', 0], ['two', 60])?.caller).toBe('two');
  expect(claims(['one', 0], ['one', 20, 1], ['two', 21])?.caller).toBe('two');
});

test('nobody loses it before it is over, whoever claims when', () => {
  const claim = fc.tuple(
    fc.constantFrom('one', 'two', 'three'),
    fc.nat(40),
    fc.integer({ min: 1, max: 60 }),
  );
  fc.assert(
    fc.property(fc.array(claim), (steps) => {
      let lease: Lease | undefined;
      let nowMs = 0;
      for (const [caller, laterMs, forMs] of steps) {
        nowMs += laterMs;
        const before = lease;
        lease = leaseAfter(before, { caller, forMs }, nowMs);
        const wasHeld = before !== undefined && nowMs < before.untilMs;
        expect(lease.caller).toBe(wasHeld ? before.caller : caller);
      }
    }),
  );
});
