import fc from 'fast-check';
import { transferAnswerSchema } from '../../common/contracts/answers';
import { transferAnswerOf, type TransferCallback } from './transfer-answer';

const fulfilment = 'ppc2R0eUeF1QKTdHpVvRqCtoB1_vr9FYB1-7iSmF4wc';
const completedTimestamp = '2026-11-21T10:24:00.123Z';
const kinds = ['put', 'patch', 'error'] as const;
const states = ['RECEIVED', 'RESERVED', 'COMMITTED', 'ABORTED'] as const;
const errorOf = (errorCode: string) => ({
  errorInformation: { errorCode, errorDescription: 'a reason' },
});

const answer = (kind: TransferCallback['kind'], fromHub: boolean, body: unknown) =>
  transferAnswerOf({ kind, fromHub, body });

/** Every cell of (where it came, who said it, what it says). */
const verdicts: Record<string, string> = {
  'put hub RECEIVED': 'PENDING',
  'put hub RESERVED': 'PENDING',
  'put hub COMMITTED': 'COMMITTED',
  'put hub ABORTED': 'ABORTED',
  'put hub 3208': 'NOT_FOUND',
  'put hub 3303': 'ERROR',
  'put peer RECEIVED': 'PENDING',
  'put peer RESERVED': 'PENDING',
  'put peer COMMITTED': 'FULFILLED',
  'put peer ABORTED': 'ERROR',
  'put peer 3208': 'ERROR',
  'put peer 3303': 'ERROR',
  'patch hub RECEIVED': 'PENDING',
  'patch hub RESERVED': 'PENDING',
  'patch hub COMMITTED': 'COMMITTED',
  'patch hub ABORTED': 'ABORTED',
  'patch hub 3208': 'NOT_FOUND',
  'patch hub 3303': 'ERROR',
  'error hub RECEIVED': 'ERROR',
  'error hub RESERVED': 'ERROR',
  'error hub COMMITTED': 'ERROR',
  'error hub ABORTED': 'ERROR',
  'error hub 3208': 'NOT_FOUND',
  'error hub 3303': 'ERROR',
  'error peer RECEIVED': 'ERROR',
  'error peer RESERVED': 'ERROR',
  'error peer COMMITTED': 'ERROR',
  'error peer ABORTED': 'ERROR',
  'error peer 3208': 'ERROR',
  'error peer 3303': 'ERROR',
};

test.each(Object.entries(verdicts))('%s means %s', (cell, verdict) => {
  const [kind, who, what] = cell.split(' ') as [TransferCallback['kind'], string, string];
  const body = /^\d/.test(what)
    ? errorOf(what)
    : { transferState: what, fulfilment, completedTimestamp };
  expect(answer(kind, who === 'hub', body).verdict).toBe(verdict);
});

test('a commitment carries its fulfilment and time', () => {
  const body = { transferState: 'COMMITTED', fulfilment, completedTimestamp };
  expect(answer('put', true, body)).toEqual({
    verdict: 'COMMITTED',
    fulfilment,
    // As Mojaloop's own SDK computes it: see ilp.test.ts.
    fulfilledCondition: 'NdJhqNS8eoArb9zpCgHdjIFsEqGMYNUt6TZjfXRs16U',
    completedTimestamp,
  });
});

test('a switch’s time that is not ISO 8601 is UTC; one that is no time is left out', () => {
  const patch = (timestamp: unknown) =>
    answer('patch', true, { transferState: 'ABORTED', completedTimestamp: timestamp });
  expect(patch('2026-11-21 09:05:15.000').completedTimestamp).toBe('2026-11-21T09:05:15.000Z');
  expect(patch('yesterday').completedTimestamp).toBeUndefined();
  expect(patch(17).completedTimestamp).toBeUndefined();
});

test('why the switch aborted is read from its extension list, whatever code it has', () => {
  const aborted = (extension: unknown) =>
    answer('put', true, { transferState: 'ABORTED', extensionList: { extension } })
      .errorInformation;
  expect(
    aborted([
      { key: 'x', value: 'y' },
      { key: 'cause', value: '5240: no, thanks' },
    ]),
  ).toEqual({
    errorCode: '5240',
    errorDescription: 'no, thanks',
  });
  for (const extension of [
    [],
    'text',
    [null],
    [{ key: 'cause' }],
    [{ key: 'cause', value: 'no' }],
  ]) {
    expect(aborted(extension)).toBeUndefined();
  }
});

test('an error that comes to PUT, and a fulfilment that comes to /error, are both errors', () => {
  const refused = { ...errorOf('5105'), transferState: 'COMMITTED' };
  expect(answer('put', true, refused)).toEqual({ verdict: 'ERROR', ...errorOf('5105') });
  const odd = { transferState: 'COMMITTED', fulfilment };
  expect(answer('error', true, odd)).toEqual({ verdict: 'ERROR' });
});

test('whatever comes, the answer is one that processes understand, and never a verdict without the switch', () => {
  const body = fc.oneof(
    fc.anything(),
    fc.record(
      {
        transferState: fc.oneof(fc.constantFrom(...states), fc.anything()),
        fulfilment: fc.oneof(fc.string(), fc.anything()),
        completedTimestamp: fc.oneof(fc.string(), fc.anything()),
        extensionList: fc.anything(),
        errorInformation: fc.anything(),
      },
      { requiredKeys: [] },
    ),
  );
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.boolean(), body, (kind, fromHub, content) => {
      const given = answer(kind, fromHub, content);
      const isCommitted =
        (content as { transferState?: unknown } | null)?.transferState === 'COMMITTED';
      const allowed = [
        ...['PENDING', 'ERROR'],
        ...(fromHub ? ['ABORTED', 'NOT_FOUND'] : []),
        ...(isCommitted ? [fromHub ? 'COMMITTED' : 'FULFILLED'] : []),
      ];
      expect(allowed).toContain(transferAnswerSchema.parse(given).verdict);
    }),
  );
});
