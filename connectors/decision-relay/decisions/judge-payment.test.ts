import { decisionOn } from '../../../test/kit/parts/decision-relay';
import type { OperatorDecision } from '../../common/contracts/decisions';
import { judgePayment } from './judge-payment';

/** The relay was stopped between its word that it takes a decision and the deed, and the payment waits no more. */
const afterStop = (decision: OperatorDecision['decision'], choices: readonly string[]) =>
  judgePayment({
    decision: decisionOn('t-1', { decision }),
    waiting: [],
    isCut: false,
    accepted: { key: '1', choices: [...choices] },
  });

test.each([
  ['book', ['book']],
  ['book', ['book', 'close']],
  ['release', ['release', 'close']],
  ['ask-again', ['book', 'release', 'ask-again']],
  ['ask-again', ['reverse', 'ask-again', 'close']],
  ['reverse', ['reverse', 'close']],
] as const)('%s of %j is applied: it is what the process does by itself', (decision, choices) => {
  expect(afterStop(decision, choices)).toMatchObject({ kind: 'was-applied' });
});

test.each([
  ['close', ['book', 'close']],
  ['close', ['release', 'close']],
  ['book', ['book', 'release', 'ask-again']],
  ['reverse', ['reverse', 'ask-again', 'close']],
] as const)(
  '%s of %j is uncertain: the process may have gone on by itself, and does another thing then',
  (decision, choices) => {
    expect(afterStop(decision, choices)).toMatchObject({ kind: 'uncertain' });
  },
);
