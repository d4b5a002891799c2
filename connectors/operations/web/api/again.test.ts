import { againWhileAway, againWhileUnread } from './again';
import { ApiProblem } from './problem';

const asked = (error: Error | null, data?: string) => ({ state: { data, error } });
const ofStatus = (status: number) => new ApiProblem(status, 'kind', 'Title', undefined, []);

test('what was not answered is asked for again, and what was refused is not', () => {
  expect([0, 502, 503, 504].map((status) => againWhileAway(asked(ofStatus(status))))).toEqual([
    ...[10_000, 10_000, 10_000, 10_000],
  ]);
  for (const error of [ofStatus(403), ofStatus(500), new Error('odd'), null]) {
    expect(againWhileAway(asked(error, 'read'))).toBe(false);
  }
});

test('a list that stands there is not read anew under who reads it', () => {
  expect(againWhileUnread(asked(ofStatus(503)))).toBe(10_000);
  expect(againWhileUnread(asked(ofStatus(503), 'read'))).toBe(false);
});
