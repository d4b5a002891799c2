import { askPayer } from './workers/ask-payer';
import { channelTenantSection } from './settings';

const idSecret = 'a secret that is long enough for ids';

function problemsWith(timers: object): string[] {
  const read = channelTenantSection.safeParse({ idSecret, timers });
  return (read.error?.issues ?? []).map(({ path, message }) => `${path.join('.')} ${message}`);
}

test('by default a payment outlives the death of a process that works on it', () => {
  expect(problemsWith({})).toEqual([]);
});

test.each(['partyLookup', 'quote', 'transferExpiry'])(
  'a tenant whose %s is too short for that is refused, with the sum',
  (name) => {
    expect(problemsWith({ [name]: 'PT25S' })).toEqual([]);
    const [problem, ...others] = problemsWith({ [name]: 'PT24S' });
    expect(problem).toMatch(`timers.${name} is PT24S and must be PT25S or more`);
    expect(problem).toMatch('up to 15 s + 5 s, and 5 s are for the steps after it');
    expect(others).toEqual([]);
  },
);

test('a job of ours that a quote waits for comes again before the quote has run out', () => {
  expect(askPayer.timeoutMs).toBeLessThanOrEqual(25_000);
});
