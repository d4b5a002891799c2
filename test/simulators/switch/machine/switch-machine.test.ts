import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { hexDigitsFrom } from '../random';
import { toUnits } from './amounts';
import { contentType } from './headers';
import type { Callback, Incoming } from './messages';
import { SwitchMachine } from './switch-machine';

const fsps = ['lion', 'buffalo', 'rhino'] as const;
type Fsp = (typeof fsps)[number];

const fulfilment = createHash('sha256').update('a secret').digest('base64url');
const condition = createHash('sha256')
  .update(Buffer.from(fulfilment, 'base64url'))
  .digest('base64url');
const wrongFulfilment = 'A'.repeat(43);

/** Transfer n always goes the same way, as a transferId belongs to one payment. */
const routes: readonly { readonly payer: Fsp; readonly payee: Fsp }[] = [
  { payer: 'lion', payee: 'buffalo' },
  { payer: 'buffalo', payee: 'rhino' },
  { payer: 'rhino', payee: 'lion' },
  { payer: 'lion', payee: 'rhino' },
];

type Step =
  | { readonly kind: 'post'; readonly transfer: number; readonly amount: string }
  | {
      readonly kind: 'put';
      readonly transfer: number;
      readonly transferState: string;
      readonly isRight: boolean;
    }
  | { readonly kind: 'reject'; readonly transfer: number }
  | { readonly kind: 'ask'; readonly transfer: number }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'sweep' };

const transfer = fc.nat({ max: routes.length - 1 });
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('post' as const),
    transfer,
    amount: fc.constantFrom('0.0001', '12.5', '60', '99.99', '1000'),
  }),
  fc.record({
    kind: fc.constant('put' as const),
    transfer,
    transferState: fc.constantFrom('COMMITTED', 'RESERVED', 'ABORTED', 'RECEIVED'),
    isRight: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('reject' as const), transfer }),
  fc.record({ kind: fc.constant('ask' as const), transfer }),
  fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(1, 900, 20_000) }),
  fc.record({ kind: fc.constant('sweep' as const) }),
);

/** DFSPs that say what they like about their own transfers, over time. */
class World {
  readonly machine = new SwitchMachine(hexDigitsFrom(1));
  /** What each payer heard as the end of its transfer, without having asked. */
  readonly verdicts = new Map<string, string[]>();
  private now = Date.UTC(2026, 10, 21);
  private readonly expirations = new Map<number, string>();

  constructor() {
    for (const fspId of fsps) {
      const callbackUrl = `http://${fspId}.example`;
      const account = { currency: 'TZS', limit: '100', funds: '500' };
      this.machine.participants.add({ fspId, callbackUrl, ...account });
    }
  }

  take(step: Step): void {
    if (step.kind === 'pass') this.now += step.ms;
    else if (step.kind === 'sweep') this.hear(this.machine.sweep(this.now));
    else this.say(step);
  }

  private say(step: Exclude<Step, { readonly kind: 'pass' | 'sweep' }>): void {
    const { payer, payee } = routes[step.transfer] ?? { payer: 'lion', payee: 'buffalo' };
    const path = `/transfers/${idOf(step.transfer)}`;
    switch (step.kind) {
      case 'post':
        this.send(payer, payee, 'POST', '/transfers', this.request(step.transfer, step.amount));
        break;
      case 'put':
        this.send(payee, payer, 'PUT', path, {
          transferState: step.transferState,
          fulfilment: step.isRight ? fulfilment : wrongFulfilment,
        });
        break;
      case 'reject':
        this.send(payee, payer, 'PUT', `${path}/error`, {
          errorInformation: { errorCode: '5001', errorDescription: 'no' },
        });
        break;
      case 'ask':
        this.send(payer, payee, 'GET', path);
        break;
    }
  }

  private request(index: number, amount: string) {
    const expiration = this.expirations.get(index) ?? new Date(this.now + 10_000).toISOString();
    this.expirations.set(index, expiration);
    const { payer, payee } = routes[index] ?? { payer: 'lion', payee: 'buffalo' };
    return {
      transferId: idOf(index),
      payerFsp: payer,
      payeeFsp: payee,
      amount: { amount, currency: 'TZS' },
      ilpPacket: 'AYIB',
      condition,
      expiration,
    };
  }

  private send(from: Fsp, to: Fsp, method: string, path: string, body?: object): void {
    const incoming: Incoming = {
      method,
      path,
      headers: {
        'content-type': contentType('transfers', '1.1'),
        accept: contentType('transfers', '1'),
        date: new Date(this.now).toUTCString(),
        'fspiop-source': from,
        'fspiop-destination': to,
      },
      body: body ? JSON.stringify(body) : '',
      receivedAt: this.now,
    };
    const { callbacks } = this.machine.handle(incoming);
    if (method === 'PUT') this.hear(callbacks);
  }

  private hear(callbacks: readonly Callback[]): void {
    for (const callback of callbacks) {
      const [, , id = '', error] = callback.path.split('/');
      const payer = routes.find((_route, index) => idOf(index) === id)?.payer;
      if (callback.method !== 'PUT' || callback.to !== payer) continue;
      const verdict = error === undefined ? 'committed' : 'aborted';
      this.verdicts.set(id, [...(this.verdicts.get(id) ?? []), verdict]);
    }
  }
}

function idOf(index: number): string {
  return `00000000-0000-4000-8000-00000000000${index}`;
}

function play(steps: readonly Step[], check: (world: World) => void): void {
  const world = new World();
  for (const step of steps) {
    world.take(step);
    check(world);
  }
}

const anySteps = fc.array(anyStep, { minLength: 1, maxLength: 40 });

test('positions are what the reserved and committed transfers make them, and committed ones cancel out', () => {
  fc.assert(
    fc.property(anySteps, (steps) =>
      play(steps, ({ machine }) => {
        const expected = new Map<string, bigint>(fsps.map((fsp) => [fsp, 0n]));
        const move = (fsp: string, by: bigint) => expected.set(fsp, (expected.get(fsp) ?? 0n) + by);
        let reserved = 0n;
        for (const { payer, payee, amount, state } of machine.ledger.view()) {
          const units = toUnits(amount);
          if (state === 'ABORTED') continue;
          move(payer, units);
          if (state === 'COMMITTED') move(payee, -units);
          else reserved += units;
        }
        const positions = fsps.map((fsp) => machine.participants.position(fsp, 'TZS'));
        expect(positions).toEqual(fsps.map((fsp) => expected.get(fsp)));
        expect(positions.reduce((sum, position) => sum + position, 0n)).toBe(reserved);
      }),
    ),
  );
});

test('a payer never owes more than its limit', () => {
  fc.assert(
    fc.property(anySteps, (steps) =>
      play(steps, ({ machine }) => {
        for (const fsp of fsps) {
          expect(machine.participants.position(fsp, 'TZS')).toBeLessThanOrEqual(toUnits('100'));
        }
      }),
    ),
  );
});

test('a transfer reaches one final state at most, and never leaves it', () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      const final = new Map<string, string>();
      play(steps, ({ machine }) => {
        for (const { transferId, state } of machine.ledger.view()) {
          expect(state).toBe(final.get(transferId) ?? state);
          if (state !== 'RESERVED') final.set(transferId, state);
        }
      });
    }),
  );
});

test('a payer hears one verdict on a transfer at most', () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      const world = new World();
      for (const step of steps) world.take(step);
      for (const verdicts of world.verdicts.values()) expect(verdicts).toHaveLength(1);
    }),
  );
});
