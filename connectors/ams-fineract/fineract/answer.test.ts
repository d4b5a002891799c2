import { z } from 'zod';
import { TransportError } from '../../common/runtime';
import { readAnswer, readFailure } from './answer';
import type { Problem } from './problems';

const accepted = z.object({ state: z.literal('ACCEPTED') });

const read = (status: number, body: string, headers: Record<string, string> = {}) =>
  readAnswer({ status, headers, body }, accepted);

/** As Fineract writes it: a general code at the top, the specific one below, perhaps several times. */
function errorBody(specific: string, general: string, times = 1): string {
  const error = { userMessageGlobalisationCode: specific, defaultUserMessage: 'words', args: [] };
  return JSON.stringify({
    userMessageGlobalisationCode: general,
    developerMessage: 'words',
    errors: Array.from({ length: times }, () => error),
  });
}

const domainRule = 'validation.msg.domain.rule.violation';
const notFound = 'error.msg.resource.not.found';
const spring = JSON.stringify({ timestamp: '2026-11-21T10:59:01.748Z', status: 400, path: '/' });

const answers: readonly (readonly [number, string, string, Problem])[] = [
  [404, 'error.msg.interop.account.not.found', notFound, 'identifier-unknown'],
  [404, 'error.msg.saving.account.id.invalid', notFound, 'account-unknown'],
  [404, 'error.msg.interop.onhold.transfer.missing', notFound, 'hold-missing'],
  [
    403,
    'error.msg.savingsaccount.transaction.insufficient.account.balance',
    domainRule,
    'insufficient-funds',
  ],
  [
    403,
    'error.msg.savingsaccount.transaction.insufficient.account.balance.withdraw',
    domainRule,
    'insufficient-funds',
  ],
  [403, 'error.msg.interop.transaction.not.allowed', domainRule, 'account-closed-off'],
  [
    403,
    'error.msg.saving.account.blocked.transaction.not.allowed',
    domainRule,
    'account-closed-off',
  ],
  [
    403,
    'error.msg.savings.account.debit.transaction.not.allowed',
    domainRule,
    'account-closed-off',
  ],
  [
    403,
    'error.msg.savings.account.credit.transaction.not.allowed',
    domainRule,
    'account-closed-off',
  ],
  [403, 'error.msg.accounttransfer.different.currencies', domainRule, 'wrong-currency'],
  [403, 'error.msg.interop.transfer.already.committed', domainRule, 'already-done'],
  [403, 'error.msg.interop.transfer.already.on.hold', domainRule, 'already-done'],
  [403, 'error.msg.some.rule.of.the.dfsp', domainRule, 'forbidden-by-rule'],
  [403, 'error.msg.data.integrity.issue', 'error.msg.data.integrity.issue', 'bad-request'],
  [403, 'error.msg.not.authorized', 'error.msg.not.authorized', 'misconfigured'],
  [
    400,
    'error.msg.savingsaccount.transaction.withdrawals.blocked.during.lockin.period',
    'validation.msg.validation.errors.exist',
    'forbidden-by-rule',
  ],
  [
    400,
    'validation.msg.interoperation.transfer.amount.cannot.be.blank',
    'validation.msg.validation.errors.exist',
    'bad-request',
  ],
];

test.each(answers)('%d %s under %s is %s', (status, specific, general, problem) => {
  expect(read(status, errorBody(specific, general, 2))).toEqual({
    ok: false,
    problem,
    fromCache: false,
    detail: [status, ...new Set([specific, general])].join(' '),
  });
});

const byStatus: readonly (readonly [number, string, Problem])[] = [
  [409, '{"userMessageGlobalisationCode":"error.msg.platform.service.query.conflict"}', 'conflict'],
  [400, '{"userMessageGlobalisationCode":"error.msg.invalid.request.body"}', 'bad-request'],
  [425, '{"transferCode":"the echoed request"}', 'in-progress'],
  [500, '{"Exception":"java.lang.NullPointerException"}', 'failed'],
  [400, spring, 'misconfigured'],
  [401, spring, 'misconfigured'],
  [404, spring, 'misconfigured'],
  [405, spring, 'misconfigured'],
  [403, '<html>a firewall</html>', 'misconfigured'],
  [415, spring, 'bad-request'],
  [429, '', 'unavailable'],
  [502, '<html>', 'unavailable'],
  [503, '', 'unavailable'],
  [504, '', 'unavailable'],
  [204, '', 'not-understood'],
  [302, '', 'not-understood'],
];

test.each(byStatus)('%d with the body %s is %s', (status, body, problem) => {
  expect(read(status, body)).toMatchObject({ ok: false, problem });
});

test('200 counts only with the state ACCEPTED: a command parked for a checker has none', () => {
  expect(read(200, '{"state":"ACCEPTED"}')).toMatchObject({ ok: true });
  const parked = '{"commandId":7,"rollbackTransaction":true,"resourceExternalId":{}}';
  expect(read(200, parked)).toMatchObject({ ok: false, problem: 'not-understood' });
  expect(read(200, '<html>')).toMatchObject({ ok: false, problem: 'not-understood' });
});

test('an answer out of the cache is known by its header', () => {
  const headers = { 'x-served-from-cache': 'true' };
  expect(read(200, '{"state":"ACCEPTED"}', headers)).toMatchObject({ fromCache: true });
  expect(read(409, '', headers)).toMatchObject({ fromCache: true });
});

test('without an answer the outcome is unknown, unless the request was never sent', () => {
  const lost = new TransportError('connection-lost', false, 'POST fineract: connection lost');
  expect(readFailure(lost)).toMatchObject({ problem: 'no-answer' });
  const nobody = new TransportError('connection-refused', true, 'POST fineract: nobody there');
  expect(readFailure(nobody)).toMatchObject({ problem: 'unavailable' });
});

test('an answer to something else than was asked is not understood, and its field is named', () => {
  const answer = readAnswer(
    { status: 200, headers: {}, body: '{"state":"ACCEPTED"}' },
    accepted,
    () => 'transferCode',
  );
  expect(answer).toEqual({
    ...{ ok: false, problem: 'not-understood', fromCache: false },
    detail: '200, wrong: transferCode',
  });
});
