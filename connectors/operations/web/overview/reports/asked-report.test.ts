import { rangeOf } from '../range';
import { askedReport, fileNameOf, pathOf } from './asked-report';

const asked = (written: string) => {
  const query = new URLSearchParams(written);
  return askedReport('lion', query, rangeOf(query, 0));
};
const days = 'from=2026-11-01&until=2026-11-30';

test('the address says which report it is, of which time, and by what it is split', () => {
  const report = asked(`report=failures&by=day,counterpart&${days}`);
  expect(pathOf(report)).toBe(
    '/tenants/lion/reports/failures?from=2026-11-01T00%3A00%3A00.000Z&to=2026-12-01T00%3A00%3A00.000Z&by=day%2Ccounterpart',
  );
  expect(fileNameOf(report, 'csv')).toBe('failures-lion-2026-11-01-2026-11-30.csv');
});

test('a report of now takes no time, and what a report is not split by is not asked for', () => {
  const report = asked(`report=holds&by=day&${days}`);
  expect(pathOf(report)).toBe('/tenants/lion/reports/holds');
  expect(fileNameOf(report, 'json')).toBe('holds-lion.json');
});

test('an address that names no report is of volumes', () => {
  expect(asked('report=salaries&by=person')).toMatchObject({ report: 'volumes', by: '' });
});
