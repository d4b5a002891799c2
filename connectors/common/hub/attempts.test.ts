import { attemptOf } from './attempts';
import type { WorkerDefinition } from './worker';

const type = 'ams:book-funds:1';
const definition = { type, retries: 8 } as unknown as WorkerDefinition;

/** The attempts as the engine would give them, until none is left. */
function attemptsFrom(retries: number, own?: { readonly attempts?: number; pauseMs?: number }) {
  const numbers: number[] = [];
  for (let left = retries; left > 0 && numbers.length < 200;) {
    const { number, retriesLeft } = attemptOf(
      definition,
      { retries: left },
      own && { [type]: own },
    );
    numbers.push(number);
    left = retriesLeft;
  }
  return numbers;
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

test('a step has the attempts that the diagram gives', () => {
  expect(attemptsFrom(8)).toEqual(upTo(8));
  expect(attemptsFrom(8, { pauseMs: 100 })).toEqual(upTo(8));
});

test.each([1, 2, 3, 8, 9, 12, 100])('a tenant may have %d attempts instead', (attempts) => {
  expect(attemptsFrom(8, { attempts })).toEqual(upTo(attempts));
});

test('one attempt, which a diagram gives while an operator waits, is one whatever the tenant has', () => {
  expect(attemptsFrom(1, { attempts: 12 })).toEqual([8]);
});

test('attempts that a person has given at an incident are as many, whatever the tenant has', () => {
  expect(attemptsFrom(3, { attempts: 12 })).toEqual([6, 7, 8]);
});

test('a tenant whose file changes meanwhile is not tried for ever', () => {
  // The second of twelve, and then there are only two.
  const { retriesLeft } = attemptOf(definition, { retries: 8 }, { [type]: { attempts: 12 } });
  const now = { [type]: { attempts: 2 } };
  expect(attemptOf(definition, { retries: retriesLeft }, now)).toMatchObject({
    number: 2,
    retriesLeft: 0,
  });
});

test('the pauses are the tenant’s', () => {
  const own = { [type]: { pauseMs: 90_000 } };
  expect(attemptOf(definition, { retries: 8 }, own).pause).toEqual({
    baseMs: 90_000,
    maxMs: 90_000,
  });
});
