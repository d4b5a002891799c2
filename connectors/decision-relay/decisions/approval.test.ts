import { decisionOn } from '../../../test/kit/parts/decision-relay';
import {
  variablesDigestOf,
  type DecisionAnswer,
  type OperatorDecision,
} from '../../common/contracts/decisions';
import { approvalProblem } from './approval';

const at = '2026-11-29T10:00:00.000Z';
const limits = { nowMs: Date.parse(at), validForMs: 86_400_000 };

function problemOf(
  first: OperatorDecision['variables'],
  second: OperatorDecision['variables'],
): string | undefined {
  const { decisionId, ...decision } = decisionOn('t-1', { variables: first });
  const held: DecisionAnswer = {
    ...{ version: 1, decisionId, digest: '', result: 'needs-approval', why: '', at },
    subject: { ...decision, variablesDigest: variablesDigestOf({ variables: first }) },
  };
  const approval = decisionOn('t-1', { variables: second, who: 'Juma', approves: decisionId });
  return approvalProblem(approval, held, limits)?.why;
}

test.each([
  ['other values', { timers: 2 }],
  ['one more', { timers: 1, occurredAt: 'now' }],
  ['none', undefined],
])('who approves corrected variables has seen the same: with %s it is refused', (_what, second) => {
  expect(problemOf({ timers: 1 }, second)).toContain('another variables');
});

test('the same variables, in whatever order they are written, are approved', () => {
  expect(problemOf({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toBeUndefined();
  expect(problemOf(undefined, undefined)).toBeUndefined();
});
