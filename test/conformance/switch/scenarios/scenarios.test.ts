import { scenarios } from './index';

/** The switch's own list. */
const inItsOwnList = [
  ...['00', '01', '02', '03', '04', '05', '06', '07', '08'],
  ...['10', '11', '12', '13', '14', '15', '16', '17', '18', '19'],
  ...['20', '21', '22', '23', '24', '25', '26', '27', '28', '29'],
  ...['30', '31', '32', '33', '34', '35'],
  ...['40', '41', '42', '43', '44', '45', '46', '47', '48'],
  ...['50', '51', '52', '53', '54', '55', '56', '57', '60'],
  ...['70', '71', '72', '73', '74', '75', '76', '80', '81'],
];

test('every scenario of the real switch is played, or says why no DFSP has a part in it', () => {
  const ids = scenarios.map(({ id }) => id);
  expect(inItsOwnList.filter((id) => !ids.includes(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
  const reasons = scenarios.flatMap((one) => (one.role === 'none' ? [one.reason] : []));
  expect(reasons.length).toBeLessThan(5);
  expect(reasons).not.toContain('');
});
