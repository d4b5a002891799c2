import { retriesOf, retriesThatDoNotFit, tenantRetriesSchema } from './tenant-retries';

const step = 'mojaloop:request-transfer:1';

function problemsWith(retries: object): string[] {
  const read = tenantRetriesSchema.safeParse(retries);
  return (read.error?.issues ?? []).map(({ path, message }) => `${path.join('.')} ${message}`);
}

test('what a tenant leaves out is as for all', () => {
  expect(retriesOf(step, { attempts: 5 })).toMatchObject({
    attempts: 5,
    attemptMs: 12_000,
    pause: { baseMs: 1_000, maxMs: 60_000 },
    until: ['transferExpiration'],
  });
});

test.each([
  [{ 'mojaloop:request-everything:1': { attempts: 5 } }, 'mojaloop:request-everything:1'],
  // Its role reads no tenants' files.
  [{ 'fee-rules:evaluate:1': { attempts: 5 } }, 'fee-rules:evaluate:1'],
  [{ [step]: { attempts: 0 } }, `${step}.attempts`],
  [{ [step]: { pauseMs: 5_000, pauseMaxMs: 4_000 } }, 'set pauseMaxMs to as much as pauseMs'],
  [{ 'mojaloop:look-up-party:2': { attempts: 1 } }, 'must have 2 attempts or more'],
])('%j is refused', (retries, problem) => {
  expect(problemsWith(retries).join('\n')).toContain(problem);
});

test('attempts that do not fit into the transfer’s time are refused, with the sum', () => {
  const windows = { [step]: { setting: 'channel.timers.transferExpiry', ms: 30_000 } };
  expect(retriesThatDoNotFit({}, windows)).toEqual([]);
  expect(retriesThatDoNotFit({ [step]: { attempts: 5 } }, windows)).toEqual([]);
  expect(retriesThatDoNotFit({ [step]: { attempts: 6 } }, windows)).toEqual([
    'retries.mojaloop:request-transfer:1: 6 attempts with pauses of 1000 + 2000 + 4000 + 8000 + 16000 = 31000 ms between them do not fit into channel.timers.transferExpiry of 30000 ms: the last would come too late',
  ]);
});
