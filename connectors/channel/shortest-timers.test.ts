import { channelTenantSection } from './settings';
import { requireRetriesToFit } from './shortest-timers';

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
    expect(problem).toMatch('up to 12 s + 1 s, and 12 s are for a process');
    expect(others).toEqual([]);
  },
);

test('a tenant’s own retries that its timers leave no time for are refused, with the sum', () => {
  const settings = channelTenantSection.parse({ idSecret });
  const lion = { tenant: 'lion', fspId: 'lion', currencies: ['TZS'], settings };
  expect(() => requireRetriesToFit(lion)).not.toThrow();
  const retries = { 'mojaloop:request-quote:1': { attempts: 3, pauseMs: 20_000 } };
  expect(() => requireRetriesToFit({ ...lion, retries })).toThrow(
    /20000 \+ 40000 = 60000 ms .* do not fit into channel.timers.quote of 30000 ms/,
  );
});
